// The plain evaluation of a Plan: every op of Plan::order for bin 0, then every op for bin 1, and
// so on. One lane, one array per column, no tiles, no reused buffers. It follows the equations of
// plan/plan.h word by word and shares nothing with the evaluator but the scalar arithmetic of
// expressions, so it can say what the right bits are.
#pragma once

#include <span>

#include "eval/evaluate.h"
#include "plan/plan.h"
#include "series/series_view.h"

namespace flowtime::tests {

// The published series of the whole grid; absent values are canonical.
SeriesTable evaluate_plainly(const Plan& plan, std::span<const ParameterOverride> parameters = {});

}  // namespace flowtime::tests
