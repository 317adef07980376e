#include "series/arithmetic.h"

#include <gtest/gtest.h>

namespace flowtime::arithmetic {
namespace {

bool same(double a, double b) { return (a != a && b != b) || bits(a) == bits(b); }

struct Row {
  double a, b, expected;
};

TEST(Arithmetic, MinAndMaxPropagateAbsentAndOrderZeros) {
  for (const Row& row : {Row{1, 2, 1},
                         {2, 1, 1},
                         {3, 3, 3},
                         {-0.0, 0.0, -0.0},
                         {0.0, -0.0, -0.0},
                         {kAbsent, 1, kAbsent},
                         {1, kAbsent, kAbsent}}) {
    EXPECT_TRUE(same(min(row.a, row.b), row.expected)) << row.a << " " << row.b;
  }
  for (const Row& row : {Row{1, 2, 2},
                         {2, 1, 2},
                         {3, 3, 3},
                         {-0.0, 0.0, 0.0},
                         {0.0, -0.0, 0.0},
                         {kAbsent, 1, kAbsent},
                         {1, kAbsent, kAbsent}}) {
    EXPECT_TRUE(same(max(row.a, row.b), row.expected)) << row.a << " " << row.b;
  }
}

TEST(Arithmetic, ModTakesTheSignOfTheDivisor) {
  for (const Row& row : {Row{7, 3, 1},
                         {-7, 3, 2},
                         {7, -3, -2},
                         {-7, -3, -1},
                         {5.5, 2, 1.5},
                         {1, 0, 0},
                         {-6, 3, -0.0},
                         {kAbsent, 3, kAbsent}}) {
    EXPECT_TRUE(same(mod(row.a, row.b), row.expected)) << row.a << " " << row.b;
  }
}

TEST(Arithmetic, RoundIsHalfAwayFromZeroAndExact) {
  const double rows[][2] = {{0.5, 1},
                            {1.5, 2},
                            {2.5, 3},
                            {-0.5, -1},
                            {-2.5, -3},
                            {0.49999999999999994, 0},
                            {4503599627370497.0, 4503599627370497.0}};
  for (const auto& row : rows) EXPECT_EQ(round(row[0]), row[1]) << row[0];
}

TEST(Arithmetic, DivisionByZeroIsZero) {
  EXPECT_EQ(divide(10, 0), 0);
  EXPECT_EQ(divide(0, -0.0), 0);
  EXPECT_TRUE(same(divide(kAbsent, 2), kAbsent));
  EXPECT_EQ(divide(6, 3), 2);
}

TEST(Arithmetic, ClampGivesTheLowerBoundWhenBoundsCross) {
  EXPECT_EQ(clamp(5, 7, 2), 7);
  EXPECT_EQ(clamp(1, 2, 7), 2);
  EXPECT_EQ(clamp(9, 2, 7), 7);
}

TEST(Arithmetic, ComparisonsWithAbsent) {
  EXPECT_EQ(equal(kAbsent, kAbsent), 0);
  EXPECT_EQ(not_equal(kAbsent, 1), 1);
  EXPECT_EQ(less(kAbsent, 1), 0);
  EXPECT_EQ(step(kAbsent, 0), 0);
  EXPECT_TRUE(same(choose(kAbsent, 1, 2), kAbsent));
  EXPECT_EQ(choose(-2, 1, 2), 1);
}

}  // namespace
}  // namespace flowtime::arithmetic
