#include "metrics/variability.h"

#include <cmath>

namespace flowtime {
namespace {

// sqrt(sum of w * (x - mean)^2 / sum of w) / |mean| over the finite x; weight(i) > 0 or skipped.
template <class Weight>
double weighted_cv(SeriesIn values, Weight weight) {
  double total = 0, sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (is_absent(values[i])) continue;
    total += weight(i);
    sum += weight(i) * values[i];
  }
  const double mean = sum / total;
  // Also where total is absent, which compares as false.
  if (!(total > 0) || mean == 0) return 0.0;
  double squares = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (is_absent(values[i])) continue;
    const double apart = values[i] - mean;
    squares += weight(i) * apart * apart;
  }
  return std::sqrt(squares / total) / std::fabs(mean);
}

}  // namespace

double sample_cv(SeriesIn series) {
  return weighted_cv(series, [](std::size_t) { return 1.0; });
}

double pmf_cv(SeriesIn values, SeriesIn probabilities) {
  FT_CHECK(values.size() == probabilities.size());
  return weighted_cv(values, [=](std::size_t i) { return probabilities[i]; });
}

double kingman_wait_ms(double utilization, double cv_arrivals, double cv_service,
                       double mean_service_time_ms) {
  const bool finite = is_finite(utilization) && is_finite(cv_arrivals) && is_finite(cv_service) &&
                      is_finite(mean_service_time_ms);
  const bool stable = utilization > 0 && utilization < 1;
  if (!finite || !stable || cv_arrivals < 0 || cv_service < 0 || mean_service_time_ms <= 0) {
    return kAbsent;
  }
  const double variation = (cv_arrivals * cv_arrivals + cv_service * cv_service) / 2;
  return utilization / (1 - utilization) * variation * mean_service_time_ms;
}

}  // namespace flowtime
