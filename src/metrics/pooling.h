// Several bins as one point.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "metrics/each_bin.h"

namespace flowtime {

enum class Pooling : std::uint8_t { kMean, kMax, kMin };
const char* name_of(Pooling pooling);  // "mean", "max", "min"

// How many points `bins` bins become.
std::size_t point_count(std::size_t bins, std::size_t bins_per_point);

// point[p] = mean, max or min of the present values of bins p * bins_per_point up to the next
// point; absent where none is present. `points` has point_count values.
// Bins that are left over at the end make a last, shorter point.
void pool(SeriesIn series, std::size_t bins_per_point, Pooling pooling, SeriesOut points);
void pool(SeriesIn series, std::size_t bins_per_point, Pooling pooling,
          std::vector<double>& points);  // resizes `points`

}  // namespace flowtime
