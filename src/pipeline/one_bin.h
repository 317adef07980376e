// One bin as people write it: its number, or a time in it.
#pragma once

#include <cstdint>
#include <string>

#include "pipeline/bin_range.h"

namespace flowtime {

// Problems: those of parse_bin_range; at_single_bin, for a range of several.
inline Result<std::int64_t> one_bin(const std::string& at, const TimeGrid& grid) {
  FT_TRY(const BinRange range, parse_bin_range(at, grid));
  if (range.size() == 1) return range.first;
  return Problem{.code = "at_single_bin",
                 .message = "'" + at + "' is more than one bin",
                 .remedy = "Give one bin (7) or one time (14:00)."};
}

}  // namespace flowtime
