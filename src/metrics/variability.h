// How much a flow varies, and the wait that variation causes.
#pragma once

#include "metrics/each_bin.h"

namespace flowtime {

// Coefficient of variation of what was observed: population standard deviation / |mean|; 0 with
// fewer than two values or a mean of 0. Absent values are skipped.
// Two passes: the mean first, so that large values of little variation keep their digits.
double sample_cv(SeriesIn series);

// The same of a distribution; probabilities need not sum to 1. 0 where the expected value is 0.
double pmf_cv(SeriesIn values, SeriesIn probabilities);

// Kingman's mean wait in front of one server, in ms:
//   u / (1 - u) * (cv_arrivals^2 + cv_service^2) / 2 * mean_service_time_ms
// Absent unless 0 < u < 1, both cv >= 0 and the service time > 0.
double kingman_wait_ms(double utilization, double cv_arrivals, double cv_service,
                       double mean_service_time_ms);

}  // namespace flowtime
