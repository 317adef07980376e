#include "metrics/sla.h"

#include <gtest/gtest.h>

#include "metrics/capacity.h"
#include "series/absent.h"

namespace flowtime {
namespace {

using Values = std::vector<double>;

DispatchSchedule every(std::int64_t period, std::int64_t phase = 0) {
  DispatchSchedule schedule;
  schedule.period_bins = period;
  schedule.phase_offset = phase;
  return schedule;
}

void expect_values(const Values& actual, const Values& expected) {
  ASSERT_EQ(actual.size(), expected.size());
  for (std::size_t t = 0; t < actual.size(); ++t) {
    EXPECT_EQ(is_absent(actual[t]), is_absent(expected[t])) << t;
    if (is_finite(expected[t])) {
      EXPECT_EQ(actual[t], expected[t]) << t;
    }
  }
}

TEST(Sla, CompletionIsCarriedFromTheLatestDispatchBin) {
  Values ratio(3);
  throughput_ratio(Values{5, 0, 10}, Values{10, 10, 10}, ratio);
  const SlaSeries sla = completion_sla(ratio, 0, every(2));
  expect_values(sla.values, {0.5, 0.5, 1});
  EXPECT_STREQ(name_of(sla.status), "ok");
  expect_values(completion_sla(ratio, 0, std::nullopt).values, {0.5, 0, 1});
}

TEST(Sla, CompletionInAWindowThatStartsLater) {
  expect_values(completion_sla(Values{0.5, 0.25, 1}, 1, every(2)).values, {kAbsent, 0.25, 0.25});
  const SlaSeries closed = completion_sla(Values{0.5}, 1, every(2));
  EXPECT_STREQ(name_of(closed.status), "noEvents");
  EXPECT_STREQ(name_of(completion_sla(Values{kAbsent, kAbsent}, 0, std::nullopt).status),
               "noEvents");
}

TEST(Sla, AdherenceIsAskedOfDispatchBins) {
  const SlaSeries sla = schedule_adherence_sla(Values{5, 0, 10}, 0, every(2));
  expect_values(sla.values, {1, kAbsent, 1});
  EXPECT_STREQ(name_of(sla.status), "ok");
  expect_values(schedule_adherence_sla(Values{0, 3, kAbsent}, 0, every(1)).values, {0, 1, kAbsent});
  EXPECT_STREQ(name_of(schedule_adherence_sla(Values{5}, 1, every(2)).status), "noEvents");
}

TEST(Sla, ShareOfBinsThatMetTheTarget) {
  const SlaSummary summary = sla_summary(Values{100, 100, 0}, Values{95, 94, 0});
  expect_values(summary.ratios, {0.95, 0.94, 1});
  EXPECT_EQ(summary.bins_met, 2);
  EXPECT_EQ(summary.bins_total, 3);
  EXPECT_EQ(summary.sla_ratio, 2.0 / 3);
}

TEST(Sla, BinsWithoutDataAreNotJudged) {
  const SlaSummary some = sla_summary(Values{kAbsent, 10, 10}, Values{5, kAbsent, 10});
  EXPECT_EQ(some.bins_total, 1);
  EXPECT_EQ(some.sla_ratio, 1);
  const SlaSummary none = sla_summary(Values{kAbsent}, Values{kAbsent});
  EXPECT_TRUE(is_absent(none.sla_ratio));
  EXPECT_EQ(none.bins_total, 0);
  EXPECT_TRUE(is_absent(sla_summary(Values{1, 2}, {}).sla_ratio));
}

TEST(Sla, BinRatios) {
  EXPECT_EQ(sla_bin_ratio(10, 20), 1);
  EXPECT_EQ(sla_bin_ratio(10, -1), 0);
  EXPECT_EQ(sla_bin_ratio(-1, 0), 1);
}

}  // namespace
}  // namespace flowtime
