// Trend: whether a value grew, shrank or stayed, since when, and where the series is largest.
#pragma once

#include <cstdint>
#include <optional>

#include "explain/explanation.h"
#include "metrics/each_bin.h"

namespace flowtime {

// Of the whole run; nothing where the value or the one before is absent, and for a series that the
// run does not have.
// In bin 0 a value stays: there is nothing before to compare it with. Differences that are noise
// (metrics/noise.h) do not count.
// Costs one pass over the bins for the peak.
std::optional<Trend> trend_of(SeriesIn series, std::int64_t bin);

}  // namespace flowtime
