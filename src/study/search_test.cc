// Goal seek, optimisation and sensitivity on functions whose answers are known.
#include <gtest/gtest.h>

#include <cmath>

#include "series/absent.h"
#include "study/goal_seek.h"
#include "study/nelder_mead.h"
#include "study/nlopt_search.h"
#include "study/sensitivity.h"

namespace flowtime {
namespace {

EvaluateStudy function(double (*f)(const StudyPoint&)) {
  return [f](std::span<const StudyPoint> points) -> Result<std::vector<double>> {
    std::vector<double> values;
    for (const StudyPoint& point : points) values.push_back(f(point));
    return values;
  };
}
double identity(const StudyPoint& x) { return x[0]; }

// Published facts of the reference (TV-54) and its tests of goal seek.
TEST(GoalSeek, BisectsAsTheReferenceDoes) {
  const auto made = goal_seek({.range = {10, 200}, .target = 0.8},
                              function([](const StudyPoint& x) { return x[0] / 100; }));
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->converged);
  EXPECT_EQ(made->iterations, 19);
  EXPECT_EQ(made->value, 80.00009536743164);
  ASSERT_GE(made->steps.size(), 5u);
  EXPECT_EQ(made->steps[2].value, 105);
  EXPECT_EQ(made->steps[3].value, 57.5);
  EXPECT_EQ(made->steps[4].value, 81.25);
}

struct GoalRow {
  double target;
  bool converged;
  double value;
  int iterations;
};
TEST(GoalSeek, TellsWhatIsNotBracketed) {
  const GoalRow rows[] = {{50, true, 50, 1},
                          {0, true, 0, 0},
                          {100, true, 100, 0},
                          {200, false, 100, 0},
                          {-10, false, 0, 0}};
  for (const GoalRow& row : rows) {
    const auto made = goal_seek({.range = {0, 100}, .target = row.target}, function(identity));
    ASSERT_TRUE(made);
    EXPECT_EQ(made->converged, row.converged) << row.target;
    EXPECT_EQ(made->bracketed, row.converged) << row.target;
    EXPECT_NEAR(made->value, row.value, 5e-5) << row.target;
    EXPECT_EQ(made->iterations, row.iterations) << row.target;
    EXPECT_EQ(made->steps.size(), row.iterations == 0 ? 2u : 3u) << row.target;
  }
  const auto flat = goal_seek({.range = {0, 100}, .target = 50},
                              function([](const StudyPoint&) { return 42.0; }));
  ASSERT_TRUE(flat);
  EXPECT_FALSE(flat->converged);
  EXPECT_EQ(flat->value, 0);  // the lower end of equals
}

TEST(GoalSeek, AFigureWithoutValueIsRefused) {
  const auto made =
      goal_seek({.range = {0, 100}, .target = 10},
                function([](const StudyPoint& x) { return x[0] > 20 ? kAbsent : x[0]; }));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.problems()[0].code, "figure_absent");
  EXPECT_NE(made.problems()[0].message.find("100"), std::string::npos);
}

double bowl1(const StudyPoint& x) { return (x[0] - 80) * (x[0] - 80); }
double bowl2(const StudyPoint& x) { return bowl1(x) + (x[1] - 60) * (x[1] - 60); }
double minus(const StudyPoint& x) { return -x[0]; }

// TV-55, 56 and 57 with the standard signs.
TEST(NelderMead, TakesTheStandardSteps) {
  const auto one = nelder_mead({.space = {{0, 100}}}, function(bowl1));
  ASSERT_TRUE(one);
  EXPECT_TRUE(one->converged);
  EXPECT_EQ(one->point[0], 80);
  EXPECT_EQ(one->iterations, 12);
  EXPECT_EQ(one->evaluations, 26);
  const double best[] = {55, 65, 75, 80};
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(one->steps[i].point[0], best[i]);

  const auto two = nelder_mead({.space = {{0, 100}, {50, 200}}}, function(bowl2));
  ASSERT_TRUE(two);
  EXPECT_EQ(two->iterations, 29);
  EXPECT_EQ(two->evaluations, 60);
  EXPECT_NEAR(two->point[0], 80.00304, 5e-6);
  EXPECT_NEAR(two->point[1], 60.00336, 5e-6);

  const auto most = nelder_mead({.space = {{0, 100}}}, function(minus));
  ASSERT_TRUE(most);
  EXPECT_EQ(most->point[0], 100);
  EXPECT_EQ(most->iterations, 4);
  EXPECT_EQ(most->evaluations, 10);
}

// The reference stops at once where the first values happen to be equal.
TEST(NelderMead, ATieIsNoMinimum) {
  const auto made = nelder_mead({.space = {{0, 105}}}, function([](const StudyPoint& x) {
                                  return std::fabs(x[0] - 55.125);  // between both first points
                                }));
  ASSERT_TRUE(made);
  EXPECT_GT(made->iterations, 0);
  EXPECT_NEAR(made->point[0], 55.125, 0.1);
}

TEST(NelderMead, WhatIsNotFiniteIsAvoided) {
  const auto made =
      nelder_mead({.space = {{0, 100}}},
                  function([](const StudyPoint& x) { return x[0] < 30 ? kAbsent : x[0]; }));
  ASSERT_TRUE(made);
  EXPECT_NEAR(made->point[0], 30, 0.2);
}

// Rosenbrock's valley has its minimum 0 at (1, 1); Rastrigin's 100 dents have theirs at (0, 0).
double rosenbrock(const StudyPoint& x) {
  return 100 * (x[1] - x[0] * x[0]) * (x[1] - x[0] * x[0]) + (1 - x[0]) * (1 - x[0]);
}
double rastrigin(const StudyPoint& x) {
  double sum = 20;
  for (const double v : x) sum += v * v - 10 * std::cos(2 * 3.14159265358979323846 * v);
  return sum;
}

TEST(NloptSearch, FindsKnownMinima) {
  const MinimumTask valley{
      .space = {{-2, 2}, {-1, 3}}, .place_tolerance = 1e-6, .max_iterations = 400};
  const auto local = nlopt_search("bobyqa", valley, 1, function(rosenbrock));
  ASSERT_TRUE(local);
  EXPECT_NEAR(local->point[0], 1, 1e-3);
  EXPECT_NEAR(local->point[1], 1, 1e-3);
  const MinimumTask dents{.space = {{-4, 5}, {-4, 5}}, .max_iterations = 1000};
  for (const char* method : {"direct", "crs"}) {
    const auto global = nlopt_search(method, dents, 1, function(rastrigin));
    ASSERT_TRUE(global);
    EXPECT_LT(global->value, 1e-2) << method;
    EXPECT_LE(global->evaluations, 3000) << method;
  }
}

TEST(NloptSearch, EqualSeedsSearchAlike) {
  const MinimumTask dents{.space = {{-4, 5}, {-4, 5}}, .max_iterations = 100};
  const auto once = nlopt_search("crs", dents, 5, function(rastrigin));
  const auto again = nlopt_search("crs", dents, 5, function(rastrigin));
  const auto other = nlopt_search("crs", dents, 6, function(rastrigin));
  ASSERT_TRUE(once && again && other);
  EXPECT_EQ(once->point, again->point);
  EXPECT_EQ(once->evaluations, again->evaluations);
  EXPECT_NE(once->point, other->point);
}

TEST(NloptSearch, AProblemOfThePointEndsTheSearch) {
  int asked = 0;
  const EvaluateStudy fails = [&](std::span<const StudyPoint>) -> Result<std::vector<double>> {
    if (++asked < 3) return std::vector<double>{1};
    return Problem{.code = "stopped", .message = "cancelled", .remedy = ""};
  };
  const auto made = nlopt_search("direct", {.space = {{0, 1}}}, 1, fails);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.problems()[0].code, "stopped");
  EXPECT_EQ(asked, 3);
}

// TV-53: served = MIN(arrivals, capacity).
TEST(CentralDifferences, FollowTheMinimum) {
  const auto served = function([](const StudyPoint& x) { return std::min(x[0], x[1]); });
  const auto loose =
      central_differences({10, 12}, std::vector<Interval>{{9.5, 10.5}, {11.4, 12.6}}, served);
  ASSERT_TRUE(loose);
  EXPECT_DOUBLE_EQ((*loose)[0].gradient, 1);
  EXPECT_DOUBLE_EQ((*loose)[1].gradient, 0);
  const auto tight =
      central_differences({10, 10}, std::vector<Interval>{{9.5, 10.5}, {10, 10}}, served);
  ASSERT_TRUE(tight);
  EXPECT_DOUBLE_EQ((*tight)[0].gradient, 0.5);
  EXPECT_EQ((*tight)[1].gradient, 0);  // it cannot move
}

constexpr double kPi = 3.14159265358979323846;
double ishigami(const StudyPoint& x) {
  const double s = std::sin(x[1]);
  return std::sin(x[0]) + 7 * s * s + 0.1 * x[2] * x[2] * x[2] * x[2] * std::sin(x[0]);
}

// Exact shares of Ishigami's function with a = 7, b = 0.1: V = a^2/8 + b pi^4/5 + b^2 pi^8/18 +
// 1/2.
TEST(SobolIndices, OfIshigamisFunction) {
  const SobolTask task{
      .space = {{-kPi, kPi}, {-kPi, kPi}, {-kPi, kPi}}, .samples = 4096, .seed = 11};
  const auto figures = function(ishigami)(sobol_index_design(task));
  ASSERT_TRUE(figures);
  EXPECT_EQ(figures->size(), 4096u * 5);
  const auto indices = sobol_indices(task, *figures);
  const double first[] = {0.3139, 0.4424, 0}, total[] = {0.5576, 0.4424, 0.2437};
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(indices[i].first, first[i], 0.02) << i;
    EXPECT_NEAR(indices[i].total, total[i], 0.02) << i;
    EXPECT_LT(indices[i].first_error, 0.03);
  }
}

// Sobol's G-function: the product of (|4 x - 2| + a) / (1 + a); each factor has the mean 1 and the
// variance 1 / (3 (1 + a)^2).
constexpr double kG[] = {0, 1, 4.5, 9};
double g_function(const StudyPoint& x) {
  double product = 1;
  for (std::size_t i = 0; i < 4; ++i) product *= (std::fabs(4 * x[i] - 2) + kG[i]) / (1 + kG[i]);
  return product;
}

TEST(SobolIndices, OfTheGFunction) {
  double all = 1, parts[4];
  for (std::size_t i = 0; i < 4; ++i) {
    parts[i] = 1 / (3 * (1 + kG[i]) * (1 + kG[i]));
    all *= 1 + parts[i];
  }
  const SobolTask task{.space = std::vector<Interval>(4, {0, 1}), .samples = 4096, .seed = 3};
  const auto figures = function(g_function)(sobol_index_design(task));
  ASSERT_TRUE(figures);
  const auto indices = sobol_indices(task, *figures);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_NEAR(indices[i].first, parts[i] / (all - 1), 0.02) << i;
    EXPECT_NEAR(indices[i].total, parts[i] * all / (1 + parts[i]) / (all - 1), 0.02) << i;
  }
}

// 2 x + x y + 0 z over the unit cube: x has effects between 2 and 3, y between 0 and 1, z none.
TEST(MorrisEffects, ScreenWhatDoesNothing) {
  const MorrisTask task{.space = {{0, 1}, {0, 1}, {5, 9}}, .trajectories = 50, .seed = 2};
  const auto figures =
      function([](const StudyPoint& x) { return 2 * x[0] + x[0] * x[1]; })(morris_design(task));
  ASSERT_TRUE(figures);
  EXPECT_EQ(figures->size(), 50u * 4);
  const auto effects = morris_effects(task, *figures);
  EXPECT_NEAR(effects[0].mean_size, 2.5, 0.15);
  EXPECT_NEAR(effects[1].mean_size, 0.5, 0.15);
  EXPECT_GT(effects[0].deviation, 0.1);
  EXPECT_EQ(effects[2].mean_size, 0);
  EXPECT_EQ(effects[2].deviation, 0);
}

// A linear function has the same effect everywhere: the coefficient times the range.
TEST(MorrisEffects, OfALinearFunctionAreExact) {
  const MorrisTask task{.space = {{10, 20}, {0, 4}}, .trajectories = 4, .seed = 9};
  const auto figures =
      function([](const StudyPoint& x) { return 3 * x[0] - 2 * x[1]; })(morris_design(task));
  ASSERT_TRUE(figures);
  const auto effects = morris_effects(task, *figures);
  EXPECT_NEAR(effects[0].mean, 30, 1e-9);
  EXPECT_NEAR(effects[1].mean, -8, 1e-9);
  EXPECT_NEAR(effects[1].mean_size, 8, 1e-9);
  EXPECT_NEAR(effects[1].deviation, 0, 1e-9);
}

}  // namespace
}  // namespace flowtime
