#include "study/design.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace flowtime {
namespace {

TEST(Designs, ValuesBetweenHaveBothEnds) {
  EXPECT_EQ(values_between({60, 96}, 4), (std::vector<double>{60, 72, 84, 96}));
  EXPECT_EQ(values_between({1, 2}, 1), (std::vector<double>{1}));
  EXPECT_EQ(values_between({0.1, 0.3}, 3).back(), 0.3);
}

TEST(Designs, AGridIsEveryMix) {
  const std::vector<std::vector<double>> axes{{1, 2}, {3, 4, 5}};
  const auto points = grid_design(axes);
  ASSERT_EQ(points.size(), 6u);
  EXPECT_EQ(points[0], (StudyPoint{1, 3}));
  EXPECT_EQ(points[1], (StudyPoint{1, 4}));  // the last parameter changes fastest
  EXPECT_EQ(points[5], (StudyPoint{2, 5}));
}

TEST(Designs, ALatinHypercubeHasOnePointInEverySlice) {
  const std::vector<Interval> space{{0, 10}, {-5, 5}, {100, 200}};
  const auto points = latin_hypercube(space, 20, 7);
  for (std::size_t i = 0; i < space.size(); ++i) {
    std::vector<int> slices;
    for (const StudyPoint& point : points) {
      slices.push_back(static_cast<int>((point[i] - space[i].lo) / space[i].width() * 20));
    }
    std::sort(slices.begin(), slices.end());
    for (int k = 0; k < 20; ++k) EXPECT_EQ(slices[static_cast<std::size_t>(k)], k);
  }
  EXPECT_EQ(latin_hypercube(space, 20, 7), points);
  EXPECT_NE(latin_hypercube(space, 20, 8), points);
}

// Every dyadic slice of 1/16 holds 1/16 of 256 points, give or take the one that the sequence
// leaves out at its beginning.
TEST(Designs, ASobolSequenceIsEven) {
  const auto points = sobol_cube(6, 256, 42);
  for (std::size_t i = 0; i < 6; ++i) {
    std::vector<int> counts(16);
    for (const StudyPoint& point : points) {
      ASSERT_GT(point[i], 0);
      ASSERT_LT(point[i], 1);
      ++counts[static_cast<std::size_t>(point[i] * 16)];
    }
    for (const int count : counts) EXPECT_NEAR(count, 16, 1);
  }
  EXPECT_EQ(sobol_cube(6, 256, 42), points);
  EXPECT_NE(sobol_cube(6, 256, 43), points);
}

// The mean of x y over the unit square is 1/4; plain random points of this number are off by 0.007.
TEST(Designs, ASobolSequenceIntegratesWell) {
  double sum = 0;
  for (const StudyPoint& point : sobol_cube(2, 1024, 1)) sum += point[0] * point[1];
  EXPECT_NEAR(sum / 1024, 0.25, 0.0005);
}

}  // namespace
}  // namespace flowtime
