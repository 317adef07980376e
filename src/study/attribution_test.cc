#include "study/attribution.h"

#include <gtest/gtest.h>

#include "series/absent.h"

namespace flowtime {
namespace {

// The figure of a coalition, by a function of who is in it.
EvaluateCoalitions game(double (*value)(const Coalition&)) {
  return [value](std::span<const Coalition> coalitions) -> Result<std::vector<double>> {
    std::vector<double> values;
    for (const Coalition& coalition : coalitions) values.push_back(value(coalition));
    return values;
  };
}

double sum_of(const Attribution& attribution) {
  double sum = 0;
  for (const Share& share : attribution.shares) sum += share.amount;
  return sum;
}

TEST(Attribution, ChangesThatDoNotMeetGetWhatTheyAdd) {
  const auto made =
      attribute(3, game([](const Coalition& c) { return 10.0 + 5 * c[0] - 2 * c[1] + 0 * c[2]; }));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->before, 10);
  EXPECT_EQ(made->after, 13);
  EXPECT_DOUBLE_EQ(made->shares[0].amount, 5);
  EXPECT_DOUBLE_EQ(made->shares[1].amount, -2);
  EXPECT_NEAR(made->shares[2].amount, 0, 1e-12);
  EXPECT_EQ(sum_of(*made), 3);
  EXPECT_EQ(made->figures, 8);
  EXPECT_TRUE(made->exact);
}

// Two left gloves and one right glove: the right one is worth 2/3, each left one 1/6.
TEST(Attribution, TheGloveGameHasItsKnownShares) {
  const auto made = attribute(3, game([](const Coalition& c) {
                                return c[2] != 0 && (c[0] != 0 || c[1] != 0) ? 1.0 : 0.0;
                              }));
  ASSERT_TRUE(made);
  EXPECT_NEAR(made->shares[0].amount, 1.0 / 6, 1e-15);
  EXPECT_NEAR(made->shares[1].amount, 1.0 / 6, 1e-15);
  EXPECT_NEAR(made->shares[2].amount, 2.0 / 3, 1e-15);
  EXPECT_EQ(sum_of(*made), 1);
  EXPECT_LT(std::abs(made->residual), 1e-15);
}

// What two changes make only together is divided equally.
TEST(Attribution, WhatTwoMakeTogetherIsHalved) {
  const auto made =
      attribute(2, game([](const Coalition& c) { return c[0] != 0 && c[1] != 0 ? 8.0 : 0.0; }));
  ASSERT_TRUE(made);
  EXPECT_EQ(made->shares[0].amount, 4);
  EXPECT_EQ(made->shares[1].amount, 4);
}

TEST(Attribution, ManyChangesAreSampledWithTheirError) {
  const auto value = [](const Coalition& c) {
    double sum = 0;
    for (std::size_t i = 0; i < c.size(); ++i) sum += c[i] != 0 ? static_cast<double>(i) : 0;
    return c[0] != 0 && c[1] != 0 ? sum + 10 : sum;  // the first two meet
  };
  const auto made = attribute(12, game(value));
  ASSERT_TRUE(made);
  EXPECT_FALSE(made->exact);
  EXPECT_EQ(made->orders, kPermutations);
  EXPECT_DOUBLE_EQ(made->shares[7].amount, 7);  // meets nobody: the same in every order
  EXPECT_EQ(made->shares[7].standard_error, 0);
  EXPECT_GT(made->shares[0].standard_error, 0);
  EXPECT_NEAR(made->shares[0].amount, 5, 4 * made->shares[0].standard_error);
  EXPECT_NEAR(sum_of(*made), 76, 1e-9);
  const auto again = attribute(12, game(value));
  ASSERT_TRUE(again);
  EXPECT_EQ(again->shares[0].amount, made->shares[0].amount);
}

TEST(Attribution, AFigureWithoutValueIsRefused) {
  const auto made =
      attribute(1, game([](const Coalition& c) { return c[0] != 0 ? kAbsent : 1.0; }));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.problems()[0].code, "figure_absent");
}

}  // namespace
}  // namespace flowtime
