#include "template/profile.h"

#include <gtest/gtest.h>

#include <numeric>

namespace flowtime::template_detail {
namespace {

TEST(Profile, BuiltinOnesAreADayOfFiveMinutesWithMeanOne) {
  for (const std::string_view name : builtin_profile_names()) {
    const auto weights = builtin_profile(name);
    ASSERT_TRUE(weights) << name;
    ASSERT_EQ(weights->size(), 288u);
    EXPECT_NEAR(std::accumulate(weights->begin(), weights->end(), 0.0), 288, 1e-9) << name;
    EXPECT_EQ((*weights)[0], (*weights)[11]);
  }
  // 11:00 is the busiest hour of an office day: 1.3 against a mean of 15.47 / 24.
  const auto office = *builtin_profile("Weekday-Office");
  EXPECT_NEAR(office[11 * 12], 1.3 / (15.47 / 24), 1e-12);
  EXPECT_FALSE(builtin_profile("weekend"));
}

TEST(Profile, SpreadReadsBetweenTheWeights) {
  // Bin i reads at i/4 x 2 of {1, 3, 2}: 1, 2, 3, 2.5; divided by their mean 2.125.
  const std::vector<double> weights{1, 3, 2};
  const std::vector<double> spread_out = spread(weights, 4);
  const std::vector<double> expected{1 / 2.125, 2 / 2.125, 3 / 2.125, 2.5 / 2.125};
  ASSERT_EQ(spread_out.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_DOUBLE_EQ(spread_out[i], expected[i]);
  EXPECT_EQ(spread(weights, 3), (std::vector<double>{0.5, 1.5, 1}));
  EXPECT_EQ(spread(weights, 1), (std::vector<double>{1}));
  EXPECT_EQ(spread(std::vector<double>{7}, 3), (std::vector<double>{1, 1, 1}));
}

}  // namespace
}  // namespace flowtime::template_detail
