#include "metrics/retry.h"

#include <algorithm>

namespace flowtime {

void retry_echo(SeriesIn failures, SeriesIn kernel, SeriesOut out) {
  FT_CHECK(failures.empty() || failures.size() == out.size());
  for (std::size_t t = 0; t < out.size(); ++t) {
    // kernel[k] acts k bins after the failure; bin t has only t + 1 bins to look back on.
    const std::size_t reach = std::min(kernel.size(), t + 1);
    bool any = false;
    double echo = 0;
    for (std::size_t k = 0; k < reach; ++k) {
      const double failed = value_at(failures, t - k);
      if (is_absent(failed)) continue;
      any = true;
      echo += kernel[k] * failed;
    }
    out[t] = any ? echo : kAbsent;
  }
}

}  // namespace flowtime
