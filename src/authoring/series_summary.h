// A series in a few figures.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "authoring/series_store.h"
#include "base/result.h"

namespace flowtime {

// Whether the values repeat every day or every week, by
//
//   score = 1 - (sum over t >= p of |x[t] - x[t-p]|) / (sum over t >= p of |x[t]|), not below 0
//
// for the p bins of a day, and of a week when the day does not fit. It is judged when a bin divides
// the day, p is at least 2 and the series covers two periods; detected from a score of 0.85.
// Not judged: `score` is absent and `detected` false.
struct Periodicity {
  bool detected = false;
  std::int64_t period_bins = 0;  // when detected
  std::string label;             // "daily" or "weekly", when detected
  std::optional<double> score;   // the best one, when it could be judged
};
inline constexpr double kPeriodicityThreshold = 0.85;

// In the unit of the series. The percentiles are interpolated, unlike those of runs in metrics/
// percentile.h: authors compare them with what their monitors show.
struct SeriesSummary {
  std::string series_id;
  std::int64_t count = 0;
  double min = 0, max = 0, avg = 0;
  std::int64_t peak_bin = 0;  // first bin of the largest value
  double p50 = 0, p90 = 0, p95 = 0, p99 = 0;
  double sum = 0, std_dev = 0;  // std_dev of the whole population: divided by count
  Periodicity periodicity;
};

// The value below which `fraction` of the sorted values lie: linear between neighbours, at position
// fraction * (count - 1). Requires at least one value.
double percentile(std::span<const double> sorted, double fraction);

// Costs two passes over the values.
Periodicity find_periodicity(std::span<const double> values, std::optional<std::int64_t> bin_size,
                             const std::string& bin_unit);

SeriesSummary summarize(const StoredSeries& series);
// Problems: those of read_series.
Result<SeriesSummary> summarize_series(Env& env, const std::string& id);

// {"seriesId","count","min","max","avg","peak":{"peakBin","peakValue"},
//  "percentiles":{"p50","p90","p95","p99"},"periodicity":{"detected","periodBins"?,"label"?},
//  "diagnostics"?:{"sum","median","stdDev","periodicityScore"?}}
std::string to_json(const SeriesSummary& summary, DetailLevel detail);

}  // namespace flowtime
