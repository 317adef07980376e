#include "metrics/noise.h"

#include <gtest/gtest.h>

#include <vector>

namespace flowtime {
namespace {

using Values = std::vector<double>;

// The largest inflow is 84, the largest depth 429: limits 0.000084 and 4.29e-7.
TEST(Noise, LimitsFollowTheLargestInflowAndThePeak) {
  const Noise noise = noise_of(Values{0, 84, 60, kAbsent}, Values{0, 12, 429, 1e-14});
  EXPECT_DOUBLE_EQ(noise.empty, 84e-6);
  EXPECT_DOUBLE_EQ(noise.change, 4.29e-7);
  EXPECT_TRUE(noise.is_empty(1.42109e-14));
  EXPECT_TRUE(noise.is_empty(8.3e-5));
  EXPECT_FALSE(noise.is_empty(8.5e-5));
  EXPECT_EQ(noise.direction(429.1, 425.7), -1);
  EXPECT_EQ(noise.direction(425.7, 429.1), 1);
  EXPECT_EQ(noise.direction(100, 100.0000004), 0);
  EXPECT_EQ(noise.direction(100, 100.0000005), 1);
}

// Nothing enters, 50 are there from the start: 0.00005.
TEST(Noise, WhereNothingEntersTheLargestLevelCounts) {
  EXPECT_DOUBLE_EQ(noise_of(Values{0, 0}, Values{50, 40}).empty, 5e-5);
  EXPECT_DOUBLE_EQ(noise_of({}, Values{50, 40}).empty, 5e-5);
}

// Magnitudes count: a series of -8 and 2 has its peak at 8.
TEST(Noise, PeaksAreMagnitudes) {
  EXPECT_DOUBLE_EQ(noise_of(Values{-8, 2}).change, 8e-9);
  EXPECT_EQ(noise_of(Values{-8, 2}).direction(2, -8), -1);
}

TEST(Noise, WhatIsNothingOrAbsentSaysNothing) {
  const Noise nothing = noise_of(Values{0, 0}, Values{0, 0});
  EXPECT_TRUE(nothing.is_empty(0));
  EXPECT_TRUE(nothing.is_empty(-0.0));
  EXPECT_FALSE(nothing.is_empty(1e-300));
  EXPECT_FALSE(nothing.is_change(0));
  EXPECT_FALSE(nothing.is_empty(kAbsent));
  EXPECT_FALSE(nothing.is_change(kAbsent));
  EXPECT_EQ(nothing.direction(kAbsent, 1), 0);
  EXPECT_EQ(peak_magnitude({}), 0);
}

}  // namespace
}  // namespace flowtime
