#include "series/shown.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

TEST(Shown, AmountsHaveAtMostFourDigits) {
  EXPECT_EQ(shown_amount(0), "0");
  EXPECT_EQ(shown_amount(72), "72");
  EXPECT_EQ(shown_amount(429.104), "429");
  EXPECT_EQ(shown_amount(1226.6), "1,227");
  EXPECT_EQ(shown_amount(9999.4), "9,999");
  EXPECT_EQ(shown_amount(36485.9), "36,490");
  EXPECT_EQ(shown_amount(1234567), "1,235,000");
  EXPECT_EQ(shown_amount(-1234567), "-1,235,000");
  EXPECT_EQ(shown_amount(9.94), "9.9");
  EXPECT_EQ(shown_amount(9.95), "10");
  EXPECT_EQ(shown_amount(0.25), "0.25");
  EXPECT_EQ(shown_amount(0.0012), "0.0012");
  EXPECT_EQ(shown_amount(7.1e-15), "0");
  EXPECT_EQ(shown_amount(-7.1e-15), "0");
}

TEST(Shown, DurationsHaveTheUnitOfTheirSize) {
  EXPECT_EQ(shown_minutes(0), "0 s");
  EXPECT_EQ(shown_minutes(0.0002), "12 ms");
  EXPECT_EQ(shown_minutes(0.0005), "30 ms");
  EXPECT_EQ(shown_minutes(0.005), "0.3 s");
  EXPECT_EQ(shown_minutes(0.05), "3 s");
  EXPECT_EQ(shown_minutes(0.75), "45 s");
  EXPECT_EQ(shown_minutes(1), "1 min");
  EXPECT_EQ(shown_minutes(12.47), "12.5 min");
  EXPECT_EQ(shown_minutes(30), "30 min");
  EXPECT_EQ(shown_minutes(119), "119 min");
  EXPECT_EQ(shown_minutes(120), "2 h");
  EXPECT_EQ(shown_minutes(305), "5.1 h");
  EXPECT_EQ(shown_minutes(47 * 60), "47 h");
  EXPECT_EQ(shown_minutes(48 * 60), "2 days");
  EXPECT_EQ(shown_minutes(9922), "6.9 days");
}

TEST(Shown, TimesAreThoseOfAClock) {
  TimeGrid day{.bins = 288,
               .bin_size = 5,
               .bin_unit = BinUnit::kMinutes,
               .start_unix_ms = parse_utc("2026-03-02T00:00:00Z")};
  EXPECT_EQ(shown_time(day, 167), "13:55");
  EXPECT_EQ(shown_bin_width(day), "5 min");
  day.bins = 289;
  EXPECT_EQ(shown_time(day, 288), "3 Mar 00:00");
  day.start_unix_ms.reset();
  EXPECT_EQ(shown_time(day, 7), "bin 7");
  const TimeGrid weeks{.bins = 14,
                       .bin_size = 1,
                       .bin_unit = BinUnit::kDays,
                       .start_unix_ms = parse_utc("2026-12-31T00:00:00Z")};
  EXPECT_EQ(shown_time(weeks, 1), "1 Jan");
  EXPECT_EQ(shown_bin_width(weeks), "day");
}

TimeGrid shown_grid(std::int64_t size, BinUnit unit) {
  return {.bins = 4,
          .bin_size = size,
          .bin_unit = unit,
          .start_unix_ms = parse_utc("2026-03-02T09:00:00Z")};
}

TEST(Shown, TimesWithinAMinuteHaveSeconds) {
  EXPECT_EQ(shown_time(shown_grid(10, BinUnit::kSeconds), 3), "09:00:30");
  EXPECT_EQ(shown_time(shown_grid(90, BinUnit::kMilliseconds), 3), "09:00:00.270");
}

TEST(Shown, WidthsAreReadAfterPer) {
  const auto width = [](std::int64_t size, BinUnit unit) {
    return shown_bin_width(shown_grid(size, unit));
  };
  EXPECT_EQ(width(1, BinUnit::kWeeks), "7 days");
  EXPECT_EQ(width(1440, BinUnit::kMinutes), "day");
  EXPECT_EQ(width(120, BinUnit::kMinutes), "2 h");
  EXPECT_EQ(width(90, BinUnit::kMinutes), "90 min");
  EXPECT_EQ(width(60, BinUnit::kSeconds), "minute");
  EXPECT_EQ(width(10, BinUnit::kSeconds), "10 s");
  EXPECT_EQ(width(1, BinUnit::kSeconds), "second");
  EXPECT_EQ(width(1500, BinUnit::kMilliseconds), "1500 ms");
}

// 4 digits would make 99.6 % of a capacity "100 %": all of it, or beyond.
TEST(Shown, OnlyAFullShareIsAHundred) {
  EXPECT_EQ(shown_percent(0.37), "37 %");
  EXPECT_EQ(shown_percent(0.0025), "0.25 %");
  EXPECT_EQ(shown_percent(0.993), "99 %");
  EXPECT_EQ(shown_percent(0.9957), "99.5 %");
  EXPECT_EQ(shown_percent(0.99999), "99.9 %");
  EXPECT_EQ(shown_percent(1), "100 %");
  EXPECT_EQ(shown_percent(1.0000005), "100 %");
  EXPECT_EQ(shown_percent(1.0001), "100.1 %");
  EXPECT_EQ(shown_percent(1.004), "100.4 %");
  EXPECT_EQ(shown_percent(1.02), "102 %");
  EXPECT_EQ(shown_share(0.997), "99.7 %");
  EXPECT_EQ(shown_share(1), "all");
}

TEST(Shown, SharesAndLists) {
  EXPECT_EQ(shown_share(0.5), "half");
  EXPECT_EQ(shown_share(0.34), "a third");
  EXPECT_EQ(shown_share(0.11), "11 %");
  EXPECT_EQ(shown_list({"A"}), "A");
  EXPECT_EQ(shown_list({"A", "B", "C"}), "A, B and C");
  EXPECT_EQ(shown_list({"A", "B", "C", "D", "E"}), "A, B, C and 2 more");
}

}  // namespace
}  // namespace flowtime
