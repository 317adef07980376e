#include "pipeline/bin_range.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

TimeGrid grid_of(std::int64_t bins, std::int64_t size, BinUnit unit, const char* start) {
  TimeGrid grid{.bins = bins, .bin_size = size, .bin_unit = unit, .start_unix_ms = {}};
  if (*start != '\0') grid.start_unix_ms = parse_utc(start);
  return grid;
}

struct RangeRow {
  const char* text;
  std::int64_t first, end;
};

void expect_ranges(const TimeGrid& grid, std::initializer_list<RangeRow> rows) {
  for (const RangeRow& row : rows) {
    const auto range = parse_bin_range(row.text, grid);
    ASSERT_TRUE(range) << row.text << ": " << to_text(range.problems(), "");
    EXPECT_EQ(range->first, row.first) << row.text;
    EXPECT_EQ(range->end, row.end) << row.text;
  }
}

TEST(BinRange, HoursFromMidnightWithoutStart) {
  expect_ranges(grid_of(24, 1, BinUnit::kHours, ""), {{"0", 0, 1},
                                                      {"23", 23, 24},
                                                      {"3..5", 3, 6},
                                                      {"3..", 3, 24},
                                                      {"..5", 0, 6},
                                                      {"..", 0, 24},
                                                      {"14:00", 14, 15},
                                                      {"14:59", 14, 15},
                                                      {"14:00..15:00", 14, 15},
                                                      {"13:30..15:01", 14, 16},
                                                      {"22:00..", 22, 24},
                                                      {"..02:00", 0, 2},
                                                      {"22:00..24:00", 22, 24},
                                                      {"22:00..00:00", 22, 24}});
}

TEST(BinRange, FiveMinutesFromSixOClock) {
  // 288 bins: 06:00 on the 1st to 06:00 on the 2nd.
  expect_ranges(grid_of(288, 5, BinUnit::kMinutes, "2026-01-01T06:00:00Z"),
                {{"06:00", 0, 1},
                 {"14:00..15:00", 96, 108},
                 {"14:00:00..14:05:00", 96, 97},
                 {"02:00", 240, 241},  // the next day
                 {"26:00", 240, 241},
                 {"23:00..01:00", 204, 228},
                 {"2026-01-01T14:00..2026-01-01T15:00", 96, 108},
                 {"2026-01-01T14:00..15:00", 96, 108},
                 {"2026-01-02", 216, 217},
                 {"2026-01-02T05:55:00Z..", 287, 288}});
}

TEST(BinRange, DaysAndWeeks) {
  expect_ranges(grid_of(14, 1, BinUnit::kDays, "2026-03-01"),
                {{"2026-03-03..2026-03-05", 2, 4}, {"2026-03-14", 13, 14}, {"48:00", 2, 3}});
  expect_ranges(grid_of(3, 1, BinUnit::kWeeks, "2026-03-01"), {{"2026-03-09", 1, 2}});
}

TEST(BinRange, Refusals) {
  const TimeGrid plain = grid_of(24, 1, BinUnit::kHours, "");
  const TimeGrid dated = grid_of(24, 1, BinUnit::kHours, "2026-01-01T00:00:00Z");
  struct Refused {
    const TimeGrid& grid;
    const char *text, *code;
  };
  const Refused rows[] = {
      {plain, "", "range_syntax"},
      {plain, "noon", "range_syntax"},
      {plain, "24..", "range_outside_grid"},  // not "ends before it begins"
      {plain, "24:00..", "range_outside_grid"},
      {dated, "2026-01-02T00:00..", "range_outside_grid"},
      {dated, "2026-01-03T00:00..2026-01-02T12:00", "range_backwards"},
      {dated, "12:00:30..12:30", "range_empty"},
      {plain, "3-5", "range_syntax"},
      {plain, "14:60", "range_syntax"},
      {plain, "14:00:", "range_syntax"},
      {plain, "1.5", "range_syntax"},
      {plain, "-3:00", "range_syntax"},
      {plain, "3..15:00", "range_mixed"},
      {plain, "2026-01-01", "range_needs_start"},
      {plain, "5..3", "range_backwards"},
      {dated, "2026-01-01T05:00..2026-01-01T03:00", "range_backwards"},
      {plain, "14:10..14:50", "range_empty"},
      {plain, "24", "range_outside_grid"},
      {plain, "-1", "range_outside_grid"},
      {plain, "20..24", "range_outside_grid"},
      {plain, "9223372036854775807", "range_outside_grid"},
      {plain, "24:00", "range_outside_grid"},
      {plain, "23:00..01:00", "range_outside_grid"},
      {dated, "2025-12-31", "range_outside_grid"},
      {dated, "2025-12-31T23:00..2026-01-01T01:00", "range_outside_grid"},
      {dated, "2026-01-02", "range_outside_grid"},
  };
  for (const Refused& row : rows) {
    const auto range = parse_bin_range(row.text, row.grid);
    ASSERT_FALSE(range) << row.text;
    EXPECT_EQ(range.problems().front().code, row.code) << row.text;
    EXPECT_FALSE(range.problems().front().remedy.empty()) << row.text;
  }
  const Result<BinRange> outside = parse_bin_range("30", dated);
  EXPECT_EQ(outside.problems().front().remedy,
            "The grid has bins 0..23, from 2026-01-01T00:00:00Z to 2026-01-02T00:00:00Z.");
}

}  // namespace
}  // namespace flowtime
