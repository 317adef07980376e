// Noise: what is too small to count as a level or as a change.
//
// A queue that ought to be empty holds a rounding error of 1e-14, and the sum of a day may differ
// from itself by its last digit. Every derived statement (empty, since, grew, sparkline,
// difference) uses these two limits; only raw values keep the dust.
//
//   a level of a node is *empty* below 1e-6 x the largest inflow of the node in the run; where
//   nothing enters, 1e-6 x its largest level;
//   a difference of a series is *no change* below 1e-9 x the peak of the series, the largest of its
//   magnitudes.
//
// Example: at most 84 orders enter in a bin, at most 429 wait. A depth below 0.000084 is empty, two
// depths that differ by less than 4.29e-7 are the same. Units are those of the series.
#pragma once

#include <algorithm>
#include <cmath>

#include "metrics/each_bin.h"

namespace flowtime {

inline constexpr double kEmptyShare = 1e-6, kNoChangeShare = 1e-9;

// The largest magnitude over all bins; 0 for no bins. Absent values count for nothing.
inline double peak_magnitude(SeriesIn series) {
  double peak = 0;
  for (const double value : series) peak = std::max(peak, std::fabs(finite_or_zero(value)));
  return peak;
}

struct Noise {
  double empty = 0;   // below it a level is empty
  double change = 0;  // below it a difference is not a change

  // Absent levels and differences are neither.
  bool is_empty(double level) const { return level < empty || level <= 0; }
  bool is_change(double difference) const {
    return std::fabs(difference) > 0 && std::fabs(difference) >= change;
  }
  // 1: grew, -1: shrank, 0: no change or one of the two is absent.
  int direction(double from, double to) const {
    return !is_change(to - from) ? 0 : (to > from ? 1 : -1);
  }
};

// Of a level and what enters its node, both over the whole run; an empty inflow is one that does
// not exist.
inline Noise noise_of(double largest_inflow, double largest_level) {
  return {.empty = kEmptyShare * (largest_inflow > 0 ? largest_inflow : largest_level),
          .change = kNoChangeShare * largest_level};
}
inline Noise noise_of(SeriesIn inflow, SeriesIn level) {
  return noise_of(peak_magnitude(inflow), peak_magnitude(level));
}
// Of a series that is not the level of a node.
inline Noise noise_of(SeriesIn series) { return noise_of({}, series); }

}  // namespace flowtime
