#include "metrics/residual.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace flowtime {
namespace {

using Values = std::vector<double>;

// By hand: residuals 2, -1, absent, 0, absent; |r / m| 2/12, 1/9 and of the bin measured 0 nothing.
TEST(ResidualFigures, ByHand) {
  const Values measured{12, 9, kAbsent, 0, 5}, computed{10, 10, 3, 0, kAbsent};
  const ResidualFigures figures = residual_figures(measured, computed);
  EXPECT_EQ(figures.bins, 5);
  EXPECT_EQ(figures.measured, 4);
  EXPECT_EQ(figures.compared, 3);
  EXPECT_DOUBLE_EQ(figures.coverage, 0.8);
  EXPECT_DOUBLE_EQ(figures.bias, 1.0 / 3);
  EXPECT_DOUBLE_EQ(figures.rmse, std::sqrt(5.0 / 3));
  EXPECT_DOUBLE_EQ(figures.mape, 100 * (2.0 / 12 + 1.0 / 9) / 2);
  EXPECT_EQ(figures.largest_bin, 0);
  EXPECT_EQ(figures.largest, 2);
  EXPECT_DOUBLE_EQ(figures.measured_mean, 7);
  EXPECT_DOUBLE_EQ(figures.computed_mean, 20.0 / 3);
}

TEST(ResidualFigures, NothingToCompareIsAbsentNotZero) {
  const ResidualFigures figures = residual_figures(Values{kAbsent, 4}, Values{1, kAbsent});
  EXPECT_EQ(figures.compared, 0);
  EXPECT_DOUBLE_EQ(figures.coverage, 0.5);
  EXPECT_TRUE(is_absent(figures.bias));
  EXPECT_TRUE(is_absent(figures.rmse));
  EXPECT_TRUE(is_absent(figures.mape));
  EXPECT_EQ(figures.largest_bin, -1);
  EXPECT_TRUE(is_absent(residual_figures(Values{0, 0}, Values{1, 2}).mape));
}

// rmse^2 = bias^2 + variance of the residuals, computed in two passes.
TEST(ResidualFigures, TheErrorIsBiasAndSpread) {
  Values measured, computed;
  for (int i = 0; i < 500; ++i) {
    measured.push_back(100 + 10 * std::sin(i * 0.7) + i % 7);
    computed.push_back(100 + 9 * std::sin(i * 0.7 + 0.1));
  }
  const ResidualFigures figures = residual_figures(measured, computed);
  double mean = 0, spread = 0;
  for (std::size_t i = 0; i < measured.size(); ++i) mean += (measured[i] - computed[i]) / 500;
  for (std::size_t i = 0; i < measured.size(); ++i) {
    spread += std::pow(measured[i] - computed[i] - mean, 2) / 500;
  }
  EXPECT_NEAR(figures.bias, mean, 1e-12);
  EXPECT_NEAR(figures.rmse * figures.rmse, mean * mean + spread, 1e-9);
}

TEST(MeasuredBalance, HoldsForAQueueAndSaysWhereItDoesNot) {
  const Values in{10, 10, 4}, out{6, 6, 6}, depth{7, 11, 9};  // 3 were there before
  EXPECT_TRUE(measured_balance(in, out, {}, depth, 3).holds);
  EXPECT_EQ(measured_balance(in, out, {}, depth, 3).unaccounted(), 0);
  const MeasuredBalance off = measured_balance(in, out, {}, Values{7, 12, 10}, 3);
  EXPECT_FALSE(off.holds);
  EXPECT_EQ(off.broken_bins, 1);
  EXPECT_EQ(off.first_broken, 1);
  EXPECT_EQ(off.unaccounted(), -1);  // the depth rose by one more than came
  EXPECT_EQ(off.grew, 7);
}

TEST(MeasuredBalance, PassesOverWhatIsAbsent) {
  const Values in{10, kAbsent, 4, 5}, out{6, 6, 6, 5}, depth{4, 8, kAbsent, 1};
  const MeasuredBalance balance = measured_balance(in, out, {}, depth, 0);
  EXPECT_EQ(balance.bins, 1);  // bin 1 lacks arrivals, bin 2 its depth, bin 3 the one before
  EXPECT_TRUE(balance.holds);
  EXPECT_EQ(balance.arrived, 10);
  const MeasuredBalance lost = measured_balance(Values{8}, Values{5}, Values{2}, {}, 0);
  EXPECT_EQ(lost.unaccounted(), 1);
  EXPECT_FALSE(lost.holds);
}

}  // namespace
}  // namespace flowtime
