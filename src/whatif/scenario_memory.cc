#include "whatif/scenario_memory.h"

#include <algorithm>
#include <utility>

#include "eval/evaluate_lanes.h"
#include "eval/evaluator.h"
#include "sys/available_memory.h"

namespace flowtime::whatif {
namespace {

std::int64_t bytes_kept(const Plan& plan, std::size_t series) {
  return static_cast<std::int64_t>(series) * plan.bins * static_cast<std::int64_t>(sizeof(double));
}

// A block of lanes: its tile takes about twice that of one lane, its history is one for each lane.
std::int64_t bytes_of_block(const Plan& plan) {
  std::int64_t history = 0;
  for (const Column& column : plan.columns) history += column.history;
  return 2 * eval::evaluation_bytes(plan) +
         kMaxLanesPerBlock * history * static_cast<std::int64_t>(sizeof(double));
}

// `always` once, and `each` for every thread that it leaves room for.
Result<ScenarioMemory> memory_for(std::int64_t always, std::int64_t each, int threads) {
  // May be negative where `always` alone is too much: one thread then, and the budget decides.
  const std::int64_t fit = (kMaxMemoryPerRequest - always) / std::max<std::int64_t>(1, each);
  const auto working = std::clamp<std::int64_t>(fit, 1, std::max(1, threads));
  FT_TRY(MemoryBudget::Share share,
         process_memory().take(always + each * working, available_memory_bytes()));
  return ScenarioMemory{static_cast<int>(working), std::move(share)};
}

}  // namespace

const Plan& largest_plan(std::span<const Scenario> scenarios) {
  const auto values = [](const Scenario& scenario) {
    return bytes_kept(*scenario.plan, scenario.plan->series.size());
  };
  return *std::max_element(
              scenarios.begin(), scenarios.end(),
              [&](const Scenario& a, const Scenario& b) { return values(a) < values(b); })
              ->plan;
}

Result<ScenarioMemory> memory_of_singles(const Plan& plan, std::size_t kept_series, int threads) {
  return memory_for(0, eval::evaluation_bytes(plan) + bytes_kept(plan, kept_series), threads);
}

Result<ScenarioMemory> memory_of_lanes(const Plan& plan, std::size_t kept_series, std::size_t lanes,
                                       int threads) {
  return memory_for(bytes_kept(plan, kept_series * lanes), bytes_of_block(plan), threads);
}

}  // namespace flowtime::whatif
