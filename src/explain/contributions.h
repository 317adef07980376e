// Contributions: the causes of a walk as they are shown. Split by class, largest first, cut to the
// limits, with amounts whose sum from left to right is the value.
#pragma once

#include <vector>

#include "explain/explain.h"
#include "explain/walk.h"

namespace flowtime {

// References only; all outlive the call.
struct ContributionSource {
  const Plan& plan;
  const PlanIndex& index;
  const SeriesFacts& facts;
  ColumnValues& values;
};

// At most limits.causes of them, then one for the rest if there is one, then rounding. Consumes
// `walked`.
// Several ways from one place that take most of it away from one another are one contribution
// without a way. Of equal sizes the order is by name. A split by class follows the shares in each
// bin; the last class takes what is left.
std::vector<Contribution> contributions_of(const ContributionSource& source, WalkResult walked,
                                           const ExplainLimits& limits);

// value - (((c0 + c1) + c2) + ...)
// 0 by construction: the amounts are rounded so that it is.
double residual_of(double value, const std::vector<Contribution>& contributions);

}  // namespace flowtime
