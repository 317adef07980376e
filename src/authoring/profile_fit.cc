#include "authoring/profile_fit.h"

#include <algorithm>
#include <cmath>

#include "authoring/series_store.h"
#include "model/pmf.h"
#include "series/time_grid.h"

namespace flowtime {
namespace {

constexpr double kPeakWeight = 1.5;
constexpr double kDecimals = 1e6;  // samples closer than a millionth are one value

Problem fit_problem(const char* code, std::string message, std::string remedy) {
  return {.code = code, .message = std::move(message), .remedy = std::move(remedy)};
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

double rounded(double value) {
  // Half away from zero, and + 0.0 so that -0 becomes 0: two signs would be two values of the pmf.
  const double scaled = std::floor(std::fabs(value) * kDecimals + 0.5) / kDecimals;
  return std::copysign(scaled, value) + 0.0;
}

void describe(FittedProfile& fitted, const std::vector<double>& values) {
  fitted.count = static_cast<std::int64_t>(values.size());
  fitted.min = *std::min_element(values.begin(), values.end());
  fitted.max = *std::max_element(values.begin(), values.end());
  fitted.avg = mean_of(values);
}

// Sorted and counted; exact, since rounding has made equal samples equal numbers.
PmfShape shares_of(std::vector<double> values) {
  for (double& value : values) value = rounded(value);
  std::sort(values.begin(), values.end());
  PmfShape pmf;
  const auto count = static_cast<double>(values.size());
  for (std::size_t first = 0; first < values.size();) {
    std::size_t end = first + 1;
    while (end < values.size() && values[end] == values[first]) ++end;
    pmf.values.push_back(values[first]);
    pmf.probabilities.push_back(static_cast<double>(end - first) / count);
    first = end;
  }
  return pmf;
}

Result<ProfileShape> normalized(std::vector<double> weights) {
  ProfileShape profile;
  profile.weights = std::move(weights);
  FT_RETURN_IF_PROBLEM(check_profile(profile));
  const double mean = mean_of(profile.weights);
  for (double& weight : profile.weights) weight /= mean;
  return profile;
}

Result<FittedProfile> from_values(const std::vector<double>& values, const char* source,
                                  bool as_profile) {
  FittedProfile fitted;
  fitted.source = source;
  describe(fitted, values);
  fitted.method = as_profile ? "series-normalized" : "empirical-" + fitted.source;
  if (as_profile) {
    FT_TRY(fitted.profile, normalized(values));
  } else {
    fitted.pmf = shares_of(values);
  }
  return fitted;
}

Result<std::vector<double>> peaked_weights(const FitRequest& request) {
  if (!request.bins || *request.bins < 1 || *request.bins > kMaxBins) {
    return fit_problem("fit_bins_missing", "'bins' is required for a profile from a summary.",
                       "Give the number of bins of the grid, from 1 up.");
  }
  std::vector<double> weights(static_cast<std::size_t>(*request.bins), 1.0);
  const auto& peak = request.summary->peak_bin;
  // A flat profile, which says that nothing is known of the course of the day.
  if (!peak) return weights;
  if (*peak < 0 || *peak >= *request.bins) {
    return fit_problem("fit_peak_outside", "'summary.peakBin' is not one of the bins",
                       "Give a bin from 0 to bins - 1.");
  }
  weights[static_cast<std::size_t>(*peak)] = kPeakWeight;
  return weights;
}

// Values that coincide are one, with the sum of their probabilities.
PmfShape triangular(double min, double middle, double max) {
  PmfShape pmf;
  for (const auto& [value, share] :
       {std::pair{min, 0.25}, std::pair{middle, 0.5}, std::pair{max, 0.25}}) {
    if (!pmf.values.empty() && pmf.values.back() == value) {
      pmf.probabilities.back() += share;
    } else {
      pmf.values.push_back(value);
      pmf.probabilities.push_back(share);
    }
  }
  return pmf;
}

Result<Done> fit_triangle(FittedProfile& fitted, const FitSummary& summary) {
  if (!summary.min || !summary.max) {
    return fit_problem("fit_range_missing",
                       "'summary.min' and 'summary.max' are required for a pmf.", "Give both.");
  }
  fitted.avg = summary.avg.value_or((*summary.min + *summary.max) / 2);
  const double middle = summary.p50.value_or(fitted.avg);
  if (*summary.min > middle || middle > *summary.max) {
    return fit_problem("fit_range", "the middle of the summary is not between min and max",
                       "Give min <= p50 (or avg) <= max.");
  }
  fitted.pmf = triangular(*summary.min, middle, *summary.max);
  return Done{};
}

Result<FittedProfile> from_summary(const FitRequest& request, bool as_profile) {
  const FitSummary& summary = *request.summary;
  FittedProfile fitted;
  fitted.source = "summary";
  fitted.method = as_profile ? "summary-synthetic" : "synthetic-triangular";
  fitted.count = summary.count.value_or(0);
  fitted.min = summary.min.value_or(0);
  fitted.max = summary.max.value_or(0);
  fitted.avg = summary.avg.value_or(0);
  if (!as_profile) {
    FT_RETURN_IF_PROBLEM(fit_triangle(fitted, summary));
    return fitted;
  }
  FT_TRY(std::vector<double> weights, peaked_weights(request));
  FT_TRY(fitted.profile, normalized(std::move(weights)));
  return fitted;
}

// Whether a profile is wanted.
Result<bool> wants_profile(const FitRequest& request) {
  // Only a series has an order in time.
  if (request.mode.empty()) return !request.series_id.empty();
  if (request.mode == "profile" || request.mode == "pmf") return request.mode == "profile";
  return fit_problem("fit_mode_unknown", "'mode' must be 'profile' or 'pmf'.",
                     "Leave it out: a series gives a profile, samples and a summary a pmf.");
}

Result<FittedProfile> from_samples(const std::vector<double>& samples, bool as_profile) {
  if (as_profile) {
    return fit_problem("fit_source_missing", "a profile needs 'seriesId' or 'summary'.",
                       "Ingest the numbers as a series: samples have no order in time.");
  }
  if (samples.empty()) {
    return fit_problem("fit_samples_empty", "'samples' has no values", "Give at least one.");
  }
  return from_values(samples, "samples", false);
}

Result<FittedProfile> fitted_by(Env& env, const FitRequest& request, bool as_profile) {
  if (!request.series_id.empty()) {
    FT_TRY(const StoredSeries series, read_series(env, request.series_id));
    return from_values(series.values, "series", as_profile);
  }
  // Samples cannot give a profile: a summary beside them can.
  if (request.samples && !(as_profile && request.summary)) {
    return from_samples(*request.samples, as_profile);
  }
  if (request.summary) return from_summary(request, as_profile);
  return fit_problem("fit_source_missing", "'seriesId', 'samples' or 'summary' is required.",
                     "Give one of them.");
}

}  // namespace

Result<FittedProfile> fit_profile(Env& env, const FitRequest& request) {
  FT_TRY(const bool as_profile, wants_profile(request));
  FT_TRY(FittedProfile fitted, fitted_by(env, request, as_profile));
  fitted.detail = request.detail;
  return fitted;
}

std::string to_json(const FittedProfile& fitted) {
  JsonWriter json;
  json.begin_object().member("kind", fitted.profile ? "profile" : "pmf");
  json.member("method", fitted.method);
  if (fitted.profile) write_profile(json.key("profile"), *fitted.profile);
  if (fitted.pmf) write_pmf(json.key("pmf"), *fitted.pmf);
  json.key("summary").begin_object().member("source", fitted.source);
  json.member("count", fitted.count).member("min", fitted.min).member("max", fitted.max);
  json.member("avg", fitted.avg).end_object();
  if (fitted.detail == DetailLevel::kExpert) {
    const auto& entries = fitted.profile ? fitted.profile->weights : fitted.pmf->values;
    const double expected = fitted.pmf
                                ? pmf_moments(fitted.pmf->values, fitted.pmf->probabilities)->mean
                                : mean_of(entries);
    json.key("diagnostics").begin_object();
    json.member("entries", static_cast<std::int64_t>(entries.size()));
    json.member("expected", expected).end_object();
  }
  json.end_object();
  return json.take();
}

}  // namespace flowtime
