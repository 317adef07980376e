// sin, cos, tan: the argument is brought to -pi/4 .. pi/4 with 190 bits of 2/pi, as a Twofold, and
// a power series follows. arctan: by a table of 33 steps.
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

#include "series/absent.h"
#include "series/elementary.h"
#include "series/elementary_tables.h"

namespace flowtime::arithmetic {
namespace {

using namespace elementary;

__extension__ typedef unsigned __int128 Wide;

// Below it the argument itself is the nearest double to its sine, tangent and arctangent.
constexpr double kTiny = 0x1p-27;
constexpr double kQuarterPi = 0x1.921fb54442d18p-1;

struct Angle {
  unsigned quadrant = 0;  // 0..3
  Twofold rest{};         // -pi/4 .. pi/4
};

// Three words, the most significant last.
struct Fraction {
  std::uint64_t word[3] = {};
};

// 64 bits of 2/pi, the first of them of weight 2^-first.
// The table begins with 128 zero bits, so that small exponents need no branch.
std::uint64_t bits_of_two_per_pi(std::int64_t first) {
  const std::int64_t at = first + 127;  // bits before it in the table
  const auto word = static_cast<std::size_t>(at / 64);
  const auto shift = static_cast<unsigned>(at % 64);
  if (shift == 0) return kTwoPerPi[word];
  return kTwoPerPi[word] << shift | kTwoPerPi[word + 1] >> (64 - shift);
}

// mantissa * 2^exponent * 2/pi modulo 4, as a fraction of 4.
Fraction quarter_turns(std::uint64_t mantissa, std::int64_t exponent) {
  // Whole turns do not change a sine: bits of weight 4 and more are left out before they are
  // multiplied.
  const std::int64_t first = exponent - 1;  // earlier bits give multiples of 4
  Fraction product;
  Wide carry = 0;
  for (int i = 0; i < 3; ++i) {
    // 53 bits by 192 bits, of which the low 192 are kept.
    carry += Wide{mantissa} * bits_of_two_per_pi(first + 64 * (2 - i));
    product.word[i] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  return product;
}

Fraction shifted_left(const Fraction& x, unsigned bits) {
  Fraction made = x;
  for (; bits >= 64; bits -= 64) made = {{0, made.word[0], made.word[1]}};
  if (bits == 0) return made;
  for (int i = 2; i > 0; --i) made.word[i] = made.word[i] << bits | made.word[i - 1] >> (64 - bits);
  made.word[0] <<= bits;
  return made;
}

Fraction negated(const Fraction& x) {
  Fraction made;
  Wide carry = 1;
  for (int i = 0; i < 3; ++i) {
    carry += static_cast<std::uint64_t>(~x.word[i]);
    made.word[i] = static_cast<std::uint64_t>(carry);
    carry >>= 64;
  }
  return made;
}

// As a number below 1, with the 106 bits from its first that is not 0.
Twofold value_of(const Fraction& x) {
  unsigned zeros = 0;
  for (int i = 2; i >= 0 && zeros == 64u * static_cast<unsigned>(2 - i); --i) {
    // An argument near a multiple of pi/2 has many leading zeros: the bits behind them are its
    // value.
    zeros += static_cast<unsigned>(std::countl_zero(x.word[i]));
  }
  const Fraction leading = shifted_left(x, zeros);
  const std::uint64_t high = leading.word[2] >> 11;
  const std::uint64_t low = leading.word[2] << 53 >> 11 | leading.word[1] >> 22;
  const double scale = std::bit_cast<double>((std::uint64_t{1023} - 53 - zeros) << 52);
  return exact_sum(static_cast<double>(high) * scale, static_cast<double>(low) * scale * 0x1p-53);
}

// Of a finite x.
Angle angle_of(double x) {
  const double size = std::fabs(x);
  // Nothing to reduce, and no error of reduction.
  if (size <= kQuarterPi) return {0, {x, 0}};
  const auto bits = std::bit_cast<std::uint64_t>(size);
  const std::uint64_t mantissa = (bits & 0xfffffffffffff) | 0x10000000000000;
  const std::int64_t exponent = static_cast<std::int64_t>(bits >> 52) - 1075;
  const Fraction turns = quarter_turns(mantissa, exponent);
  auto quadrant = static_cast<unsigned>(turns.word[2] >> 62);
  Fraction rest = shifted_left(turns, 2);
  const bool above_half = rest.word[2] >> 63 != 0;
  // A rest above half a quadrant belongs to the next one, from below.
  if (above_half) {
    rest = negated(rest);
    ++quadrant;
  }
  Twofold angle = value_of(rest) * kHalfPi;
  if (above_half != (x < 0)) angle = -angle;
  return {(x < 0 ? 4 - quadrant : quadrant) & 3, angle};
}

Twofold square_of(const Twofold& x) {
  const Twofold square = exact_product(x.high, x.high);
  return {square.high, square.low + 2 * x.high * x.low};
}

// r - r^3/6 + r^5/120 ..., of which the first two terms are made twofold.
// All other terms together are below r^5/120, which a plain double holds with room to spare.
Twofold sine_of(const Twofold& r) {
  const Twofold z = square_of(r);
  constexpr double kFactors[] = {
      1.0 / 355687428096000, -1.0 / 1307674368000, 1.0 / 6227020800, -1.0 / 39916800,
      1.0 / 362880,          -1.0 / 5040,          1.0 / 120};
  double series = 0;
  for (const double factor : kFactors) series = factor + z.high * series;
  const Twofold factor = exact_sum(kMinusSixth.high, z.high * series);
  const Twofold ratio = exact_product(z.high, factor.high);
  const double ratio_low =
      ratio.low + z.high * (factor.low + kMinusSixth.low) + z.low * factor.high;
  const Twofold more = exact_product(r.high, ratio.high);
  const Twofold sum = exact_sum(r.high, more.high);
  return {sum.high, sum.low + (more.low + r.high * ratio_low + r.low * (1 + ratio.high))};
}

// 1 - r^2/2 + r^4/24 ...
Twofold cosine_of(const Twofold& r) {
  const Twofold z = square_of(r);
  constexpr double kFactors[] = {
      -1.0 / 6402373705728000, 1.0 / 20922789888000, -1.0 / 87178291200, 1.0 / 479001600,
      -1.0 / 3628800,          1.0 / 40320,          -1.0 / 720,         1.0 / 24};
  double series = 0;
  for (const double factor : kFactors) series = factor + z.high * series;
  const Twofold sum = exact_sum(1, -z.high / 2);
  const Twofold all = exact_sum(sum.high, z.high * z.high * series);
  return {all.high, all.low + (sum.low - z.low / 2)};
}

double quotient_of(const Twofold& a, const Twofold& b) {
  const double first = a.high / b.high;
  const Twofold product = exact_product(first, b.high);
  return first + (((a.high - product.high) - product.low) + (a.low - first * b.low)) / b.high;
}

double with_sign(const Twofold& x, bool negative) { return negative ? -x.rounded() : x.rounded(); }

// arctan(y) of 0 <= y.high <= 1, by the nearest of 33 steps.
Twofold arctan_of(const Twofold& y) {
  const double k = std::floor(y.high * 32 + 0.5), centre = k / 32;
  const double above = y.high - centre;
  const Twofold product = exact_product(y.high, centre);
  const Twofold below = exact_sum(1, product.high);
  const double below_low = below.low + (product.low + y.low * centre);
  const double t = above / below.high;
  const Twofold back = exact_product(t, below.high);
  // t is a quotient of twofold numbers; its lost part is what the division left over.
  const double t_low = (((above - back.high) - back.low) + (y.low - t * below_low)) / below.high;
  const double z = t * t;
  const double series = -1.0 / 3 + z * (1.0 / 5 + z * (-1.0 / 7 + z * (1.0 / 9 + z * (-1.0 / 11))));
  const Twofold& step = kArctans[static_cast<std::size_t>(k)];
  const Twofold sum = exact_sum(step.high, t);
  return {sum.high, sum.low + (step.low + (t_low + t * z * series))};
}

}  // namespace

double sin(double x) {
  if (!is_finite(x)) return kAbsent;
  if (std::fabs(x) < kTiny) return x;
  const auto [quadrant, rest] = angle_of(x);
  return with_sign(quadrant % 2 == 0 ? sine_of(rest) : cosine_of(rest), quadrant >= 2);
}

double cos(double x) {
  if (!is_finite(x)) return kAbsent;
  if (std::fabs(x) < kTiny) return 1;
  const auto [quadrant, rest] = angle_of(x);
  return with_sign(quadrant % 2 == 0 ? cosine_of(rest) : sine_of(rest),
                   quadrant == 1 || quadrant == 2);
}

double tan(double x) {
  if (!is_finite(x)) return kAbsent;
  if (std::fabs(x) < kTiny) return x;
  const auto [quadrant, rest] = angle_of(x);
  const Twofold sine = sine_of(rest), cosine = cosine_of(rest);
  return quadrant % 2 == 0 ? quotient_of(sine, cosine) : -quotient_of(cosine, sine);
}

double arctan(double x) {
  if (x != x) return kAbsent;
  const double size = std::fabs(x);
  if (size < kTiny) return x;
  Twofold angle;
  if (size <= 1) {
    angle = arctan_of({size, 0});
    // 1/x is less than half a unit in the last place of pi/2.
  } else if (size >= 0x1p54) {
    angle = {kHalfPi.high, 0};
  } else {
    const double inverse = 1 / size;
    const Twofold back = exact_product(inverse, size);
    const Twofold small = arctan_of({inverse, ((1 - back.high) - back.low) / size});
    angle = exact_sum(kHalfPi.high, -small.high);
    angle.low += kHalfPi.low - small.low;
  }
  return with_sign(angle, x < 0);
}

}  // namespace flowtime::arithmetic
