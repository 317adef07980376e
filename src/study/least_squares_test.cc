#include "study/least_squares.h"

#include <gtest/gtest.h>

#include <cmath>

#include "series/absent.h"
#include "study/symmetric.h"

namespace flowtime {
namespace {

using Rows = std::vector<std::vector<double>>;

// A residual function of one point, for many.
template <class Function>
EvaluateResiduals each(Function function) {
  return [function](std::span<const StudyPoint> points) -> Result<Rows> {
    Rows rows;
    for (const StudyPoint& point : points) rows.push_back(function(point));
    return rows;
  };
}

// Sums of squares of a fixed sequence that looks like noise, mean 0 and spread about 1.
double noise(int i) {
  return std::sqrt(12.0) * (std::fmod((i + 1) * 0.6180339887498949, 1.0) - 0.5);
}

TEST(LeastSquares, AStraightLineAsByTheNormalEquations) {
  constexpr int kCount = 60;
  std::vector<double> x, y;
  double sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (int i = 0; i < kCount; ++i) {
    x.push_back(i * 0.1);
    y.push_back(3 + 2 * x.back() + 0.2 * noise(i));
    sx += x.back(), sy += y.back(), sxx += x.back() * x.back(), sxy += x.back() * y.back();
  }
  const double slope = (kCount * sxy - sx * sy) / (kCount * sxx - sx * sx);
  const double offset = (sy - slope * sx) / kCount;
  const auto residuals = each([&](const StudyPoint& p) {
    std::vector<double> r;
    for (int i = 0; i < kCount; ++i) {
      const auto k = static_cast<std::size_t>(i);
      r.push_back(p[0] + p[1] * x[k] - y[k]);
    }
    return r;
  });
  const FitTask task{.space = {{-10, 10}, {-10, 10}}};
  const auto found = fit(task, residuals);
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->converged);
  EXPECT_NEAR(found->point[0], offset, 1e-7);
  EXPECT_NEAR(found->point[1], slope, 1e-7);
  const auto told = identifiability(task, *found, residuals);
  EXPECT_EQ(told->rank, 2);
  // The 95 % interval of the slope: by its standard error in closed form.
  const double s2 = found->loss / (kCount - 2);
  const double error = std::sqrt(s2 / (sxx - sx * sx / kCount));
  const auto interval = profile_of(task, *found, 1, residuals);
  EXPECT_NEAR(interval->hi - slope, std::sqrt(3.841458820694124) * error, 1e-3 * error * 20);
  EXPECT_NEAR(slope - interval->lo, std::sqrt(3.841458820694124) * error, 1e-3 * error * 20);
  EXPECT_FALSE(interval->lo_open || interval->hi_open);
}

TEST(LeastSquares, ACurvedValley) {
  const auto rosenbrock = each([](const StudyPoint& p) {
    return std::vector<double>{10 * (p[1] - p[0] * p[0]), 1 - p[0]};
  });
  const auto found = fit({.space = {{-2, 2}, {-2, 2}}}, rosenbrock);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->point[0], 1, 1e-6);
  EXPECT_NEAR(found->point[1], 1, 1e-6);
}

// Only the product shows: the rank is one, and the direction has both.
TEST(LeastSquares, AProductOfTwoIsOneParameter) {
  const auto product = each([](const StudyPoint& p) {
    return std::vector<double>{p[0] * p[1] - 6, 2 * p[0] * p[1] - 12, p[0] * p[1] - 6};
  });
  const FitTask task{.space = {{1, 10}, {1, 10}, {0, 5}}};
  const auto found = fit(task, product);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->point[0] * found->point[1], 6, 1e-6);
  const auto told = identifiability(task, *found, product);
  EXPECT_EQ(told->rank, 1);
  EXPECT_EQ(told->influence[2], 0);
  bool alone = false, together = false;
  for (std::size_t k = 1; k < 3; ++k) {
    const StudyPoint& direction = told->directions[k];
    alone = alone || std::fabs(direction[2]) > 0.999;
    together = together || (std::fabs(direction[0]) > 0.2 && std::fabs(direction[1]) > 0.2);
  }
  EXPECT_TRUE(alone);
  EXPECT_TRUE(together);
  const auto third = profile_of(task, *found, 2, product);
  EXPECT_TRUE(third->lo_open && third->hi_open);
}

TEST(LeastSquares, ASoftLossForgivesSingleWildValues) {
  const auto level = each([](const StudyPoint& p) {
    std::vector<double> r;
    for (int i = 0; i < 50; ++i) r.push_back(p[0] - (i % 10 == 3 ? 40 : 5 + 0.01 * noise(i)));
    return r;
  });
  const auto squared = fit({.space = {{0, 50}}}, level);
  const auto soft = fit({.space = {{0, 50}}, .knee = 0.1}, level);
  EXPECT_NEAR(squared->point[0], 8.5, 0.01);  // the mean
  EXPECT_NEAR(soft->point[0], 5, 0.05);
}

TEST(LeastSquares, TheBorderOfTheBoxIsAnAnswer) {
  const auto above = each([](const StudyPoint& p) { return std::vector<double>{p[0] - 20}; });
  const auto found = fit({.space = {{0, 10}}}, above);
  EXPECT_EQ(found->point[0], 10);
  EXPECT_TRUE(found->converged);
}

// A service of p0 agents who take p1 minutes each, seen through noise: the best of all whole p0,
// with the p1 that is best for each of them in closed form.
TEST(LeastSquares, WholeNumbersAsByTryingAll) {
  constexpr int kCount = 40;
  std::vector<double> load, seen;
  for (int i = 0; i < kCount; ++i) {
    load.push_back(1 + i * 0.2);
    seen.push_back(std::pow(load.back(), 1 + 1.0 / 7) * 2.5 + 0.3 * noise(i));
  }
  const auto shape = [&](double agents, std::size_t i) {
    return std::pow(load[i], 1 + 1 / agents);
  };
  double best = INFINITY, best_agents = 0, best_minutes = 0;
  for (int agents = 1; agents <= 40; ++agents) {
    double xx = 0, xy = 0, loss = 0;
    for (std::size_t i = 0; i < kCount; ++i) {
      xx += shape(agents, i) * shape(agents, i);
      xy += shape(agents, i) * seen[i];
    }
    for (std::size_t i = 0; i < kCount; ++i) {
      const double r = xy / xx * shape(agents, i) - seen[i];
      loss += r * r;
    }
    if (loss < best) best = loss, best_agents = agents, best_minutes = xy / xx;
  }
  int broken = 0;
  const auto residuals = each([&](const StudyPoint& p) {
    broken += p[0] != std::round(p[0]) ? 1 : 0;
    std::vector<double> r;
    for (std::size_t i = 0; i < kCount; ++i) r.push_back(p[1] * shape(p[0], i) - seen[i]);
    return r;
  });
  const FitTask task{.space = {{1, 40}, {0.1, 20}}, .whole = {true, false}};
  const auto found = fit(task, residuals);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->point[0], best_agents);
  EXPECT_NEAR(found->point[1], best_minutes, 1e-6);
  EXPECT_NEAR(found->loss, best, 1e-9 * best);
  const auto told = identifiability(task, *found, residuals);
  EXPECT_EQ(told->rank, 2);
  const auto interval = profile_of(task, *found, 0, residuals);
  EXPECT_EQ(interval->lo, std::round(interval->lo));
  EXPECT_EQ(interval->hi, std::round(interval->hi));
  EXPECT_LE(interval->lo, best_agents);
  EXPECT_GE(interval->hi, best_agents);
  EXPECT_LT(interval->hi - interval->lo, 10);
  EXPECT_EQ(broken, 0) << "a whole parameter was given a broken number";
}

// More combinations than are tried: neighbours lead to the bottom of a bowl.
TEST(LeastSquares, WholeNumbersOfALargeBox) {
  const auto bowl = each([](const StudyPoint& p) {
    return std::vector<double>{p[0] - 613, 2 * (p[1] + 271), p[2] - 45, 0.01 * (p[0] - p[1])};
  });
  // Without the last residual the bottom is there; it moves it by less than half.
  const FitTask task{.space = {{0, 1000}, {-500, 500}, {0, 60}}, .whole = {true, true, true}};
  const auto found = fit(task, bowl);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->point, (StudyPoint{613, -271, 45}));
  EXPECT_TRUE(found->converged);
  // One residual more than parameters tells the noise: (0.01 x 884)^2 = 78.1. The third may be off
  // by sqrt(3.84 x 78.1) = 17.3: from 28, and beyond the end of its range.
  const auto interval = profile_of(task, *found, 2, bowl);
  EXPECT_NEAR(interval->lo, 45 - 17.3, 1);
  EXPECT_FALSE(interval->lo_open);
  EXPECT_TRUE(interval->hi_open);
}

TEST(LeastSquares, AWholeNumberThatLeavesNoTrace) {
  const auto only_second = each([](const StudyPoint& p) {
    return std::vector<double>{p[1] - 3, 2 * p[1] - 6, p[1] - 3};
  });
  const FitTask task{.space = {{0, 9}, {0, 10}}, .whole = {true, false}};
  const auto found = fit(task, only_second);
  ASSERT_TRUE(found);
  EXPECT_NEAR(found->point[1], 3, 1e-6);
  const auto interval = profile_of(task, *found, 0, only_second);
  EXPECT_TRUE(interval->lo_open && interval->hi_open);
  EXPECT_EQ(identifiability(task, *found, only_second)->rank, 1);
}

TEST(LeastSquares, WhatIsAbsentCountsForNothing) {
  const auto some = each([](const StudyPoint& p) {
    return std::vector<double>{p[0] - 3, kAbsent};
  });
  const auto found = fit({.space = {{0, 10}}}, some);
  EXPECT_EQ(found->residuals, 1);
  EXPECT_NEAR(found->point[0], 3, 1e-8);
  const auto none = each([](const StudyPoint&) { return std::vector<double>{kAbsent}; });
  const auto refused = fit({.space = {{0, 10}}}, none);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problems().front().code, "no_residuals");
}

TEST(EigenPairs, OfAKnownMatrix) {
  SymmetricMatrix matrix(3);  // eigenvalues 4, 2, 1
  matrix.set(0, 0, 3), matrix.set(1, 1, 3), matrix.set(0, 1, 1), matrix.set(2, 2, 1);
  const auto pairs = eigen_pairs(matrix);
  EXPECT_NEAR(pairs[0].value, 4, 1e-12);
  EXPECT_NEAR(pairs[1].value, 2, 1e-12);
  EXPECT_NEAR(pairs[2].value, 1, 1e-12);
  EXPECT_NEAR(std::fabs(pairs[0].vector[0]), std::sqrt(0.5), 1e-12);
  EXPECT_NEAR(pairs[2].vector[2], 1, 1e-12);
}

TEST(DampedSolution, SolvesWithoutDamping) {
  SymmetricMatrix matrix(2);
  matrix.set(0, 0, 4), matrix.set(1, 1, 3), matrix.set(0, 1, 1);
  const std::vector<double> b{1, 2};
  const std::vector<std::uint8_t> none{0, 0}, first{1, 0};
  const auto x = damped_solution(matrix, b, 0, none);
  EXPECT_NEAR(4 * x[0] + x[1], 1, 1e-12);
  EXPECT_NEAR(x[0] + 3 * x[1], 2, 1e-12);
  EXPECT_EQ(damped_solution(matrix, b, 0, first)[0], 0);
  EXPECT_NEAR(damped_solution(matrix, b, 0, first)[1], 2.0 / 3, 1e-12);
}

}  // namespace
}  // namespace flowtime
