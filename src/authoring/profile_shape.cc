#include "authoring/profile_shape.h"

#include <algorithm>
#include <span>

#include "model/pmf.h"

namespace flowtime {
namespace {

constexpr std::size_t kPreviewed = 10;

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum;
}

Problem profile_problem(const char* code, std::string message, std::string remedy) {
  return {
      .code = code, .message = std::move(message), .remedy = std::move(remedy), .path = "/profile"};
}

void write_numbers(JsonWriter& json, const char* name, std::span<const double> values) {
  json.key(name).begin_array();
  for (const double value : values) json.number(value);
  json.end_array();
}

std::span<const double> first_of(const std::vector<double>& values) {
  return {values.data(), std::min(values.size(), kPreviewed)};
}

void write_range(JsonWriter& json, const std::vector<double>& values, double avg) {
  json.member("count", static_cast<std::int64_t>(values.size()));
  json.member("min", *std::min_element(values.begin(), values.end()));
  json.member("max", *std::max_element(values.begin(), values.end())).member("avg", avg);
}

void write_diagnostics(JsonWriter& json, const std::vector<double>& summed) {
  json.key("diagnostics").begin_object().member("sum", sum_of(summed));
  json.member("shown", static_cast<std::int64_t>(first_of(summed).size())).end_object();
}

std::string profile_preview(const ProfileShape& profile, bool expert) {
  JsonWriter json;
  json.begin_object().key("summary").begin_object().member("kind", "profile");
  if (!profile.name.empty()) json.member("name", profile.name);
  // A built-in one: its weights are filled in when a model is generated.
  if (profile.weights.empty()) {
    json.member("count", 0).key("weights").begin_array().end_array().end_object();
    return json.end_object().take();
  }
  write_range(json, profile.weights,
              sum_of(profile.weights) / static_cast<double>(profile.weights.size()));
  write_numbers(json, "weights", first_of(profile.weights));
  json.end_object();
  if (expert) write_diagnostics(json, profile.weights);
  return json.end_object().take();
}

std::string pmf_preview(const PmfShape& pmf, bool expert) {
  JsonWriter json;
  json.begin_object().key("summary").begin_object().member("kind", "pmf");
  write_range(json, pmf.values, pmf_moments(pmf.values, pmf.probabilities)->mean);
  write_numbers(json, "values", first_of(pmf.values));
  write_numbers(json, "probabilities", first_of(pmf.probabilities));
  json.end_object();
  if (expert) write_diagnostics(json, pmf.probabilities);
  return json.end_object().take();
}

}  // namespace

Result<Done> check_profile(const ProfileShape& profile) {
  if (profile.kind == "builtin") {
    if (!profile.name.empty()) return Done{};
    return profile_problem("profile_name_missing", "a builtin profile needs its name",
                           "Give name, e.g. weekday-office, or weights with kind inline.");
  }
  if (profile.kind != "inline") {
    return profile_problem("profile_kind_unknown", "'profile.kind' must be 'inline' or 'builtin'.",
                           "Leave it out for inline weights.");
  }
  if (profile.weights.empty()) {
    return profile_problem("profile_weights_missing", "a profile needs weights, one per bin",
                           "Give weights: [..].");
  }
  const auto negative = [](double weight) { return weight < 0; };
  if (std::any_of(profile.weights.begin(), profile.weights.end(), negative)) {
    return profile_problem("profile_weight_negative", "a weight of the profile is negative",
                           "Give weights of at least 0.");
  }
  if (sum_of(profile.weights) > 0) return Done{};
  return profile_problem("profile_mean", "the weights of a profile must have a mean above 0",
                         "Give at least one weight above 0.");
}

Result<Done> check_pmf(const PmfShape& pmf) {
  const auto moments = pmf_moments(pmf.values, pmf.probabilities);
  if (!moments) return moments.problems();
  // Sampling would be right either way, but two entries of one value are a slip of the author.
  std::vector<double> sorted = pmf.values;
  std::sort(sorted.begin(), sorted.end());
  if (std::adjacent_find(sorted.begin(), sorted.end()) == sorted.end()) return Done{};
  return Problem{.code = "pmf_value_twice",
                 .message = "a value is given twice in the pmf",
                 .remedy = "Give every value once, with the sum of its probabilities.",
                 .path = "/pmf/values"};
}

void write_profile(JsonWriter& json, const ProfileShape& profile) {
  json.begin_object().member("kind", profile.kind).key("name");
  profile.name.empty() ? json.null() : json.string(profile.name);
  write_numbers(json, "weights", profile.weights);
  json.end_object();
}

void write_pmf(JsonWriter& json, const PmfShape& pmf) {
  json.begin_object();
  write_numbers(json, "values", pmf.values);
  write_numbers(json, "probabilities", pmf.probabilities);
  json.end_object();
}

Result<std::string> preview_json(const PreviewRequest& request, bool expert) {
  if (request.pmf) {
    FT_RETURN_IF_PROBLEM(check_pmf(*request.pmf));
    return pmf_preview(*request.pmf, expert);
  }
  if (!request.profile) {
    return Problem{.code = "profile_or_pmf_missing",
                   .message = "'profile' or 'pmf' is required.",
                   .remedy = "Give one of the two, e.g. as profiles/fit answers it."};
  }
  FT_RETURN_IF_PROBLEM(check_profile(*request.profile));
  return profile_preview(*request.profile, expert);
}

}  // namespace flowtime
