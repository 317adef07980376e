#include "series/time_grid.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

TimeGrid grid_of(std::int64_t bins, std::int64_t size, const char* unit) {
  TimeGrid grid;
  grid.bins = bins;
  grid.bin_size = size;
  grid.bin_unit = *parse_bin_unit(unit);
  return grid;
}

struct BinWidth {
  const char* unit;
  std::int64_t size, minutes;
};

TEST(TimeGrid, BinWidths) {
  const BinWidth rows[] = {
      {"minutes", 1, 1},           {"minutes", 5, 5},
      {"minutes", 60, 60},         {"hours", 1, 60},
      {"hours", 2, 120},           {"hours", 24, 1440},
      {"days", 1, 1440},           {"days", 7, 10080},
      {"weeks", 1, 10080},         {"weeks", 4, 40320},
      {"seconds", 60, 1},          {"seconds", 90'000, 1500},
      {"milliseconds", 60'000, 1},
  };
  for (const BinWidth& row : rows) {
    const TimeGrid grid = grid_of(1, row.size, row.unit);
    EXPECT_EQ(grid.bin_minutes(), static_cast<double>(row.minutes)) << row.size << row.unit;
    EXPECT_EQ(grid.bin_ms(), static_cast<double>(row.minutes) * 60000) << row.size << row.unit;
    EXPECT_EQ(grid.bin_hours(), static_cast<double>(row.minutes) / 60) << row.size << row.unit;
  }
}

struct Length {
  std::int64_t bins, size;
  const char* unit;
  std::int64_t minutes;
};

TEST(TimeGrid, Lengths) {
  const Length rows[] = {
      {52, 1, "hours", 3120},   {100, 5, "hours", 30000},
      {7, 1, "days", 10080},    {52, 1, "weeks", 524160},
      {100, 5, "minutes", 500}, {kMaxBins, 1000, "weeks", 100'800'000'000'000},
  };
  for (const Length& row : rows) {
    EXPECT_EQ(grid_of(row.bins, row.size, row.unit).total_minutes(),
              static_cast<double>(row.minutes))
        << row.bins;
  }
}

TEST(TimeGrid, LimitsThatReadersEnforce) {
  EXPECT_EQ(kMaxBinSize, 100'000);
  EXPECT_EQ(kMaxGridMs, kMaxBins * 1000 * 7 * kMsPerDay);
  EXPECT_EQ(kMaxBins, 10'000'000);
}

TEST(TimeGrid, Units) {
  const std::pair<const char*, const char*> rows[] = {
      {"Minutes", "minutes"}, {"MINUTES", "minutes"},
      {"Hours", "hours"},     {"HOURS", "hours"},
      {"DAYS", "days"},       {"days", "days"},
      {"Seconds", "seconds"}, {"milliseconds", "milliseconds"},
      {"Weeks", "weeks"},     {"WEEKS", "weeks"},
  };
  for (const auto& [text, name] : rows) EXPECT_STREQ(name_of(*parse_bin_unit(text)), name) << text;
  for (const char* text : {"invalid", "", "hour", "hours ", "minute", "second", "ms"}) {
    EXPECT_EQ(parse_bin_unit(text), std::nullopt) << text;
  }
}

TEST(TimeGrid, ShortBinsHaveFractionsOfAMinute) {
  EXPECT_EQ(grid_of(1, 15, "seconds").bin_minutes(), 0.25);
  EXPECT_EQ(grid_of(1, 250, "milliseconds").bin_ms(), 250);
  EXPECT_EQ(grid_of(240, 15, "seconds").total_minutes(), 60);
  EXPECT_EQ(grid_of(1, 36, "seconds").bin_hours(), 0.01);
}

TEST(TimeGrid, ClocksShowWhatTheGridTellsApart) {
  const std::int64_t noon = *parse_utc("2026-01-05T12:00:00Z");
  EXPECT_EQ(clock_text(noon + 330'000, grid_of(1, 5, "minutes")), "12:05");
  EXPECT_EQ(clock_text(noon + 30'000, grid_of(1, 30, "seconds")), "12:00:30");
  EXPECT_EQ(clock_text(noon + 60'000, grid_of(1, 60, "seconds")), "12:01");
  EXPECT_EQ(clock_text(noon, grid_of(1, 250, "milliseconds")), "12:00:00.000");
  EXPECT_EQ(clock_text(noon + 250, grid_of(1, 250, "milliseconds")), "12:00:00.250");
}

TEST(TimeGrid, BinsStartLeftAligned) {
  TimeGrid grid = grid_of(4, 15, "minutes");
  EXPECT_EQ(grid.bin_start_unix_ms(0), std::nullopt);
  EXPECT_EQ(grid.bin_ms(), 900000);
  grid.start_unix_ms = parse_utc("2025-01-01T00:00:00Z");
  EXPECT_EQ(format_utc(*grid.bin_start_unix_ms(3)), "2025-01-01T00:45:00Z");
  EXPECT_EQ(format_utc(*grid.bin_start_unix_ms(4)), "2025-01-01T01:00:00Z");
}

TEST(TimeGrid, UtcTexts) {
  const std::pair<const char*, const char*> rows[] = {
      {"2026-01-01", "2026-01-01T00:00:00Z"},
      {"2026-01-01T12:30", "2026-01-01T12:30:00Z"},
      {"2026-01-01T12:30:15.250Z", "2026-01-01T12:30:15.250Z"},
      {"2026-01-01T12:30:15.2509", "2026-01-01T12:30:15.250Z"},
      {"2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00Z"},
      {"2026-01-01 00:30:00-0230", "2026-01-01T03:00:00Z"},
      {"2024-02-29", "2024-02-29T00:00:00Z"},
      {"1969-12-31T23:59:59Z", "1969-12-31T23:59:59Z"},
      {"1900-03-01", "1900-03-01T00:00:00Z"},
  };
  for (const auto& [text, utc] : rows) {
    const auto ms = parse_utc(text);
    ASSERT_TRUE(ms) << text;
    EXPECT_EQ(format_utc(*ms), utc) << text;
  }
  EXPECT_EQ(parse_utc("1970-01-01T00:00:01Z"), 1000);
}

// A run made on a whole second was listed after one made half a second later: "Z" sorts after ".".
TEST(TimeGrid, MomentsSortAsTheirTimesDo) {
  const std::int64_t second = *parse_utc("2026-01-01T12:30:15Z");
  EXPECT_EQ(format_moment(second), "2026-01-01T12:30:15.000Z");
  EXPECT_EQ(format_moment(second + 250), "2026-01-01T12:30:15.250Z");
  EXPECT_LT(format_moment(second), format_moment(second + 1));
  EXPECT_LT(format_moment(second - 1), format_moment(second));
}

TEST(TimeGrid, TextsThatAreNoTime) {
  for (const char* text : {"", "2026", "2026-13-01", "2026-02-29", "2026-00-01", "2026-01-01T",
                           "2026-01-01T24:00", "2026-01-01T12", "2026-01-01T12:60", "yesterday",
                           "2026-01-01T12:00:60", "2026-01-01T12:00Zx", "2026-01-01T12:00+15:00"}) {
    EXPECT_EQ(parse_utc(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace flowtime
