#include "state/pooling.h"

#include <algorithm>

namespace flowtime {

Result<std::size_t> pooled_bins(std::size_t bins, std::optional<std::int64_t> max_points,
                                std::size_t series) {
  if (!max_points) return std::size_t{1};
  if (*max_points < 1) {
    return Problem{.code = "bad_max_points",
                   .message = "'maxPoints' must be at least 1",
                   .remedy = "Leave it out to get every bin."};
  }
  const std::int64_t room =
      kMaxPooledCells / static_cast<std::int64_t>(std::max(series, std::size_t{1}));
  // At least one point, however many series there are.
  const std::int64_t points = std::clamp<std::int64_t>(room, 1, *max_points);
  return std::max<std::size_t>(1, point_count(bins, static_cast<std::size_t>(points)));
}

}  // namespace flowtime
