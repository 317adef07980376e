// Which retry kernel a node gets.
#pragma once

#include <array>
#include <string>
#include <vector>

namespace flowtime {

// Of 100 failures 60 are tried again one bin later, 30 after two, 10 after three.
inline constexpr std::array<double, 4> kDefaultRetryKernel{0.0, 0.6, 0.3, 0.1};
inline constexpr std::size_t kMaxRetryKernelTaps = 32;

// What was made of the weights of an author, and what to tell about it.
struct KernelPolicy {
  std::vector<double> kernel;  // weight by lag in bins: each >= 0, sum at most 1
  bool used_default = false;
  std::vector<std::string> messages;  // one sentence per change to what was written
};

// An empty kernel is the default. Else the first 32 weights are kept, negative and non-finite ones
// become 0, and when the sum exceeds 1 every weight is multiplied by 1 / sum. A sum below 1 stays.
// In this order: trimmed, reset, scaled. Example: 1, -1, 1 becomes 0.5, 0, 0.5, with two messages.
KernelPolicy apply_kernel_policy(const std::vector<double>& written);

}  // namespace flowtime
