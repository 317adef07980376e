#include "model/retry_kernel.h"

#include <algorithm>

#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

void trim(KernelPolicy& policy) {
  const std::size_t written = policy.kernel.size();
  if (written <= kMaxRetryKernelTaps) return;
  policy.kernel.resize(kMaxRetryKernelTaps);
  policy.messages.push_back("the kernel was trimmed from " + std::to_string(written) + " to " +
                            std::to_string(kMaxRetryKernelTaps) + " weights");
}

void reset_unusable(KernelPolicy& policy) {
  const auto unusable = [](double weight) { return is_absent(weight) || weight < 0; };
  const auto count = std::count_if(policy.kernel.begin(), policy.kernel.end(), unusable);
  if (count == 0) return;
  std::replace_if(policy.kernel.begin(), policy.kernel.end(), unusable, 0.0);
  policy.messages.push_back(std::to_string(count) + " negative or non-finite " +
                            (count == 1 ? "weight was" : "weights were") + " reset to 0");
}

void scale_down(KernelPolicy& policy) {
  double sum = 0;
  for (const double weight : policy.kernel) sum += weight;
  if (!(sum > 1)) return;
  const double factor = 1 / sum;
  for (double& weight : policy.kernel) weight *= factor;
  policy.messages.push_back("the weights were scaled so that their sum is 1 instead of " +
                            (is_finite(sum) ? format_number(sum) : std::string("infinity")));
}

}  // namespace

KernelPolicy apply_kernel_policy(const std::vector<double>& written) {
  KernelPolicy policy;
  if (written.empty()) {
    policy.kernel.assign(kDefaultRetryKernel.begin(), kDefaultRetryKernel.end());
    policy.used_default = true;
    return policy;
  }
  policy.kernel = written;
  // Trimming first: what is cut off must not count for the sum.
  trim(policy);
  reset_unusable(policy);
  scale_down(policy);
  return policy;
}

}  // namespace flowtime
