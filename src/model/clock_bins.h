// From times to bins: clock times and dates as models write them.
#pragma once

#include <cstdint>
#include <optional>

#include "series/time_grid.h"
#include "text/yaml.h"

namespace flowtime::model_detail {

// In milliseconds since 1970; 0 for a grid without a start, whose first bin begins at midnight.
inline std::int64_t start_of(const TimeGrid& grid) { return grid.start_unix_ms.value_or(0); }

// The bin that holds the instant, in milliseconds since 1970. Below 0 before the grid, at least
// `bins` behind it.
std::int64_t bin_of(std::int64_t instant, const TimeGrid& grid);

// The last instant at or before the start of the grid at which a clock shows `clock` milliseconds
// since midnight; a day later it does so again. The grid may begin before 1970.
std::int64_t clock_before_start(std::int64_t clock, const TimeGrid& grid);

// A time as a model writes it: the number of a bin, a clock time in milliseconds since midnight
// (below 24:00), or an instant in milliseconds since 1970.
struct WrittenTime {
  enum class Kind { kBin, kClock, kInstant } kind = Kind::kBin;
  std::int64_t value = 0;
};

// 3, 12:30 or 2026-01-05T12:30; nothing for any other value. A bin may be negative.
std::optional<WrittenTime> written_time(const yaml::Value& value);

}  // namespace flowtime::model_detail
