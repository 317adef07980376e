// From times to bins: clock times and dates as models write them.
#pragma once

#include <cstdint>

#include "series/time_grid.h"

namespace flowtime::model_detail {

// In milliseconds since 1970; 0 for a grid without a start, whose first bin begins at midnight.
inline std::int64_t start_of(const TimeGrid& grid) { return grid.start_unix_ms.value_or(0); }

// The bin that holds the instant, in milliseconds since 1970. Below 0 before the grid, at least
// `bins` behind it.
std::int64_t bin_of(std::int64_t instant, const TimeGrid& grid);

// The last instant at or before the start of the grid at which a clock shows `clock` milliseconds
// since midnight; a day later it does so again. The grid may begin before 1970.
std::int64_t clock_before_start(std::int64_t clock, const TimeGrid& grid);

}  // namespace flowtime::model_detail
