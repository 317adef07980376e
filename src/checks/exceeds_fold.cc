#include "checks/exceeds_fold.h"

#include <algorithm>

namespace flowtime::checks {

double worst_ratio(double a, double b) { return std::fabs(a) / std::max(std::fabs(b), kTolerance); }

void ExceedsFold::accept(const SeriesTile& tile) {
  for (std::size_t i = 0; i < compared_.size(); ++i) {
    const double* a = tile.series[compared_[i].a.value];
    const double* b = tile.series[compared_[i].b.value];
    // The margin adds half of the absolute tolerance and not the relative one: it clears less than
    // the exact question, never more.
    const auto margin = [=](std::int64_t t) { return (b[t] + kHalfTolerance) - a[t]; };
    if (!no_negative_margin(tile.bins, margin)) note(i, tile);
  }
}

void ExceedsFold::note(std::size_t i, const SeriesTile& tile) {
  const std::span<const double> a = tile[compared_[i].a], b = tile[compared_[i].b];
  for (std::size_t t = 0; t < a.size(); ++t) {
    if (!(a[t] - b[t] > tolerance_of(b[t]))) continue;
    const double ratio =
        figure_ == Figure::kSmallest ? worst_ratio(b[t], a[t]) : worst_ratio(a[t], b[t]);
    offences_.of(i).add(tile.first_bin + static_cast<std::int64_t>(t), ratio, figure_);
  }
}

void ExceedsFold::report(const Finding& blank, std::vector<Finding>& findings) const {
  for (const auto& [i, offence] : offences_) {
    const std::string& id = *compared_[i].id;
    findings.push_back(finding_about(blank, id, std::string(says_) + " " + offence.where()));
    offence.describe(findings.back());
  }
}

}  // namespace flowtime::checks
