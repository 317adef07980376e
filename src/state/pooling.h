// How many bins of an answer become one point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

#include "base/result.h"
#include "metrics/pooling.h"

namespace flowtime {

// Most values of an answer that is pooled on request, so that it stays below 2 MB.
inline constexpr std::int64_t kMaxPooledCells = 75'000;

// How many bins one point represents, so that `bins` become at most `max_points` points and
// `series` of them at most kMaxPooledCells; 1 without `max_points`. Problem: bad_max_points.
// Rounded up, so that points never exceed what was asked for.
Result<std::size_t> pooled_bins(std::size_t bins, std::optional<std::int64_t> max_points,
                                std::size_t series);

}  // namespace flowtime
