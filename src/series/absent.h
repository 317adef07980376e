// Absent values and the numeric guards, the only place that asks whether a number is finite.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace flowtime {

// No value for this bin: one canonical quiet NaN in memory and on disk; empty in CSV, null in JSON.
inline constexpr double kAbsent = std::bit_cast<double>(std::uint64_t{0x7ff8000000000000});

inline bool is_finite(double value) {
  return std::fabs(value) <= std::numeric_limits<double>::max();
}
inline bool is_absent(double value) { return !is_finite(value); }

// A missing or infinite flow counts as nothing.
inline double finite_or_zero(double value) { return is_finite(value) ? value : 0.0; }

// Any NaN becomes the canonical one; everything else is unchanged.
inline double canonical(double value) { return value == value ? value : kAbsent; }

// a / b as a metric: absent when the divisor is not positive or either side is absent.
inline double ratio_or_absent(double numerator, double denominator) {
  if (is_absent(numerator) || is_absent(denominator) || denominator <= 0) return kAbsent;
  return numerator / denominator;
}

}  // namespace flowtime
