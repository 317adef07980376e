// TimeGrid: the fixed, left-aligned UTC axis of a run.
// Left-aligned: bin t holds the time from start + t x width up to, but not including, the next
// start. All functions are pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flowtime {

// Fixed lengths; months and years are not units, because their lengths vary.
enum class BinUnit { kMilliseconds, kSeconds, kMinutes, kHours, kDays, kWeeks };

// Refused when a model is read, so that bins x width fits into 64 bits.
inline constexpr std::int64_t kMaxBins = 10'000'000;
inline constexpr std::int64_t kMaxBinSize = 100'000;
// The longest grid: 10,000,000 bins of 1,000 weeks.
// It fits into 64 bits with room for a start of any date.
inline constexpr std::int64_t kMaxGridMs = 6'048'000'000'000'000'000;
inline constexpr std::int64_t kMsPerDay = 86'400'000;

// "milliseconds", "seconds", "minutes", "hours", "days", "weeks"; parse_bin_unit ignores case.
// Plural, as the contract writes them.
const char* name_of(BinUnit unit);
// Nothing for any other word, singular forms among them.
std::optional<BinUnit> parse_bin_unit(std::string_view text);
// Days have 24 hours: UTC has no summer time, and leap seconds are not counted.
std::int64_t milliseconds_in(BinUnit unit);

// Fixed for the life of a run. A grid of 0 bins is one that could not be read.
struct TimeGrid {
  std::int64_t bins = 0;      // 1..kMaxBins
  std::int64_t bin_size = 1;  // in bin_unit, 1..kMaxBinSize
  BinUnit bin_unit = BinUnit::kHours;
  // Nothing: bins have numbers alone, and clock times count from midnight of no particular day.
  std::optional<std::int64_t> start_unix_ms;  // start of bin 0, milliseconds since 1970 UTC

  // At most 6.048e13; times kMaxBins it is kMaxGridMs.
  std::int64_t bin_milliseconds() const { return bin_size * milliseconds_in(bin_unit); }
  // As a double, for ratios: metrics in ms are quotients of it.
  double bin_ms() const { return static_cast<double>(bin_milliseconds()); }
  double bin_minutes() const { return bin_ms() / 60'000; }
  // For rates per hour; exact for whole hours.
  double bin_hours() const { return bin_ms() / 3'600'000; }
  // Of the whole grid; for sentences, not for arithmetic on bins.
  double total_minutes() const { return static_cast<double>(bins * bin_milliseconds()) / 60'000; }
  // Start of `bin` (0..bins; bins gives the end of the grid); nothing without a start.
  // Does not check the bin: beyond the grid it continues to count.
  std::optional<std::int64_t> bin_start_unix_ms(std::int64_t bin) const;
};

// "14:05" of an instant on a grid of whole minutes, else "14:05:30" or "14:05:30.250".
// UTC. On a grid with bins of less than a second the milliseconds are always printed.
std::string clock_text(std::int64_t unix_ms, const TimeGrid& grid);

// "14:00", "14:00:30", "38:00" as milliseconds after midnight.
// Hours may exceed 23 and have up to six digits; minutes and seconds have two digits each.
std::optional<std::int64_t> parse_clock(std::string_view text);

// "2026-01-01T00:00:00Z"; milliseconds are printed only when not zero ("...:00.250Z").
// Years from 0 to 9999 have four digits.
// parse_utc reads it back to the same instant.
std::string format_utc(std::int64_t unix_ms);
// A moment that a clock gave, "2026-01-01T00:00:00.000Z": always with milliseconds, so that texts
// sort as their times do and have one width.
std::string format_moment(std::int64_t unix_ms);
// ISO-8601 date, or date and time with optional seconds, fraction and offset; no offset means UTC.
// Milliseconds since 1970; nothing for a date that does not exist, such as 30 February. Digits of a
// second beyond milliseconds are dropped.
std::optional<std::int64_t> parse_utc(std::string_view text);

}  // namespace flowtime
