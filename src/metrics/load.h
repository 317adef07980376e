// Load: how much of what a node can do is asked of it. docs/semantics.md, "Judgement".
//
//   work W = attempts as the model gives them, else served + failures
//   load   = max(S, min(C, W)) / C
//
// A service that works at full capacity on answers that come too late serves little and has a load
// of 1; served / capacity (`utilization`) would say 5 %. Above 1 only where served exceeds the
// capacity. Absent where the capacity is absent or not positive, and where the schedule closes the
// bin. All in items per bin.
#pragma once

#include <algorithm>

#include "metrics/each_bin.h"

namespace flowtime {

inline constexpr double kFullLoad = 1 - 1e-6;  // from here on a node is full

// Work of a bin: attempts where the model gives them, else served + failed attempts.
inline double work_of(double attempts, double served, double failures) {
  return is_finite(attempts) ? attempts : served + finite_or_zero(failures);
}

// capacity x parallelism: nobody there can do nothing. Absent where either is.
inline double working_capacity(double capacity, double parallelism) {
  if (is_absent(capacity) || is_absent(parallelism)) return kAbsent;
  return capacity * std::max(0.0, parallelism);
}

// The load of one bin as defined above: a share of 1, not per cent.
inline double load_of(double served, double work, double capacity) {
  if (is_absent(capacity) || capacity <= 0 || is_absent(served)) return kAbsent;
  return std::max(served, std::min(capacity, is_absent(work) ? served : work)) / capacity;
}

// Work that waits, in bins of full capacity; absent where the capacity is not positive.
inline double work_waiting_bins(double depth, double capacity) {
  return ratio_or_absent(depth, capacity);
}

}  // namespace flowtime
