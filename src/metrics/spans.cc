#include "metrics/spans.h"

namespace flowtime {
namespace {

template <class Holds>
std::vector<BinSpan> spans_where(std::size_t bins, Holds holds) {
  std::vector<BinSpan> spans;
  bool open = false;
  for (std::size_t t = 0; t < bins; ++t) {
    const bool now = holds(t);
    const auto bin = static_cast<std::int64_t>(t);
    if (now && !open) spans.push_back({bin, bin});
    if (now) spans.back().last = bin;
    open = now;
  }
  return spans;
}

bool has_room(SeriesIn served, SeriesIn capacity, std::size_t t) {
  const double s = value_at(served, t), c = value_at(capacity, t);
  return is_finite(s) && is_finite(c) && c > 0 && s < c - kSpanTolerance;
}

}  // namespace

std::vector<BinSpan> starved_spans(SeriesIn depth, SeriesIn served, SeriesIn effective_capacity) {
  return spans_where(served.size(), [&](std::size_t t) {
    const double waiting = depth.empty() ? 0 : depth[t];
    return waiting <= kSpanTolerance && has_room(served, effective_capacity, t);
  });
}

std::vector<BinSpan> blocked_spans(SeriesIn depth, SeriesIn served, SeriesIn effective_capacity) {
  return spans_where(served.size(), [&](std::size_t t) {
    return value_at(depth, t) > kSpanTolerance && has_room(served, effective_capacity, t);
  });
}

std::vector<std::int64_t> bottlenecks(const std::vector<StationLoad>& stations, std::size_t bins,
                                      double saturated) {
  constexpr double kEqual = 1e-9;
  std::vector<std::int64_t> result(bins, kNoBottleneck);
  for (std::size_t t = 0; t < bins; ++t) {
    double load = kAbsent, waiting = 0;
    for (std::size_t i = 0; i < stations.size(); ++i) {
      const double u = value_at(stations[i].utilization, t);
      const double depth = finite_or_zero(value_at(stations[i].depth, t));
      if (is_absent(u) || u < saturated - kEqual) continue;
      const bool first = result[t] == kNoBottleneck;
      const bool equal = !first && u <= load + kEqual && u >= load - kEqual;
      if (!first && !(u > load + kEqual) && !(equal && depth > waiting)) continue;
      result[t] = static_cast<std::int64_t>(i);
      load = u;
      waiting = depth;
    }
  }
  return result;
}

void path_flow_efficiency(const std::vector<SeriesIn>& service_time_ms,
                          const std::vector<SeriesIn>& cycle_time_ms, SeriesOut out) {
  FT_CHECK(service_time_ms.size() == cycle_time_ms.size());
  for (std::size_t t = 0; t < out.size(); ++t) {
    double service = 0, cycle = 0;
    for (std::size_t i = 0; i < cycle_time_ms.size(); ++i) {
      service += finite_or_zero(value_at(service_time_ms[i], t));
      cycle += finite_or_zero(value_at(cycle_time_ms[i], t));
    }
    out[t] = ratio_or_absent(service, cycle);
  }
}

}  // namespace flowtime
