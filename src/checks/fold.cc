#include "checks/fold.h"

#include <algorithm>

namespace flowtime::checks {

void Offence::add(std::int64_t bin, double value, Figure keep) {
  if (count < static_cast<std::int64_t>(first_bins.size())) {
    first_bins[static_cast<std::size_t>(count)] = bin;
  }
  const bool replaces =
      (keep == Figure::kLargest && value > figure) || (keep == Figure::kSmallest && value < figure);
  // Also NaN, which replaces nothing later and is replaced by nothing.
  if (count == 0 || replaces) figure = value;
  ++count;
}

std::string Offence::where() const {
  const std::string first = "at bin " + std::to_string(first_bins[0]);
  return count == 1 ? first : "in " + std::to_string(count) + " bins, first " + first;
}

void Offence::describe(Finding& finding) const {
  const auto kept = std::min<std::int64_t>(count, static_cast<std::int64_t>(first_bins.size()));
  finding.bins.assign(first_bins.begin(), first_bins.begin() + kept);
  finding.value = figure;
}

Finding finding_about(const Finding& blank, const std::string& node_id, const std::string& what) {
  Finding finding = blank;
  finding.node_id = node_id;
  finding.message = "'" + node_id + "' " + what;
  return finding;
}

}  // namespace flowtime::checks
