// Why a run is refused: the fault where it was written, not everything that follows from it.
//
// A capacity of -500 makes what is served negative, and what arrives behind it. The findings tell
// each; a person mends the capacity.
#pragma once

#include <string>
#include <vector>

#include "base/finding.h"
#include "base/problem.h"
#include "checks/check_run.h"
#include "model/model.h"

namespace flowtime {

// The findings that block, as problems. Those about a negative series that comes from negative
// numbers of a const node are one problem per such node, at its place in the document; any other
// finding is a problem of its own.
Problems blocking_problems(const std::vector<Finding>& findings, FailOn fail_on,
                           const Model& model);

// "Checkout: served exceeds arrivals (bins 3, 4)"
std::string sentence_of(const Finding& finding);

}  // namespace flowtime
