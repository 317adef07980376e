#include "authoring/series_summary.h"

#include <algorithm>
#include <cmath>

#include "base/check.h"
#include "series/time_grid.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

std::optional<double> repeat_score(std::span<const double> values, std::int64_t period) {
  double moved = 0, size = 0;
  for (auto t = static_cast<std::size_t>(period); t < values.size(); ++t) {
    moved += std::fabs(values[t] - values[t - static_cast<std::size_t>(period)]);
    size += std::fabs(values[t]);
  }
  if (size <= 0) return std::nullopt;
  return std::clamp(1 - moved / size, 0.0, 1.0);
}

// Milliseconds of a bin that divides the day, or nothing.
std::optional<std::int64_t> width_of_bin(std::optional<std::int64_t> size,
                                         const std::string& unit) {
  const std::optional<BinUnit> known = parse_bin_unit(unit);
  if (!size || !known || *size < 1 || *size > kMsPerDay) return std::nullopt;
  const std::int64_t ms = *size * milliseconds_in(*known);
  if (ms > kMsPerDay || kMsPerDay % ms != 0) return std::nullopt;
  return ms;
}

}  // namespace

double percentile(std::span<const double> sorted, double fraction) {
  FT_CHECK(!sorted.empty());
  const double position = fraction * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (sorted[above] - sorted[below]) * (position - static_cast<double>(below));
}

Periodicity find_periodicity(std::span<const double> values, std::optional<std::int64_t> bin_size,
                             const std::string& bin_unit) {
  Periodicity found;
  const std::optional<std::int64_t> width = width_of_bin(bin_size, bin_unit);
  if (!width) return found;
  for (const auto& [days, label] : {std::pair{1, "daily"}, std::pair{7, "weekly"}}) {
    const std::int64_t period = days * kMsPerDay / *width;
    if (period < 2 || static_cast<std::int64_t>(values.size()) < 2 * period) continue;
    const std::optional<double> score = repeat_score(values, period);
    if (!score) continue;
    found.score = std::max(found.score.value_or(0), *score);
    if (*score < kPeriodicityThreshold) continue;
    found.detected = true;
    found.period_bins = period;
    found.label = label;
    found.score = score;
    return found;
  }
  return found;
}

SeriesSummary summarize(const StoredSeries& series) {
  const std::vector<double>& values = series.values;
  FT_CHECK(!values.empty());
  std::vector<double> sorted = values;
  std::sort(sorted.begin(), sorted.end());
  SeriesSummary summary;
  summary.series_id = series.id;
  summary.count = static_cast<std::int64_t>(values.size());
  summary.min = sorted.front();
  summary.max = sorted.back();
  summary.peak_bin = std::max_element(values.begin(), values.end()) - values.begin();
  for (const double value : values) summary.sum += value;
  const auto count = static_cast<double>(values.size());
  summary.avg = summary.sum / count;
  double squares = 0;
  for (const double value : values) squares += (value - summary.avg) * (value - summary.avg);
  summary.std_dev = std::sqrt(squares / count);
  summary.p50 = percentile(sorted, 0.5);
  summary.p90 = percentile(sorted, 0.9);
  summary.p95 = percentile(sorted, 0.95);
  summary.p99 = percentile(sorted, 0.99);
  summary.periodicity =
      find_periodicity(values, series.metadata.bin_size, series.metadata.bin_unit);
  return summary;
}

Result<SeriesSummary> summarize_series(Env& env, const std::string& id) {
  FT_TRY(const StoredSeries series, read_series(env, id));
  return summarize(series);
}

std::string to_json(const SeriesSummary& summary, DetailLevel detail) {
  const Periodicity& periodicity = summary.periodicity;
  JsonWriter json;
  json.begin_object().member("seriesId", summary.series_id).member("count", summary.count);
  json.member("min", summary.min).member("max", summary.max).member("avg", summary.avg);
  json.key("peak").begin_object().member("peakBin", summary.peak_bin);
  json.member("peakValue", summary.max).end_object();
  json.key("percentiles").begin_object().member("p50", summary.p50).member("p90", summary.p90);
  json.member("p95", summary.p95).member("p99", summary.p99).end_object();
  json.key("periodicity").begin_object().member("detected", periodicity.detected);
  if (periodicity.detected) {
    json.member("periodBins", periodicity.period_bins).member("label", periodicity.label);
  }
  json.end_object();
  if (detail == DetailLevel::kExpert) {
    json.key("diagnostics").begin_object().member("sum", summary.sum);
    json.member("median", summary.p50).member("stdDev", summary.std_dev);
    if (periodicity.score) json.member("periodicityScore", *periodicity.score);
    json.end_object();
  }
  json.end_object();
  return json.take();
}

}  // namespace flowtime
