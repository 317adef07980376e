// The two shapes a measured series can give a model: a profile (weights over the bins, mean 1) and
// a pmf (values with probabilities).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "text/json_writer.h"

namespace flowtime {

// How much of its mean a node has in each bin of a grid.
struct ProfileShape {
  std::string kind = "inline";  // or "builtin": then `name` says which, and there are no weights
  std::string name{};
  std::vector<double> weights{};
};

// One probability per value; they sum to 1 within the tolerance of pmf_moments.
struct PmfShape {
  std::vector<double> values{}, probabilities{};
};

// Problems: profile_kind_unknown, profile_name_missing, profile_weights_missing,
// profile_weight_negative, profile_mean (not positive).
Result<Done> check_profile(const ProfileShape& profile);
// Problems: pmf_empty, pmf_lengths_differ, pmf_probability, pmf_sum, pmf_value_twice.
Result<Done> check_pmf(const PmfShape& pmf);

// {"kind","name","weights":[]}
void write_profile(JsonWriter& json, const ProfileShape& profile);
// {"values":[],"probabilities":[]}
void write_pmf(JsonWriter& json, const PmfShape& pmf);

// Both: the pmf is shown.
struct PreviewRequest {
  std::optional<ProfileShape> profile{};
  std::optional<PmfShape> pmf{};
};

// {"summary":{"kind","name"?,"count","min","max","avg","weights"|"values","probabilities"?}} with
// the first ten entries of every list; avg of a pmf is its expected value. Expert adds
// "diagnostics":{"sum","shown"}. Problems: profile_or_pmf_missing and those of check_*.
Result<std::string> preview_json(const PreviewRequest& request, bool expert);

}  // namespace flowtime
