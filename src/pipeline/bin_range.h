// A range of bins as people write it.
//
//   7                 bin 7
//   3..5              bins 3, 4 and 5; 3.. to the last bin, ..5 from bin 0
//   14:00             the bin that holds 14:00
//   14:00..15:00      the bins that start at or after 14:00 and before 15:00
//   2026-01-02T14:00..2026-01-02T15:00   the same with a date; the grid must have a start
//
// HH:MM[:SS] without a date is the first such time at or after the start of the grid, in UTC; the
// end of a range is the first one after its beginning (22:00..02:00). A grid without a start begins
// at midnight. Hours from 24 on count from the midnight of the first day (38:00 is 14:00 on the
// second).
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "series/time_grid.h"

namespace flowtime {

// Compared by `first`, then by `end`. Within the grid when parse_bin_range made it.
struct BinRange {
  std::int64_t first = 0, end = 0;  // first <= bin < end, never empty
  std::int64_t size() const { return end - first; }
  auto operator<=>(const BinRange&) const = default;
};

// Problems: range_syntax, range_mixed, range_needs_start, range_backwards, range_empty,
// range_outside_grid. None has a place.
Result<BinRange> parse_bin_range(std::string_view text, const TimeGrid& grid);

}  // namespace flowtime
