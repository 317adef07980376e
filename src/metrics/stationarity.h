// Is a queue in a steady state, and for how long was it not?
#pragma once

#include <cstdint>
#include <optional>

#include "metrics/each_bin.h"

namespace flowtime {

inline constexpr double kStationarityTolerance = 0.25;
inline constexpr std::int64_t kShortestStreak = 3;

// |a - b| / max(a, b) for the means a, b of the first floor(n/2) bins and of the rest; absent with
// fewer than two bins, where the larger mean is not positive, or where a half has no value.
double arrivals_divergence(SeriesIn arrivals);

// Little's law needs steady arrivals: false figures are likely where the halves differ more.
inline bool is_non_stationary(SeriesIn arrivals, double tolerance = kStationarityTolerance) {
  return arrivals_divergence(arrivals) > tolerance;  // absent compares as false
}

// Bins of the series that was given, from 0.
struct Streak {
  std::int64_t start_bin = 0;
  std::int64_t end_bin = 0;  // inclusive
  std::int64_t length = 0;
  bool operator==(const Streak&) const = default;
};

// Each gives the longest run, the first of equals, of at least kShortestStreak.
// Depth rises from bin to bin; length counts the rises, the start is the bin before the first.
std::optional<Streak> backlog_growth_streak(SeriesIn queue_depth);
// Arrivals exceed a positive effective capacity.
std::optional<Streak> overload_streak(SeriesIn arrivals, SeriesIn effective_capacity);
// Latency exceeds a positive SLA; both in minutes.
std::optional<Streak> age_risk_streak(SeriesIn latency_minutes, double sla_minutes);

}  // namespace flowtime
