// Which of the series that were measured are inputs of a model, and which it computes itself.
#pragma once

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "compile/compile.h"

namespace flowtime {

// "served" of "served@Gold".
std::string measured_total(const std::string& id);
// Bare ids of the totals.
std::set<std::string> measured_totals(const std::vector<MeasuredSeries>& measured);

// Those of the totals that the model computes from nothing else that was measured, in the same bin
// or an earlier one. `plan` is compiled with_computed from what was measured.
// O(totals x ops): each total is walked back through the plan on its own.
std::set<std::string> measured_inputs(const Plan& plan, const std::set<std::string>& totals);

// Of what was measured the series of these totals, with their classes.
std::shared_ptr<const std::vector<MeasuredSeries>> measured_of(
    const std::vector<MeasuredSeries>& measured, const std::set<std::string>& totals);

}  // namespace flowtime
