// The arithmetic of expressions on single values, shared by constant folding and evaluation so
// that both give the same bits. Semantics: docs/expressions.md. No call needs libm beyond sqrt,
// floor, ceil, fabs and fmod.
// Every function is pure and total: no argument traps, none sets an error.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <span>

#include "series/absent.h"
#include "series/elementary.h"

namespace flowtime::arithmetic {

// The 64 bits of a double, sign first.
inline std::uint64_t bits(double value) { return std::bit_cast<std::uint64_t>(value); }
// Any 64 bits are some double.
inline double from_bits(std::uint64_t value) { return std::bit_cast<double>(value); }

// NaN passes through all of these.
inline double negate(double x) { return -x; }
// An infinite result is not an error: it is absent to every reader.
inline double add(double a, double b) { return a + b; }
inline double subtract(double a, double b) { return a - b; }
inline double multiply(double a, double b) { return a * b; }
// Both keep the sign of zero: ceil(-0.5) is -0.
inline double floor(double x) { return std::floor(x); }
inline double ceil(double x) { return std::ceil(x); }
inline double abs(double x) { return std::fabs(x); }

// a / b, and 0 where b is 0 (also -0). NaN is not 0: a / NaN is NaN.
// A spreadsheet's users expect 0 where nothing is divided by nothing, not an error.
inline double divide(double a, double b) { return b == 0 ? 0.0 : a / b; }

// The smaller value; NaN if either side is NaN; -0 is below +0. Written so that both orders agree:
// for ordinary values the two selections are equal, for zeros the OR keeps a minus sign, and NaN
// survives an OR with anything.
// Hardware instructions give the second operand for a NaN or for equal zeros; results then depend
// on the order of the operands.
inline double min(double a, double b) {
  const double left = a < b ? a : b;
  const double right = b < a ? b : a;
  return from_bits(bits(left) | bits(right));
}

// The larger value; NaN if either side is NaN; +0 is above -0.
// For NaN an AND would lose bits of the payload, so it is chosen.
inline double max(double a, double b) {
  const double left = a > b ? a : b;
  const double right = b > a ? b : a;
  const double both = from_bits(bits(left) & bits(right));
  return a != a ? a : (b != b ? b : both);
}

// max(lo, min(hi, value)): gives lo when lo > hi.
// A NaN among the three gives NaN.
inline double clamp(double value, double lo, double hi) { return max(lo, min(hi, value)); }

// Remainder with the divisor's sign. 0 where |b| <= 4.94e-324, NaN where a or b is not finite.
// Example: mod(-7, 3) is 2, mod(7, -3) is -2.
inline double mod(double a, double b) {
  if (std::fabs(b) <= 4.94e-324) return 0.0;
  if (is_absent(a) || is_absent(b)) return kAbsent;
  const double r = std::fmod(a, b);
  return r == 0 || (r < 0) == (b < 0) ? r : r + b;
}

// Nearest integer, ties away from zero; exact for every double (0.49999999999999994 gives 0).
// floor(value + 0.5) would be wrong for the largest number below 0.5 and for large odd numbers.
inline double round(double value) {
  const double magnitude = std::fabs(value);
  const double below = std::floor(magnitude);
  const double nearest = magnitude - below >= 0.5 ? below + 1 : below;
  return std::copysign(nearest, value);
}

// Comparisons give 1 or 0; with a NaN on either side 0, but for not_equal, which gives 1.
inline double step(double value, double threshold) { return value >= threshold ? 1.0 : 0.0; }
// Bit for bit: no tolerance. An author who wants one writes it.
inline double less(double a, double b) { return a < b ? 1.0 : 0.0; }
inline double less_equal(double a, double b) { return a <= b ? 1.0 : 0.0; }
inline double greater(double a, double b) { return a > b ? 1.0 : 0.0; }
inline double greater_equal(double a, double b) { return a >= b ? 1.0 : 0.0; }
// -0 and +0 are equal, as IEEE 754 has it.
inline double equal(double a, double b) { return a == b ? 1.0 : 0.0; }
inline double not_equal(double a, double b) { return a != b ? 1.0 : 0.0; }

// c non-zero takes a, zero takes b, NaN gives NaN.
// Both branches were computed already: this only picks.
inline double choose(double c, double a, double b) { return c != c ? c : (c != 0 ? a : b); }

// SQRT is absent below 0; the sign of the NaN is fixed here because hardware gives the negative
// one.
// Exact rounding is part of IEEE 754, so sqrt has the same bits everywhere.
inline double sqrt(double value) { return value < 0 ? kAbsent : std::sqrt(value); }

// y at x on the line through points x0, y0, x1, y1, ... in ascending order of x; the first y before
// them, the last one behind them. At a point it is its y exactly.
// At least one point. O(log points).
inline double lookup(double x, std::span<const double> points) {
  if (x != x) return x;
  std::size_t low = 0, high = points.size() / 2;  // the point before x is among low..high - 1
  if (x <= points[0]) return points[1];
  while (high - low > 1) {
    const std::size_t middle = (low + high) / 2;
    (points[2 * middle] <= x ? low : high) = middle;
  }
  const double *before = &points[2 * low], *after = before + 2;
  if (2 * (low + 1) == points.size()) return before[1];
  return before[1] + (after[1] - before[1]) * ((x - before[0]) / (after[0] - before[0]));
}

}  // namespace flowtime::arithmetic
