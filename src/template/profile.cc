#include "template/profile.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/check.h"

namespace flowtime::template_detail {
namespace {

constexpr int kBinsPerHour = 12;

struct BuiltinProfile {
  std::string_view name;
  std::array<double, 24> by_hour;
};

constexpr std::array<BuiltinProfile, 3> kProfiles{{
    {"weekday-office", {.18,  .16,  .15,  .15, .2,  .3,  .45, .7, .95, 1.15, 1.25, 1.3,
                        1.25, 1.15, 1.05, 1.0, .95, .85, .65, .5, .38, .3,   .25,  .2}},
    {"three-shift", {.9,   .9,   .9,   .92,  .95, .98, 1.0, 1.03, 1.06, 1.1, 1.12, 1.15,
                     1.12, 1.08, 1.05, 1.02, 1.0, .98, .96, .94,  .92,  .9,  .9,   .9}},
    {"hub-rush-hour", {.2, .18, .17, .17, .2,   .35, .7,   1.2, 1.4, 1.25, 1.0, .85,
                       .8, .85, .95, 1.1, 1.35, 1.5, 1.35, 1.0, .65, .4,   .3,  .22}},
}};

constexpr std::array<std::string_view, 3> kNames{kProfiles[0].name, kProfiles[1].name,
                                                 kProfiles[2].name};

}  // namespace

std::optional<std::vector<double>> builtin_profile(std::string_view name) {
  for (const BuiltinProfile& profile : kProfiles) {
    if (!same_ignoring_case(profile.name, name)) continue;
    std::vector<double> weights;
    for (const double weight : profile.by_hour) weights.insert(weights.end(), kBinsPerHour, weight);
    return with_mean_one(std::move(weights));
  }
  return std::nullopt;
}

std::span<const std::string_view> builtin_profile_names() { return kNames; }

std::vector<double> with_mean_one(std::vector<double> weights) {
  double sum = 0;
  for (const double weight : weights) sum += weight;
  const double mean = sum / static_cast<double>(weights.size());
  FT_CHECK(mean > 0);
  for (double& weight : weights) weight /= mean;
  return weights;
}

std::vector<double> spread(std::span<const double> weights, std::size_t bins) {
  FT_CHECK(!weights.empty());
  // Equal lengths: nothing is read between weights.
  if (weights.size() == bins) return with_mean_one({weights.begin(), weights.end()});
  std::vector<double> result(bins);
  const auto last = static_cast<double>(weights.size() - 1);
  for (std::size_t i = 0; i < bins; ++i) {
    // Read at i / bins, not i / (bins - 1): the last bin begins before the end of the shape.
    const double at = static_cast<double>(i) / static_cast<double>(bins) * last;
    const auto below = static_cast<std::size_t>(at);
    const std::size_t above = std::min(below + 1, weights.size() - 1);
    const double part = at - static_cast<double>(below);
    result[i] = weights[below] + (weights[above] - weights[below]) * part;
  }
  // Reading between weights changes their mean; the expected value must survive.
  return with_mean_one(std::move(result));
}

}  // namespace flowtime::template_detail
