// What scenarios take that are evaluated in memory, and their place in the process's budget.
#pragma once

#include <cstddef>
#include <span>

#include "base/result.h"
#include "host/memory_budget.h"
#include "plan/plan.h"
#include "whatif/scenario_figures.h"

namespace flowtime::whatif {

// Returned to the budget when it ends.
struct ScenarioMemory {
  int threads;  // that may work at a time; at least one, at most as many as were wanted
  MemoryBudget::Share share;
};

// The plan with most values; there is a scenario.
// Valid as long as the scenarios.
const Plan& largest_plan(std::span<const Scenario> scenarios);

// Of evaluations of `plan` one by one, each of which keeps all bins of `kept_series` series. As
// many threads as what one request may take is enough for. Problem: not_enough_memory.
Result<ScenarioMemory> memory_of_singles(const Plan& plan, std::size_t kept_series, int threads);

// Of so many lanes together, of each of which all bins of `kept_series` series are kept. Problem:
// not_enough_memory.
Result<ScenarioMemory> memory_of_lanes(const Plan& plan, std::size_t kept_series, std::size_t lanes,
                                       int threads);

}  // namespace flowtime::whatif
