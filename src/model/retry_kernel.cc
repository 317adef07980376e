#include "model/retry_kernel.h"

#include "series/absent.h"

namespace flowtime {
namespace {

constexpr std::size_t kMostTaps = 32;

}  // namespace

KernelPolicy apply_kernel_policy(const std::vector<double>& kernel) {
  KernelPolicy policy;
  if (kernel.empty()) return {.kernel = {0, 0.6, 0.3, 0.1}, .used_default = true, .messages = {}};
  policy.kernel = kernel;
  if (policy.kernel.size() > kMostTaps) {
    policy.kernel.resize(kMostTaps);
    policy.messages.push_back("the retry kernel is trimmed to its first 32 taps");
  }
  bool reset = false;
  double sum = 0;
  for (double& tap : policy.kernel) {
    if (is_absent(tap) || tap < 0) {
      tap = 0;
      reset = true;
    }
    sum += tap;
  }
  if (reset)
    policy.messages.push_back("negative or non-finite taps of the retry kernel are read as 0");
  if (sum > 1) {
    for (double& tap : policy.kernel) tap *= 1 / sum;
    policy.messages.push_back("the retry kernel is scaled so that its taps sum to 1");
  }
  return policy;
}

}  // namespace flowtime
