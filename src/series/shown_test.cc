#include "series/shown.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

struct ShownRow {
  double value;
  const char* text;
};

TEST(Shown, AmountsHaveAtMostFourDigits) {
  for (const ShownRow& row : {ShownRow{429.12, "429"},
                              {1227.4, "1,227"},
                              {36485.9, "36,490"},
                              {10839, "10,840"},
                              {4587.5, "4,588"},
                              {99999, "100,000"},
                              {12.5, "13"},
                              {9.5, "9.5"},
                              {7, "7"},
                              {0.25, "0.25"},
                              {0, "0"},
                              {-12, "-12"}}) {
    EXPECT_EQ(shown_amount(row.value), row.text);
  }
}

TEST(Shown, DurationsChangeTheirUnit) {
  for (const ShownRow& row : {ShownRow{0.0002, "12 ms"},
                              {0.0005, "30 ms"},
                              {0.005, "0.3 s"},
                              {0, "0 s"},
                              {0.5, "30 s"},
                              {12.52, "12.5 min"},
                              {29.8, "30 min"},
                              {119.9, "120 min"},
                              {120, "2 h"},
                              {306, "5.1 h"},
                              {2880, "2 days"},
                              {4539, "3.2 days"}}) {
    EXPECT_EQ(shown_minutes(row.value), row.text);
  }
}

TimeGrid shown_grid(std::int64_t bins, std::int64_t size, BinUnit unit, const char* start) {
  TimeGrid grid;
  grid.bins = bins;
  grid.bin_size = size;
  grid.bin_unit = unit;
  if (start != nullptr) grid.start_unix_ms = parse_utc(start);
  return grid;
}

TEST(Shown, TimesAreClockTimesWhereThereIsAClock) {
  const char* start = "2026-03-02T00:00:00Z";
  EXPECT_EQ(shown_time(shown_grid(288, 5, BinUnit::kMinutes, start), 108), "09:00");
  EXPECT_EQ(shown_time(shown_grid(72, 1, BinUnit::kHours, start), 33), "3 Mar 09:00");
  EXPECT_EQ(shown_time(shown_grid(30, 1, BinUnit::kDays, start), 5), "7 Mar");
  EXPECT_EQ(shown_time(shown_grid(30, 1, BinUnit::kDays, nullptr), 5), "bin 5");
  EXPECT_EQ(shown_time(shown_grid(360, 10, BinUnit::kSeconds, start), 3), "00:00:30");
  EXPECT_EQ(shown_time(shown_grid(9, 90, BinUnit::kMilliseconds, start), 3), "00:00:00.270");
}

TEST(Shown, WidthsAreReadAfterPer) {
  const auto width = [](std::int64_t size, BinUnit unit) {
    return shown_bin_width(shown_grid(4, size, unit, nullptr));
  };
  EXPECT_EQ(width(1, BinUnit::kWeeks), "7 days");
  EXPECT_EQ(width(24, BinUnit::kHours), "day");
  EXPECT_EQ(width(1440, BinUnit::kMinutes), "day");
  EXPECT_EQ(width(120, BinUnit::kMinutes), "2 h");
  EXPECT_EQ(width(90, BinUnit::kMinutes), "90 min");
  EXPECT_EQ(width(60, BinUnit::kSeconds), "minute");
  EXPECT_EQ(width(10, BinUnit::kSeconds), "10 s");
  EXPECT_EQ(width(1, BinUnit::kSeconds), "second");
  EXPECT_EQ(width(1500, BinUnit::kMilliseconds), "1500 ms");
}

TEST(Shown, SharesAreWordsWhereWordsFit) {
  EXPECT_EQ(shown_share(0.49), "half");
  EXPECT_EQ(shown_share(0.335), "a third");
  EXPECT_EQ(shown_share(0.12), "12 %");
  EXPECT_EQ(shown_share(1), "all");
}

TEST(Shown, ListsEndWithAnd) {
  EXPECT_EQ(shown_list({"Search"}), "Search");
  EXPECT_EQ(shown_list({"Search", "Checkout", "Reports"}), "Search, Checkout and Reports");
  EXPECT_EQ(shown_list({"A", "B", "C", "D", "E"}), "A, B, C and 2 more");
}

}  // namespace
}  // namespace flowtime
