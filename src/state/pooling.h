// Several bins as one point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/result.h"
#include "metrics/each_bin.h"

namespace flowtime {

enum class Pooling : std::uint8_t { kMean, kMax, kMin };
const char* name_of(Pooling pooling);  // "mean", "max", "min"

// How many points `bins` bins become.
std::size_t point_count(std::size_t bins, std::size_t bins_per_point);

// Most values of an answer that is pooled on request, so that it stays below 2 MB.
inline constexpr std::int64_t kMaxPooledCells = 75'000;

// How many bins one point stands for, so that `bins` become at most `max_points` points and
// `series` of them at most kMaxPooledCells; 1 without `max_points`. Problem: bad_max_points.
Result<std::size_t> pooled_bins(std::size_t bins, std::optional<std::int64_t> max_points,
                                std::size_t series);

// point[p] = mean, max or min of the present values of bins p * bins_per_point up to the next
// point; absent where none is present.
void pool(SeriesIn series, std::size_t bins_per_point, Pooling pooling,
          std::vector<double>& points);

}  // namespace flowtime
