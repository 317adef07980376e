// What a capture does about bins without a value.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/finding.h"

namespace flowtime {

inline constexpr std::size_t kShownBins = 5;  // of a finding

// Our runs keep one kind of absent value, so that every option speaks of the same bins. The default
// keeps them absent and says nothing.
// All three may be given together: then both findings are reported.
struct GapPolicy {
  bool fill_nan = false;   // 0 instead, reported as nan_fill
  bool detect = false;     // kept absent, reported as data_gap
  bool fill_gaps = false;  // 0 instead, reported as data_gap
};

// What a bin without a value becomes: 0, or absent. One finding per series that has gaps: how many
// bins, and which are the first five.
// Appends to `findings`; nothing where every bin has a value. `what` begins the sentence.
double gap_value(std::span<const double> values, const GapPolicy& policy,
                 const std::string& node_id, const std::string& what,
                 std::vector<Finding>& findings);

}  // namespace flowtime
