#include "telemetry/cell_text.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "base/number_text.h"

namespace flowtime {
namespace {

std::string cell(double value) {
  char text[kMaxNumberChars];
  return {text, write_cell(text, value)};
}

// Both signs, and the doubles beside it.
void expect_as_write_number(double value) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  for (const double near : {value, std::nextafter(value, 0), std::nextafter(value, kInfinity)}) {
    if (!std::isfinite(near)) continue;
    ASSERT_EQ(cell(near), format_number(near));
    ASSERT_EQ(cell(-near), format_number(-near));
  }
}

TEST(CellText, IsThatOfWriteNumberAtBorders) {
  for (const double value : {0.0,
                             1.0,
                             0.1,
                             0.3,
                             1e-5,
                             9.9e-6,
                             0.00001,
                             1e-6,
                             0.5,
                             0.000001,
                             1.5,
                             999999999.999999,
                             1e9,
                             1e9 + 0.5,
                             1e15 + 0.5,
                             1e16,
                             1e17,
                             1e21,
                             1e300,
                             5e-324,
                             1.7976931348623157e308,
                             0.1 + 0.2,
                             4503599627370495.5}) {
    expect_as_write_number(value);
  }
  for (double power = 1e-12; power < 1e19; power *= 10) {
    for (const double factor : {1.0, 1.1, 2.5, 9.99, 1.0 / 3})
      expect_as_write_number(power * factor);
  }
}

TEST(CellText, IsThatOfWriteNumberForManyNumbers) {
  std::mt19937_64 random(7);
  std::uniform_real_distribution<double> upto(0, 200);
  double queue = 0;
  for (int i = 0; i < 100'000; ++i) {
    const double exact = upto(random);
    expect_as_write_number(exact);
    expect_as_write_number(std::pow(10, exact / 8 - 10));
    for (const double places : {10.0, 1e3, 1e6, 1e7}) {
      expect_as_write_number(std::round(exact * places) / places);
    }
    // Sums of thousandths are not thousandths.
    queue = std::max(0.0, queue + std::round(exact * 1000) / 1000 - 99.874);
    expect_as_write_number(queue);
  }
}

}  // namespace
}  // namespace flowtime
