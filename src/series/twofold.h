// Twofold: a number as the sum of two doubles, so that the difference of two doubles is exact and
// amounts that are split and added again come out as they went in (about 32 decimal digits).
// The error-free transformations of T. J. Dekker and D. E. Knuth. They rely on each operation being
// rounded on its own: no fused multiply-add (cmake/flags.cmake), no extended precision.
#pragma once

#include <cmath>

namespace flowtime {

// Finite parts only: infinities and NaN are the caller's to keep out.
struct Twofold {
  double high = 0, low = 0;  // |low| is at most half a unit in the last place of high
  // The nearest double, as long as the invariant holds.
  double rounded() const { return high + low; }
  bool is_zero() const { return high == 0 && low == 0; }
  bool operator==(const Twofold&) const = default;
};

// a + b, exactly.
// Six operations, no branch on which is larger (Knuth's two-sum).
inline Twofold exact_sum(double a, double b) {
  const double sum = a + b;
  const double part_of_b = sum - a;
  return {sum, (a - (sum - part_of_b)) + (b - part_of_b)};
}
// high is the double nearest to a - b, low what that lacks.
inline Twofold exact_difference(double a, double b) { return exact_sum(a, -b); }

// Exact.
inline Twofold operator-(const Twofold& x) { return {-x.high, -x.low}; }

// Within about 2^-104 of the sum, whatever cancels.
inline Twofold operator+(const Twofold& a, const Twofold& b) {
  const Twofold high = exact_sum(a.high, b.high);
  const Twofold low = exact_sum(a.low, b.low);
  const Twofold middle = exact_sum(high.high, high.low + low.high);
  return exact_sum(middle.high, middle.low + low.low);
}
// Sums of many terms lose at most one unit in the 104th bit per addition.
inline Twofold& operator+=(Twofold& a, const Twofold& b) { return a = a + b; }

// a * b, exactly, by halves of 26 bits (|a|, |b| below 1e290).
// Each half has 26 bits, so products of halves are exact.
inline Twofold exact_product(double a, double b) {
  constexpr double kSplitter = 134217729.0;  // 2^27 + 1
  const double a_big = kSplitter * a, b_big = kSplitter * b;
  const double a_high = a_big - (a_big - a), b_high = b_big - (b_big - b);
  const double a_low = a - a_high, b_low = b - b_high;
  const double product = a * b;
  return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

// The product of the two low parts is below what is kept.
inline Twofold operator*(const Twofold& a, const Twofold& b) {
  const Twofold high = exact_product(a.high, b.high);
  return exact_sum(high.high, high.low + (a.high * b.low + a.low * b.high));
}

// a / b for b not 0.
// Long division in three digits, each a double.
inline Twofold operator/(const Twofold& a, const Twofold& b) {
  const double first = a.high / b.high;
  const Twofold rest = a + -(b * Twofold{first, 0});
  const double second = rest.high / b.high;
  const Twofold left = rest + -(b * Twofold{second, 0});
  return Twofold{first, 0} + Twofold{second, 0} + Twofold{left.high / b.high, 0};
}

// amount * (part / whole): what of `amount` belongs to one part of a sum. Exact where the amount is
// the whole sum, or its negative.
// `whole` is not 0.
inline Twofold share_of(const Twofold& amount, const Twofold& part, double whole) {
  if (amount == Twofold{whole, 0}) return part;
  if (amount == Twofold{-whole, 0}) return -part;
  return amount * part / Twofold{whole, 0};
}

}  // namespace flowtime
