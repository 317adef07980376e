// Measured numbers -> a profile or a pmf.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "authoring/detail_level.h"
#include "authoring/profile_shape.h"
#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

// What a user knows of numbers that they do not have.
// All optional: which are needed depends on what is made from them (below).
struct FitSummary {
  std::optional<double> min{}, max{}, avg{}, p50{}, p90{}, p95{}, p99{};
  std::optional<std::int64_t> count{}, peak_bin{};
};

// Values are in the unit of the series; weights and probabilities have none.
struct FitRequest {
  std::string mode;       // "profile" or "pmf"; empty: profile of a series, pmf of all else
  std::string series_id;  // the first of series, samples and summary that is given counts
  std::optional<std::vector<double>> samples;
  std::optional<FitSummary> summary;
  std::optional<std::int64_t> bins;  // of a profile made from a summary
  DetailLevel detail = DetailLevel::kBasic;
};

// Exactly one of `profile` and `pmf` is set. The methods:
struct FittedProfile {
  // series-normalized:    weight[t] = x[t] / mean(x)
  // summary-synthetic:    1 in every bin and 1.5 at the peak, divided by their mean
  // empirical-samples,
  // empirical-series:     each value, rounded to 6 decimals, with its share
  // synthetic-triangular: min, middle (p50, else avg, else halfway) and max with 1/4, 1/2, 1/4
  std::string method;
  std::optional<ProfileShape> profile;
  std::optional<PmfShape> pmf;
  std::string source;  // "series", "samples" or "summary"
  std::int64_t count = 0;
  double min = 0, max = 0, avg = 0;  // of the numbers that went in
  DetailLevel detail = DetailLevel::kBasic;
};

// Problems: fit_mode_unknown, fit_source_missing, fit_bins_missing, fit_peak_outside,
// fit_range_missing, fit_range, fit_samples_empty, profile_weight_negative, profile_mean, and those
// of read_series.
// Reads the series from the data root; writes nothing.
Result<FittedProfile> fit_profile(Env& env, const FitRequest& request);

// {"kind":"profile"|"pmf","method","profile"|"pmf",
//  "summary":{"source","count","min","max","avg"},"diagnostics"?:{"entries","expected"}}
std::string to_json(const FittedProfile& fitted);

}  // namespace flowtime
