// The retry kernel as it is applied: bounded, never negative, never creating items.
#pragma once

#include <string>
#include <vector>

namespace flowtime {

struct KernelPolicy {
  std::vector<double> kernel;
  bool used_default = false;
  std::vector<std::string> messages;  // one per adjustment
};

// Empty: [0, 0.6, 0.3, 0.1]. Else at most 32 taps; negative or non-finite taps become 0; when the
// sum exceeds 1 every tap is multiplied by 1 / sum.
KernelPolicy apply_kernel_policy(const std::vector<double>& kernel);

}  // namespace flowtime
