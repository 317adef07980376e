// The elementary functions against MPFR: at most one unit in the last place from the true value,
// for arguments of every size; and the same bits on every machine.
#include "series/elementary.h"

#include <gtest/gtest.h>
#include <mpfr.h>

#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "series/absent.h"
#include "series/pcg32.h"

namespace flowtime {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kLargest = std::numeric_limits<double>::max();

class Exact {
 public:
  Exact() { mpfr_init2(value, 300); }
  ~Exact() { mpfr_clear(value); }
  Exact(const Exact&) = delete;
  Exact& operator=(const Exact&) = delete;
  mpfr_t value;
};

// |got - want| in units of the last place of the double nearest to `want`.
double units_off(double got, const Exact& want) {
  if (mpfr_nan_p(want.value) != 0) return std::isnan(got) ? 0 : kInfinity;
  const double nearest = mpfr_get_d(want.value, MPFR_RNDN);
  if (std::isinf(nearest)) return got == nearest || std::fabs(got) == kLargest ? 0 : kInfinity;
  if (!std::isfinite(got)) return kInfinity;
  int exponent = -1021;
  if (nearest != 0) std::frexp(nearest, &exponent);
  Exact difference;
  mpfr_sub_d(difference.value, want.value, got, MPFR_RNDN);
  mpfr_mul_2si(difference.value, difference.value, std::min(1074, 53 - exponent), MPFR_RNDN);
  return std::fabs(mpfr_get_d(difference.value, MPFR_RNDN));
}

// Numbers of every size, of ordinary size, and close to 1.
double some_number(Pcg32& random) {
  const double u = random.next_double(), v = random.next_double();
  switch (random.next_int(0, 4)) {
    case 0: return std::ldexp(2 * u - 1, static_cast<int>(std::floor(v * 2000)) - 1000);
    case 1: return (u - 0.5) * 1500;
    case 2: return (u - 0.5) * 8;
    default: return 1 + (u - 0.5) / 16;
  }
}

using Unary = double (*)(double);
using ExactUnary = int (*)(mpfr_ptr, mpfr_srcptr, mpfr_rnd_t);
struct Function {
  const char* name;
  Unary ours;
  ExactUnary exact;
  bool positive_only = false;
};
const Function kFunctions[] = {
    {"exp", arithmetic::exp, mpfr_exp},
    {"ln", arithmetic::ln, mpfr_log, true},
    {"log10", arithmetic::log10, mpfr_log10, true},
    {"sin", arithmetic::sin, mpfr_sin},
    {"cos", arithmetic::cos, mpfr_cos},
    {"tan", arithmetic::tan, mpfr_tan},
    {"arctan", arithmetic::arctan, mpfr_atan},
};

double units_off(const Function& function, double x) {
  Exact argument, want;
  mpfr_set_d(argument.value, x, MPFR_RNDN);
  function.exact(want.value, argument.value, MPFR_RNDN);
  return units_off(function.ours(x), want);
}

TEST(Elementary, IsWithinOneUnitOfTheTrueValue) {
  Pcg32 random = Pcg32::seeded(7);
  for (const Function& function : kFunctions) {
    double worst = 0, at = 0;
    for (int i = 0; i < 40'000; ++i) {
      double x = some_number(random);
      if (function.positive_only) x = std::fabs(x);
      if (function.positive_only && x == 0) continue;
      const double off = units_off(function, x);
      if (off > worst) worst = off, at = x;
    }
    EXPECT_LT(worst, 0.8) << function.name << " of " << at;
    RecordProperty(function.name, std::to_string(worst));  // the table of --gtest_output
  }
}

// Doubles next to multiples of pi/2, where the argument's own digits decide; subnormal numbers; the
// ends of the range.
TEST(Elementary, IsWithinOneUnitInHardPlaces) {
  constexpr double hard[] = {0x1.921fb54442d18p+0,
                             0x1.921fb54442d18p+1,
                             0x1.6ac5b262ca1ffp+849,
                             0x1.921fb54442d18p+60,
                             6381956970095103.0 * 0x1p797,
                             kLargest,
                             5e-324,
                             0x1p-1022,
                             0x0.fffffffffffffp-1022,
                             0x1p-27,
                             0x1p-28,
                             709.782712893384,
                             -708.3964185322641,
                             -745.1332191019411,
                             -740.5,
                             1,
                             0.5,
                             0x1.fffffffffffffp-1,
                             0x1.0000000000001p+0,
                             0x1p54,
                             1e300,
                             0.6875,
                             1.375};
  for (const Function& function : kFunctions) {
    for (const double x : hard) {
      EXPECT_LE(units_off(function, x), 0.8) << function.name << " of " << x;
      if (!function.positive_only) {
        EXPECT_LE(units_off(function, -x), 0.8) << function.name << " of " << -x;
      }
    }
  }
}

TEST(Elementary, PowIsWithinOneUnitOfTheTrueValue) {
  Pcg32 random = Pcg32::seeded(11);
  double worst = 0, at_x = 0, at_y = 0;
  for (int i = 0; i < 200'000; ++i) {
    const double u = random.next_double(), v = random.next_double();
    double x = std::fabs(some_number(random)), y = some_number(random);
    if (i % 3 == 0) x = 1 + (u - 0.5) / 50;
    // So that the results fill the whole range.
    if (i % 2 == 0 && x != 1 && x != 0) y = (v - 0.5) * 1490 / std::fabs(std::log(x));
    if (x == 0 || !std::isfinite(y)) continue;
    Exact base, exponent, want;
    mpfr_set_d(base.value, x, MPFR_RNDN);
    mpfr_set_d(exponent.value, y, MPFR_RNDN);
    mpfr_pow(want.value, base.value, exponent.value, MPFR_RNDN);
    const double off = units_off(arithmetic::pow(x, y), want);
    if (off > worst) worst = off, at_x = x, at_y = y;
  }
  EXPECT_LT(worst, 0.8) << at_x << " ^ " << at_y;
  RecordProperty("pow", std::to_string(worst));
}

TEST(Elementary, IsExactWhereTheResultIs) {
  EXPECT_EQ(arithmetic::exp(0), 1);
  EXPECT_EQ(arithmetic::ln(1), 0);
  double power = 1;
  for (int n = 0; n <= 22; ++n, power *= 10) {
    EXPECT_EQ(arithmetic::log10(power), n);
    EXPECT_EQ(arithmetic::pow(10, n), power);
  }
  for (int n = -1074; n <= 1023; ++n) EXPECT_EQ(arithmetic::pow(2, n), std::ldexp(1, n)) << n;
  for (int x = -30; x <= 30; ++x) {
    EXPECT_EQ(arithmetic::pow(x, 3), x * x * x);
    EXPECT_EQ(arithmetic::pow(x * x, 0.5), std::abs(x));
  }
}

TEST(Elementary, SaysWhereThereIsNoValue) {
  const auto absent = [](double value) {
    return std::bit_cast<std::uint64_t>(value) == std::bit_cast<std::uint64_t>(kAbsent);
  };
  for (const Function& function : kFunctions)
    EXPECT_TRUE(absent(function.ours(-kAbsent))) << function.name;
  EXPECT_EQ(arithmetic::exp(kInfinity), kInfinity);
  EXPECT_EQ(arithmetic::exp(-kInfinity), 0);
  EXPECT_EQ(arithmetic::exp(710), kInfinity);
  EXPECT_EQ(arithmetic::exp(-746), 0);
  for (const double x : {0.0, -0.0, -1.0, -kInfinity}) {
    EXPECT_TRUE(absent(arithmetic::ln(x)));
    EXPECT_TRUE(absent(arithmetic::log10(x)));
  }
  EXPECT_EQ(arithmetic::ln(kInfinity), kInfinity);
  for (const double x : {kInfinity, -kInfinity}) {
    EXPECT_TRUE(absent(arithmetic::sin(x)) && absent(arithmetic::cos(x)) &&
                absent(arithmetic::tan(x)));
  }
  EXPECT_EQ(arithmetic::arctan(kInfinity), 0x1.921fb54442d18p+0);
  EXPECT_TRUE(absent(arithmetic::pow(-8, 1.0 / 3)));
  EXPECT_TRUE(absent(arithmetic::pow(0, -1)));
  EXPECT_TRUE(absent(arithmetic::pow(kAbsent, 0)));
  EXPECT_TRUE(absent(arithmetic::pow(1, kAbsent)));
  EXPECT_EQ(arithmetic::pow(0, 0), 1);
  EXPECT_EQ(arithmetic::pow(-2, 3), -8);
  EXPECT_EQ(arithmetic::pow(-2, -2), 0.25);
  EXPECT_EQ(arithmetic::pow(2, 1e300), kInfinity);
  EXPECT_EQ(arithmetic::pow(-2, 1e300), kInfinity);
  EXPECT_EQ(arithmetic::pow(2, -1e300), 0);
  EXPECT_EQ(arithmetic::pow(kInfinity, -1), 0);
}

// One number over the bits of many results: another compiler or processor must give the same.
TEST(Elementary, GivesTheSameBitsEverywhere) {
  std::uint64_t hash = 14695981039346656037u;
  Pcg32 random = Pcg32::seeded(5);
  const auto add = [&](double value) {
    hash = (hash ^ std::bit_cast<std::uint64_t>(canonical(value))) * 1099511628211u;
  };
  for (int i = 0; i < 2000; ++i) {
    const double u = random.next_double(), v = random.next_double();
    const double x = (u - 0.5) * 200, y = (v - 0.5) * 20;
    for (const Function& function : kFunctions) add(function.ours(x));
    add(arithmetic::pow(u * 40, y));
  }
  EXPECT_EQ(hash, 6998058991325927525u);
}

}  // namespace
}  // namespace flowtime
