#include "studies/draw_points.h"

#include <algorithm>
#include <cmath>

#include "series/elementary.h"

namespace flowtime::studies {
namespace {

// One step of SplitMix64 (Steele, Lea and Flood 2014): a number that looks random, from a counter.
std::uint64_t mixed(std::uint64_t x) {
  x += 0x9E3779B97F4A7C15u;
  x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

std::uint64_t number_of(const std::string& name) {
  std::uint64_t number = 0xCBF29CE484222325u;  // FNV-1a
  for (const char c : name) number = (number ^ static_cast<unsigned char>(c)) * 0x100000001B3u;
  return number;
}

// Between 0 and 1, never either.
double share_of(std::uint64_t seed, std::uint64_t name, std::uint64_t draw) {
  // 52 bits and a half: never 0 and never 1, where quantiles are infinite.
  const std::uint64_t digits = mixed(mixed(mixed(seed) ^ name) ^ draw) >> 12;
  return (static_cast<double>(digits) + 0.5) / 4503599627370496.0;
}

double polynomial(std::initializer_list<double> coefficients, double x) {
  double sum = 0;
  for (const double c : coefficients) sum = sum * x + c;
  return sum;
}

// The quantile of the standard normal distribution (Acklam 2003; relative error below 1.2e-9).
double normal_quantile(double p) {
  constexpr double kTail = 0.02425;
  // Symmetric, so that two formulas are enough.
  if (p > 0.5) return -normal_quantile(1 - p);
  if (p < kTail) {
    const double q = std::sqrt(-2 * arithmetic::ln(p));
    return polynomial({-7.784894002430293e-03, -3.223964580411365e-01, -2.400758277161838,
                       -2.549732539343734, 4.374664141464968, 2.938163982698783},
                      q) /
           polynomial({7.784695709041462e-03, 3.224671290700398e-01, 2.445134137142996,
                       3.754408661907416, 1},
                      q);
  }
  const double q = p - 0.5, r = q * q;
  return q *
         polynomial({-3.969683028665376e+01, 2.209460984245205e+02, -2.759285104469687e+02,
                     1.383577518672690e+02, -3.066479806614716e+01, 2.506628277459239},
                    r) /
         polynomial({-5.447609879822406e+01, 1.615858368580409e+02, -1.556989798598866e+02,
                     6.680131188771972e+01, -1.328068155288572e+01, 1},
                    r);
}

double lognormal(double mean, double deviation, double share) {
  const double variance = arithmetic::ln(1 + (deviation / mean) * (deviation / mean));
  const double middle = arithmetic::ln(mean) - variance / 2;
  return arithmetic::exp(middle + std::sqrt(variance) * normal_quantile(share));
}

double triangular(double lo, double mode, double hi, double share) {
  const double before = (mode - lo) / (hi - lo);
  if (share < before) return lo + std::sqrt(share * (hi - lo) * (mode - lo));
  return hi - std::sqrt((1 - share) * (hi - lo) * (hi - mode));
}

double within_bounds(const Axis& axis, double value) {
  if (axis.is_whole()) value = std::round(value);
  // A factor or a difference has no bounds of its own.
  if (!axis.knob.is_plain()) return value;
  if (axis.parameter->min) value = std::max(value, *axis.parameter->min);
  if (axis.parameter->max) value = std::min(value, *axis.parameter->max);
  return value;
}

}  // namespace

double quantile(const Distribution& distribution, double share) {
  const std::vector<double>& n = distribution.numbers;
  switch (distribution.kind) {
    case Distribution::Kind::kUniform: return n[0] + share * (n[1] - n[0]);
    case Distribution::Kind::kNormal: return n[0] + n[1] * normal_quantile(share);
    case Distribution::Kind::kLognormal: return lognormal(n[0], n[1], share);
    case Distribution::Kind::kTriangular: return triangular(n[0], n[1], n[2], share);
  }
  return 0;
}

std::vector<whatif::Point> draw_points(const std::vector<Axis>& axes, std::int64_t count,
                                       std::uint64_t seed) {
  std::vector<whatif::Point> points(static_cast<std::size_t>(count));
  for (const Axis& axis : axes) {
    const std::uint64_t name = number_of(axis.knob.text);
    const Distribution even{.numbers = {axis.range.lo, axis.range.hi}};
    const Distribution& distribution = axis.vary.distribution ? *axis.vary.distribution : even;
    for (std::size_t k = 0; k < points.size(); ++k) {
      const double share = share_of(seed, name, k);
      points[k].push_back(within_bounds(axis, quantile(distribution, share)));
    }
  }
  return points;
}

}  // namespace flowtime::studies
