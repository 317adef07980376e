// Scenarios that draw other random numbers.
#pragma once

#include <cstdint>

#include "base/result.h"
#include "host/limits.h"
#include "sys/env.h"
#include "whatif/scenario_figures.h"

namespace flowtime::whatif {

// Some node draws.
bool draws(const Plan& plan);

// The scenario as a run with that seed evaluates it. It has a plan of its own. Problems: those of
// compile_model.
// What lanes replace stays replaced. Costs a compilation.
Result<Scenario> with_seed(Env& env, const Limits& limits, const Scenario& scenario,
                           std::int64_t seed);

}  // namespace flowtime::whatif
