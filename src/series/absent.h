// Absent values and the numeric guards, the only place that asks whether a number is finite.
// Every other file asks through these functions, so that all of them mean the same by "absent".
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace flowtime {

// No value for this bin: one canonical quiet NaN in memory and on disk; empty in CSV, null in JSON.
// Never compare with it: a NaN equals nothing. Ask is_absent().
inline constexpr double kAbsent = std::bit_cast<double>(std::uint64_t{0x7ff8000000000000});

// A comparison that neither NaN nor an infinity passes.
inline bool is_finite(double value) {
  return std::fabs(value) <= std::numeric_limits<double>::max();
}
// Infinite values count as absent: nothing that is counted is infinite.
inline bool is_absent(double value) { return !is_finite(value); }

// A missing or infinite flow counts as nothing.
// For sums; a mean leaves absent values out instead.
inline double finite_or_zero(double value) { return is_finite(value) ? value : 0.0; }

// Any NaN becomes the canonical one; everything else is unchanged.
// Arithmetic gives NaN with either sign and any payload; bits that are compared or stored are
// these.
inline double canonical(double value) { return value == value ? value : kAbsent; }

// a / b as a metric: absent when the divisor is not positive or either side is absent.
// The quotient of two finite numbers may be infinite, which is absent as well.
inline double ratio_or_absent(double numerator, double denominator) {
  if (is_absent(numerator) || is_absent(denominator) || denominator <= 0) return kAbsent;
  return numerator / denominator;
}

}  // namespace flowtime
