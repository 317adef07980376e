#include "metrics/stationarity.h"

#include <gtest/gtest.h>

#include <vector>

#include "metrics/latency.h"
#include "metrics/variability.h"
#include "series/absent.h"

namespace flowtime {
namespace {

using Values = std::vector<double>;

struct Judgement {
  Values arrivals;
  double tolerance;
  bool non_stationary;
};

TEST(Stationarity, HalvesThatDiffer) {
  const Judgement rows[] = {
      {{10, 10, 10, 10, 10, 10}, 0.25, false},
      {{10, 11, 10, 9, 10, 11}, 0.25, false},
      {{9, 9, 12, 12}, 0.25, false},
      {{4, 6, 18, 22}, 0.25, true},
      {{10, 10, 13.4, 13.4}, 0.25, true},
      {{10}, 0.25, false},
      {{10, 20}, 0.25, true},
      {{10, 11}, 0.25, false},
      {{}, 0.25, false},
      {{0, 0, 0, 0}, 0.25, false},
      {{0, 0, 10, 10}, 0.25, true},
      {{10, 10, 10, 10, 10}, 0.25, false},
      {{10, 10, 11.5, 11.5}, 0.1, true},
      {{10, 10, 14, 14}, 0.5, false},
      {{10, 10, 50, 50}, 0.25, true},
      {{10, 10, 16, 16}, 0.5, false},
      {{10, kAbsent, 50, kAbsent}, 0.25, true},
      {{kAbsent, kAbsent, 50, 50}, 0.25, false},
  };
  for (const Judgement& row : rows) {
    EXPECT_EQ(is_non_stationary(row.arrivals, row.tolerance), row.non_stationary)
        << testing::PrintToString(row.arrivals);
  }
  EXPECT_EQ(arrivals_divergence(Values{10, 10, 10, 10, 50, 50, 50, 50}), 0.8);
}

TEST(Stationarity, BacklogGrowth) {
  EXPECT_EQ(backlog_growth_streak(Values{1, 2, 3, 4}), (Streak{0, 3, 3}));
  EXPECT_EQ(backlog_growth_streak(Values{5, 1, 2, 3, 4, 4, 5, 6, 7}), (Streak{1, 4, 3}));
  EXPECT_EQ(backlog_growth_streak(Values{1, 2, 3, 3}), std::nullopt);
  EXPECT_EQ(backlog_growth_streak(Values{1, kAbsent, 3, 4, 5}), std::nullopt);
  EXPECT_EQ(backlog_growth_streak({}), std::nullopt);
}

TEST(Stationarity, Overload) {
  EXPECT_EQ(overload_streak(Values{20, 20, 20, 20}, Values{10, 10, 10, 10}), (Streak{0, 3, 4}));
  EXPECT_EQ(overload_streak(Values{20, 10, 20, 20, 20}, Values(5, 10.0)), (Streak{2, 4, 3}));
  EXPECT_EQ(overload_streak(Values{20, 20, 20}, Values{10, 0, 10}), std::nullopt);
  EXPECT_EQ(overload_streak(Values{20, 20, 20}, {}), std::nullopt);
}

TEST(Stationarity, AgeRisk) {
  Values waiting(4), minutes(4);
  queue_time_ms(Values(4, 10.0), Values(4, 1.0), 60000, waiting);
  latency_minutes(waiting, minutes);
  EXPECT_EQ(age_risk_streak(minutes, 5), (Streak{0, 3, 4}));
  EXPECT_EQ(age_risk_streak(minutes, 10), std::nullopt);
  EXPECT_EQ(age_risk_streak(minutes, 0), std::nullopt);
  EXPECT_EQ(age_risk_streak(minutes, kAbsent), std::nullopt);
}

TEST(Variability, SampleCv) {
  const std::pair<Values, double> rows[] = {
      {{5, 5, 5, 5}, 0},
      {{2, 4, 4, 4, 5, 5, 7, 9}, 0.4},
      {{42}, 0},
      {{0, 0, 0}, 0},
      {{}, 0},
      {{-2, -4, -4, -4, -5, -5, -7, -9}, 0.4},
      {{kAbsent, 3, kAbsent}, 0},
  };
  for (const auto& [series, cv] : rows) EXPECT_NEAR(sample_cv(series), cv, 5e-7);
}

TEST(Variability, PmfCv) {
  EXPECT_NEAR(pmf_cv(Values{10, 20, 30}, Values{.5, .3, .2}), 0.4594264515239208, 1e-15);
  EXPECT_EQ(pmf_cv(Values{5}, Values{1}), 0);
  EXPECT_EQ(pmf_cv(Values{0}, Values{1}), 0);
  EXPECT_NEAR(pmf_cv(Values{10, 20, 30}, Values{5, 3, 2}), 0.4594264515239208, 1e-15);
}

struct Wait {
  double utilization, cv_arrivals, cv_service, service_ms, expected;
};

TEST(Variability, Kingman) {
  const Wait rows[] = {
      {0.8, 1, 0.5, 10, 25},         {0.8, 0, 0, 10, 0},
      {0.5, 1, 1, 20, 20},           {1, 1, 1, 10, kAbsent},
      {2, 1, 1, 10, kAbsent},        {-0.1, 1, 1, 10, kAbsent},
      {0, 1, 1, 10, kAbsent},        {0.5, -1, 1, 10, kAbsent},
      {0.5, 1, -1, 10, kAbsent},     {0.5, 1, 1, 0, kAbsent},
      {0.7, 2, 0.2, 15, 70.7},       {kAbsent, 1, 1, 10, kAbsent},
      {0.5, kAbsent, 1, 1, kAbsent}, {0.5, 1, kAbsent, 1, kAbsent},
      {0.5, 1, 1, kAbsent, kAbsent},
  };
  for (const Wait& row : rows) {
    const double wait =
        kingman_wait_ms(row.utilization, row.cv_arrivals, row.cv_service, row.service_ms);
    EXPECT_EQ(is_absent(wait), is_absent(row.expected)) << row.utilization;
    if (is_finite(row.expected)) {
      EXPECT_NEAR(wait, row.expected, 5e-7);
    }
  }
}

}  // namespace
}  // namespace flowtime
