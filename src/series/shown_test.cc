#include "series/shown.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

struct Row {
  double value;
  const char* text;
};

TEST(Shown, AmountsHaveAtMostFourDigits) {
  for (const Row& row : {Row{429.12, "429"},
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
  for (const Row& row : {Row{0.5, "30 s"},
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

TimeGrid grid_of(std::int64_t bins, std::int64_t size, BinUnit unit, const char* start) {
  TimeGrid grid;
  grid.bins = bins;
  grid.bin_size = size;
  grid.bin_unit = unit;
  if (start != nullptr) grid.start_unix_ms = parse_utc(start);
  return grid;
}

TEST(Shown, TimesAreClockTimesWhereThereIsAClock) {
  const char* start = "2026-03-02T00:00:00Z";
  EXPECT_EQ(shown_time(grid_of(288, 5, BinUnit::kMinutes, start), 108), "09:00");
  EXPECT_EQ(shown_time(grid_of(72, 1, BinUnit::kHours, start), 33), "3 Mar 09:00");
  EXPECT_EQ(shown_time(grid_of(30, 1, BinUnit::kDays, start), 5), "7 Mar");
  EXPECT_EQ(shown_time(grid_of(30, 1, BinUnit::kDays, nullptr), 5), "bin 5");
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
