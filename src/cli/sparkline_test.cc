#include "cli/sparkline.h"

#include <gtest/gtest.h>

#include "series/absent.h"

namespace flowtime::cli {
namespace {

TEST(Sparkline, EachCharacterShowsTheLargestValueOfItsBins) {
  EXPECT_EQ(sparkline({0, 1, 2, 4, 8}, 5), " ▁▂▄█");
  EXPECT_EQ(sparkline({0, 8, 0, 4}, 2), "█▄");
  EXPECT_EQ(sparkline({0, 0}, 2), "  ");
  EXPECT_EQ(sparkline({}, 0), "");
  EXPECT_EQ(sparkline({kAbsent, 8, kAbsent, kAbsent}, 2), "█ ");
}

TEST(Sparkline, OfACapacityTheSmallest) {
  EXPECT_EQ(sparkline({8, 0, 8, 4}, 2, 8, Shown::kSmallest), " ▄");
}

TEST(Sparkline, OneScaleForCurvesThatAreCompared) {
  EXPECT_EQ(sparkline({5, 10}, 2, 10), "▄█");
  EXPECT_EQ(sparkline({5, 5}, 2, 10), "▄▄");
  EXPECT_EQ(sparkline({1e-9, 0}, 2, 10), "▁ ");  // above 0 is never blank
}

TEST(Sparkline, BinsOfAShortGridAreWider) {
  EXPECT_EQ(spark_columns(288, 60), 60u);
  EXPECT_EQ(spark_columns(60, 60), 60u);
  EXPECT_EQ(spark_columns(24, 60), 48u);
  EXPECT_EQ(spark_columns(4, 60), 16u);
  EXPECT_EQ(spark_columns(0, 60), 0u);
  EXPECT_EQ(sparkline({1, 8}, 4), "▁▁██");
}

TEST(SparkAxis, TimesStandAboveTheirBins) {
  const TimeGrid day{.bins = 288,
                     .bin_size = 5,
                     .bin_unit = BinUnit::kMinutes,
                     .start_unix_ms = parse_utc("2026-03-02T00:00:00Z")};
  EXPECT_EQ(spark_axis(day, 60), "00:00     04:00     08:00     12:00     16:00     20:00");
}

TEST(SparkAxis, WholeHoursWhereTheGridBeginsBetweenThem) {
  const TimeGrid shift{.bins = 16,
                       .bin_size = 30,
                       .bin_unit = BinUnit::kMinutes,
                       .start_unix_ms = parse_utc("2026-03-02T07:30:00Z")};
  // 08:00 is bin 1, columns 3 to 5; 10:00 is bin 5, 12:00 bin 9, 14:00 bin 13.
  EXPECT_EQ(spark_axis(shift, 48), "   08:00       10:00       12:00       14:00");
}

TEST(SparkAxis, DaysOfSeveralDays) {
  const TimeGrid week{.bins = 168,
                      .bin_size = 1,
                      .bin_unit = BinUnit::kHours,
                      .start_unix_ms = parse_utc("2026-03-02T00:00:00Z")};
  EXPECT_EQ(spark_axis(week, 56), "2 Mar   3 Mar   4 Mar   5 Mar   6 Mar   7 Mar   8 Mar");
}

TEST(SparkAxis, BinsOfAGridWithoutAStart) {
  const TimeGrid grid{
      .bins = 60, .bin_size = 1, .bin_unit = BinUnit::kHours, .start_unix_ms = std::nullopt};
  EXPECT_EQ(spark_axis(grid, 60), "bin 0     bin 10    bin 20    bin 30    bin 40    bin 50");
}

TEST(SparkAxis, TimesThatAreNoWholeHourAnywhere) {
  const TimeGrid odd{.bins = 3,
                     .bin_size = 1,
                     .bin_unit = BinUnit::kHours,
                     .start_unix_ms = parse_utc("2026-03-02T09:07:00Z")};
  EXPECT_EQ(spark_axis(odd, 12), "09:07   11:07");
}

TEST(SparkAxis, SecondsOfBinsWithinAMinute) {
  TimeGrid hour{.bins = 360,
                .bin_size = 10,
                .bin_unit = BinUnit::kSeconds,
                .start_unix_ms = parse_utc("2026-03-02T09:00:00Z")};
  EXPECT_EQ(spark_axis(hour, 60), "09:00:00       09:15:00       09:30:00       09:45:00");
  hour.bins = 12;
  EXPECT_EQ(spark_axis(hour, 48), "09:00:00    09:00:30    09:01:00    09:01:30");
}

}  // namespace
}  // namespace flowtime::cli
