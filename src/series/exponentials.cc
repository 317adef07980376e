// exp and log by tables of 64 and 128 steps, each entry a Twofold; between the steps a short power
// series. What rounds early rounds at least seven bits below the last place of the result.
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

// The exponents of results from the smallest to the largest double.
constexpr double kLargestExponent = 710, kSmallestExponent = -746;

// 2^exponent for -1022 <= exponent <= 1023.
double power_of_two(std::int64_t exponent) {
  return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

// x * 2^exponent, rounded once, for 1 <= x < 2.
double scaled_by_two(double x, std::int64_t exponent) {
  // In two steps: 2^1024 is not a double, though x times it may be one after rounding.
  if (exponent > 1023) return x * power_of_two(1023) * power_of_two(exponent - 1023);
  // One rounding only, in the last step, into the denormal range.
  if (exponent < -1022) return x * power_of_two(exponent + 100) * power_of_two(-100);
  return x * power_of_two(exponent);
}

// e^(high + low) = 2^(n/64) * e^r with |r| <= ln 2 / 128.
double exp_of(double high, double low) {
  if (high > kLargestExponent) return std::numeric_limits<double>::infinity();
  if (high < kSmallestExponent) return 0;
  const double n = std::floor(high * kStepsPerUnit + 0.5);
  // kStep.high has 34 bits, so n times it is exact.
  const double r = ((high - n * kStep.high) - n * kStep.low) + low;
  const double series =
      r + r * r * (1.0 / 2 + r * (1.0 / 6 + r * (1.0 / 24 + r * (1.0 / 120 + r * (1.0 / 720)))));
  const auto steps = static_cast<std::int64_t>(n);
  const Twofold& power = kPowers[steps & 63];
  return scaled_by_two(power.high + (power.low + power.high * series), steps >> 6);
}

// x = 2^exponent * centre * (1 + u) for a centre of nine bits, u as a Twofold.
struct Reduced {
  double exponent = 0;
  std::size_t index = 0;
  Twofold u{};
};

// Of a positive, finite x.
Reduced reduced(double x) {
  constexpr std::uint64_t kFirst = 0x3fe6000000000000;  // 0.6875
  constexpr std::uint64_t kExponent = 0xfff0000000000000;
  Reduced made;
  // Denormal: its leading bits are zeros. Scaled up, it is like any other.
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    made.exponent = -54;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  // Centred on 1, not on a power of two: so ln x near 1 has exponent 0 and nothing cancels.
  const std::uint64_t from_first = bits - kFirst;
  made.index = from_first >> 45 & 127;
  made.exponent += static_cast<double>(static_cast<std::int64_t>(from_first) >> 52);
  const double mantissa = std::bit_cast<double>(bits - (from_first & kExponent));
  const double centre = kCentres[made.index], rest = mantissa - centre;
  // Of u so many bits that times the centre it is exact.
  constexpr std::uint64_t kLeading = ~std::uint64_t{0x3ff};
  const double leading =
      std::bit_cast<double>(std::bit_cast<std::uint64_t>(rest / centre) & kLeading);
  made.u = {leading, (rest - leading * centre) / centre};
  return made;
}

// ln x with an error below 2^-66 of it, for a positive, finite x.
Twofold ln_of(double x) {
  const auto [exponent, index, u] = reduced(x);
  const Twofold& centre = kLogs[index];
  const Twofold square = exact_product(u.high, u.high);
  // ln(1 + u) = u - u^2/2 + cubic
  const double v = u.high;
  constexpr double kFactors[] = {-1.0 / 10, 1.0 / 9, -1.0 / 8, 1.0 / 7,
                                 -1.0 / 6,  1.0 / 5, -1.0 / 4, 1.0 / 3};
  double series = 0;
  for (const double factor : kFactors) series = factor + v * series;
  const double cubic = square.high * v * series;
  const Twofold whole = exact_sum(exponent * kLn2.high, centre.high);
  const Twofold with_u = exact_sum(whole.high, u.high);
  const Twofold all = exact_sum(with_u.high, -square.high / 2);
  // u.low counts with the derivative of ln at u.
  const double small = (u.low / (1 + v) - square.low / 2) + cubic;
  const double lost = ((whole.low + with_u.low) + all.low) + (exponent * kLn2.low + centre.low);
  return exact_sum(all.high, lost + small);
}

bool is_whole(double y) { return std::floor(y) == y; }
bool is_odd(double y) { return is_whole(y) && std::fabs(y) < 0x1p53 && std::fmod(y, 2) != 0; }

// Of a positive x that is not 1, by the size of what multiplies the logarithm.
double pow_of(double x, double y) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  // The sign is pow()'s to set.
  if (!is_finite(x)) return y > 0 ? kInfinity : 0.0;
  const Twofold log = ln_of(x);
  const double size = y * log.high;
  // Before the exact product, which overflows for such a y.
  if (size > kLargestExponent) return kInfinity;
  if (size < kSmallestExponent) return 0;
  const Twofold exponent = exact_product(y, log.high);
  return exp_of(exponent.high, exponent.low + y * log.low);
}

}  // namespace

double exp(double x) { return x != x ? kAbsent : exp_of(x, 0); }

double ln(double x) {
  if (!(x > 0)) return kAbsent;
  return is_finite(x) ? ln_of(x).rounded() : x;
}

double log10(double x) {
  if (!(x > 0)) return kAbsent;
  if (!is_finite(x)) return x;
  const Twofold log = ln_of(x);
  const Twofold product = exact_product(log.high, kPerLn10.high);
  return product.high + (product.low + (log.high * kPerLn10.low + log.low * kPerLn10.high));
}

double pow(double x, double y) {
  if (x != x || y != y) return kAbsent;
  if (y == 0 || x == 1) return 1;
  // x keeps the sign of -0 for an odd power.
  if (x == 0) return y > 0 ? (is_odd(y) ? x : 0.0) : kAbsent;
  if (x < 0 && !is_whole(y)) return kAbsent;
  const double size = x == -1 ? 1.0 : pow_of(std::fabs(x), y);
  return x < 0 && is_odd(y) ? -size : size;
}

}  // namespace flowtime::arithmetic
