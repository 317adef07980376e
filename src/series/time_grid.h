// TimeGrid: the fixed, left-aligned UTC axis of a run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace flowtime {

enum class BinUnit { kMinutes, kHours, kDays, kWeeks };

inline constexpr std::int64_t kMaxBins = 10'000'000;
inline constexpr std::int64_t kMaxBinSize = 1000;
inline constexpr std::int64_t kMsPerDay = 86'400'000;

// "minutes", "hours", "days", "weeks"; parse_bin_unit ignores case.
const char* name_of(BinUnit unit);
std::optional<BinUnit> parse_bin_unit(std::string_view text);
std::int64_t minutes_in(BinUnit unit);

struct TimeGrid {
  std::int64_t bins = 0;      // 1..kMaxBins
  std::int64_t bin_size = 1;  // in bin_unit, 1..kMaxBinSize
  BinUnit bin_unit = BinUnit::kHours;
  std::optional<std::int64_t> start_unix_ms;  // start of bin 0, milliseconds since 1970 UTC

  std::int64_t bin_minutes() const { return bin_size * minutes_in(bin_unit); }
  double bin_ms() const { return static_cast<double>(bin_minutes()) * 60000.0; }
  double bin_hours() const { return static_cast<double>(bin_minutes()) / 60.0; }
  std::int64_t total_minutes() const { return bins * bin_minutes(); }
  // Start of `bin` (0..bins; bins gives the end of the grid); nothing without a start.
  std::optional<std::int64_t> bin_start_unix_ms(std::int64_t bin) const;
};

// "2026-01-01T00:00:00Z"; milliseconds are printed only when not zero ("...:00.250Z").
std::string format_utc(std::int64_t unix_ms);
// ISO-8601 date, or date and time with optional seconds, fraction and offset; no offset means UTC.
std::optional<std::int64_t> parse_utc(std::string_view text);

}  // namespace flowtime
