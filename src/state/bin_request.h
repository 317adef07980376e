// The bins that a request asks for, inclusive and perhaps open, as a window of the grid.
// Answers call bins by number, never by time: the caller has turned times into bins.
#pragma once

#include <cstdint>
#include <optional>

#include "base/result.h"
#include "series/bin_window.h"
#include "series/time_grid.h"

namespace flowtime {

// Absent ends are the first and the last bin. Problems: range_outside_grid, range_backwards.
// The window is never empty and within the grid.
Result<BinWindow> window_of(const TimeGrid& grid, std::optional<std::int64_t> start_bin,
                            std::optional<std::int64_t> end_bin);

}  // namespace flowtime
