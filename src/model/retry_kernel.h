// Which retry kernel a node gets.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace flowtime {

inline constexpr std::array<double, 4> kDefaultRetryKernel{0.0, 0.6, 0.3, 0.1};
inline constexpr std::size_t kMaxRetryKernelTaps = 32;

struct KernelPolicy {
  std::vector<double> kernel;  // weight by lag in bins: each >= 0, sum at most 1
  bool used_default = false;
  std::vector<std::string> messages;  // one sentence per change to what was written
};

// An empty kernel is the default. Else the first 32 weights are kept, negative and non-finite ones
// become 0, and when the sum exceeds 1 every weight is multiplied by 1 / sum. A sum below 1 stays.
KernelPolicy apply_kernel_policy(const std::vector<double>& written);

}  // namespace flowtime
