// Expectations of a run as lines for people.
#pragma once

#include <string>
#include <vector>

#include "run/expectation_outcome.h"

namespace flowtime::cli {

// "Expectations: 1 of 2 hold", then a line for each, the broken ones first:
//   FAIL  max(queue) < 100: it is 429
//   ok    lost(Core) == 0: it is 0
// Nothing without any.
std::string expectations_text(const std::vector<ExpectationOutcome>& outcomes);

// The findings without those of broken expectations, which have lines of their own.
// In their order.
std::vector<Finding> other_findings(std::vector<Finding> findings);

}  // namespace flowtime::cli
