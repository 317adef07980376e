#include "metrics/stationarity.h"

#include <algorithm>
#include <cmath>

namespace flowtime {
namespace {

double mean(SeriesIn series) {
  double sum = 0;
  double count = 0;
  for (const double value : series) {
    if (is_absent(value)) continue;
    sum += value;
    ++count;
  }
  return ratio_or_absent(sum, count);
}

// The longest run of bins in [first, bins) for which `holds`.
template <class Holds>
std::optional<Streak> longest_run(std::size_t first, std::size_t bins, Holds holds) {
  Streak best;
  std::int64_t length = 0;
  for (std::size_t t = first; t < bins; ++t) {
    length = holds(t) ? length + 1 : 0;
    // Equal lengths keep the first.
    if (length <= best.length) continue;
    const auto bin = static_cast<std::int64_t>(t);
    best = {bin - length + 1, bin, length};
  }
  if (best.length < kShortestStreak) return std::nullopt;
  return best;
}

}  // namespace

double arrivals_divergence(SeriesIn arrivals) {
  const std::size_t half = arrivals.size() / 2;
  const double before = mean(arrivals.first(half));
  const double after = mean(arrivals.subspan(half));
  if (is_absent(before) || is_absent(after)) return kAbsent;
  return ratio_or_absent(std::fabs(after - before), std::max(before, after));
}

std::optional<Streak> backlog_growth_streak(SeriesIn queue_depth) {
  auto streak = longest_run(1, queue_depth.size(), [&](std::size_t t) {
    return queue_depth[t] > queue_depth[t - 1] && is_finite(queue_depth[t]) &&
           is_finite(queue_depth[t - 1]);
  });
  // A rise is a pair of bins; the run above counts their second ones.
  if (streak) --streak->start_bin;
  return streak;
}

std::optional<Streak> overload_streak(SeriesIn arrivals, SeriesIn effective_capacity) {
  return longest_run(0, arrivals.size(), [&](std::size_t t) {
    return ratio_or_absent(arrivals[t], value_at(effective_capacity, t)) > 1;
  });
}

std::optional<Streak> age_risk_streak(SeriesIn latency_minutes, double sla_minutes) {
  if (is_absent(sla_minutes) || sla_minutes <= 0) return std::nullopt;
  return longest_run(0, latency_minutes.size(), [&](std::size_t t) {
    return is_finite(latency_minutes[t]) && latency_minutes[t] > sla_minutes;
  });
}

}  // namespace flowtime
