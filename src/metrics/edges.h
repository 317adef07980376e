// What edges carry, as seen from a query.
#pragma once

#include <cstdint>

#include "metrics/each_bin.h"
#include "model/model.h"

namespace flowtime {

// The factor of an edge that measures attempts or failures: multiplier, else weight, else 1.
double edge_factor(const Edge& edge);

// Whether the edge measures what its source tried or failed, not what it served.
// Attempts, failures or exhausted failures; the flow itself does not count.
bool follows_source(const Edge& edge);

// out[t] = source[t - lag] * factor: attempts or failures that reach the far end; absent before bin
// `lag` and where the source is.
void lagged_volume(SeriesIn source, std::int64_t lag, double factor, SeriesOut out);

// failures / attempts of an edge; absent failures count as 0; absent where attempts are not
// positive.
inline double retry_rate(double failures, double attempts) {
  return ratio_or_absent(finite_or_zero(failures), attempts);
}
// What an effort or dependency edge carries beyond the flow: max(0, attempts - flow).
inline double effort_retry_volume(double attempts, double flow) {
  if (is_absent(attempts) || is_absent(flow)) return kAbsent;
  return attempts > flow ? attempts - flow : 0.0;
}

inline void retry_rate(SeriesIn failures, SeriesIn attempts, SeriesOut out) {
  each_bin(
      out, [](double f, double a) { return retry_rate(f, a); }, failures, attempts);
}
inline void effort_retry_volume(SeriesIn attempts, SeriesIn flow, SeriesOut out) {
  each_bin(
      out, [](double a, double f) { return effort_retry_volume(a, f); }, attempts, flow);
}

}  // namespace flowtime
