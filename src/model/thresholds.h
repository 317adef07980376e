// Thresholds that a model or a request sets in place of the ones of the table of verdicts
// (docs/semantics.md, "Judgement"; the table itself: metrics/threshold_table.h).
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>

namespace flowtime {

// The rows of the table, in its order.
inline constexpr std::array<const char*, 11> kThresholdNames{
    "wait",    "willBeLate",  "full",      "dropped", "usefulShare", "failing",
    "refused", "unaccounted", "departure", "stuck",   "overlay"};

struct ThresholdOverride {
  bool off = false;  // the row never applies
  std::optional<double> warning, critical;
  bool operator==(const ThresholdOverride&) const = default;
};
using ThresholdOverrides = std::map<std::string, ThresholdOverride>;  // by the name of the row

}  // namespace flowtime
