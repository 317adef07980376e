#include "state/bin_request.h"

#include <string>

namespace flowtime {

Result<BinWindow> window_of(const TimeGrid& grid, std::optional<std::int64_t> start_bin,
                            std::optional<std::int64_t> end_bin) {
  const std::int64_t last = grid.bins - 1;
  const std::int64_t start = start_bin.value_or(0), end = end_bin.value_or(last);
  const auto outside = [&](const char* name) {
    return Problem{
        .code = "range_outside_grid",
        .message = "'" + std::string(name) + "' must be between 0 and " + std::to_string(last),
        .remedy = "Ask for bins of the run's grid."};
  };
  if (start < 0 || start > last) return outside("startBin");
  if (end < 0 || end > last) return outside("endBin");
  if (end < start) {
    return Problem{.code = "range_backwards",
                   .message = "'endBin' must be greater than or equal to 'startBin'",
                   .remedy = "Give the earlier bin first."};
  }
  // Answers name the last bin, loops the one behind it.
  return BinWindow{start, end + 1};
}

}  // namespace flowtime
