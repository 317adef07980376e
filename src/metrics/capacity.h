// How much a node could serve, and how much of that it used.
// All figures are of one bin, then of whole series. Pure functions.
#pragma once

#include "metrics/each_bin.h"

namespace flowtime {

// capacity * parallelism in items per bin; the bare capacity where parallelism is absent or not
// positive; absent where capacity is.
inline double effective_capacity(double capacity, double parallelism) {
  if (is_absent(capacity)) return kAbsent;
  return is_finite(parallelism) && parallelism > 0 ? canonical(capacity * parallelism) : capacity;
}

// served / effective capacity, a ratio that may exceed 1; absent where the capacity is not
// positive.
inline double utilization(double served, double effective_capacity) {
  return ratio_or_absent(served, effective_capacity);
}

// clamp(served / arrivals, 0, 1); absent where arrivals are 0.
inline double throughput_ratio(double served, double arrivals) {
  if (is_absent(served) || is_absent(arrivals) || arrivals == 0) return kAbsent;
  const double ratio = served / arrivals;
  return ratio > 1 ? 1.0 : (ratio > 0 ? ratio : 0.0);
}

// What a shared capacity could not give: max(0, demand - capacity); absent where either is.
inline double constraint_shortfall(double demand, double capacity) {
  if (is_absent(demand) || is_absent(capacity)) return kAbsent;
  return demand > capacity ? demand - capacity : 0.0;
}

inline void effective_capacity(SeriesIn capacity, SeriesIn parallelism, SeriesOut out) {
  each_bin(
      out, [](double c, double p) { return effective_capacity(c, p); }, capacity, parallelism);
}
inline void utilization(SeriesIn served, SeriesIn effective, SeriesOut out) {
  each_bin(
      out, [](double s, double c) { return utilization(s, c); }, served, effective);
}
inline void throughput_ratio(SeriesIn served, SeriesIn arrivals, SeriesOut out) {
  each_bin(
      out, [](double s, double a) { return throughput_ratio(s, a); }, served, arrivals);
}

}  // namespace flowtime
