#include "metrics/useful_share.h"

#include <algorithm>
#include <cmath>

#include "metrics/percentile.h"

namespace flowtime {
namespace {

constexpr double kNormShare = 0.9, kLeastBand = 0.05;
constexpr double kDeviations = 3 * 1.4826;  // three standard deviations, from a median deviation
constexpr double kSamplingDeviations = 4;

double median(const std::vector<double>& values) { return percentile_of_bins(values, 0.5); }

double median_deviation(const std::vector<double>& values) {
  const double middle = median(values);
  std::vector<double> deviations;
  for (const double value : values) deviations.push_back(std::fabs(value - middle));
  return median(deviations);
}

double median_step(const std::vector<double>& share, std::int64_t bins_per_hour) {
  std::vector<double> steps;
  const auto back = static_cast<std::size_t>(std::max<std::int64_t>(1, bins_per_hour));
  for (std::size_t t = back; t < share.size(); ++t) {
    const double step = std::fabs(share[t] - share[t - back]);
    if (is_finite(step)) steps.push_back(step);
  }
  return median(steps);
}

// The present shares of the bins that count for the norm.
std::vector<double> usual(const std::vector<double>& share, const std::vector<bool>& quiet) {
  std::vector<double> chosen, all;
  for (std::size_t t = 0; t < share.size(); ++t) {
    if (is_absent(share[t])) continue;
    all.push_back(share[t]);
    if (quiet.empty() || quiet[t]) chosen.push_back(share[t]);
  }
  return chosen.empty() ? all : chosen;
}

}  // namespace

double UsefulShare::band(double n) const {
  const double sampling =
      n > 0 ? kSamplingDeviations * std::sqrt(std::max(0.0, norm * (1 - norm)) / n) : 0;
  return std::max({kLeastBand, spread, sampling});
}

void trailing_useful_share(SeriesIn served, SeriesIn work, std::vector<double>& share,
                           std::vector<double>& attempts) {
  double sum_served = 0, sum_work = 0;
  std::size_t first = 0;
  const auto at = [](SeriesIn series, std::size_t t) {
    return std::max(0.0, finite_or_zero(value_at(series, t)));
  };
  for (std::size_t t = 0; t < work.size(); ++t) {
    sum_served += at(served, t);
    sum_work += at(work, t);
    // The oldest bin leaves only if enough attempts remain: the window is the shortest with 200.
    while (first < t && sum_work - at(work, first) >= kUsefulWindow) {
      sum_work -= at(work, first);
      sum_served -= at(served, first);
      ++first;
    }
    // Work may be served later than it was tried, so the ratio of a window may exceed 1.
    share.push_back(sum_work > 0 ? std::clamp(sum_served / sum_work, 0.0, 1.0) : kAbsent);
    attempts.push_back(sum_work);
  }
}

UsefulShare useful_share(SeriesIn served, SeriesIn work, const std::vector<bool>& quiet,
                         std::int64_t bins_per_hour) {
  UsefulShare useful;
  trailing_useful_share(served, work, useful.share, useful.attempts);
  const std::vector<double> norm_bins = usual(useful.share, quiet);
  useful.norm = percentile_of_bins(norm_bins, kNormShare);
  const double step = median_step(useful.share, bins_per_hour);
  const double deviation = median_deviation(usual(useful.share, {}));
  // A run shorter than an hour has no step to compare with.
  const double mad = is_absent(step) ? deviation : std::min(deviation, step);
  useful.spread = kDeviations * finite_or_zero(mad);
  return useful;
}

}  // namespace flowtime
