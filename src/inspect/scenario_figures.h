// One figure of many scenarios that no run has stored.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/result.h"
#include "eval/evaluate_lanes.h"
#include "figures/figure.h"
#include "model/model.h"
#include "plan/plan.h"

namespace flowtime {

// What a model compiles to, with some parameters replaced. Scenarios that share a plan are
// evaluated together where the figure is of a series.
struct Scenario {
  std::shared_ptr<const Model> model;
  std::shared_ptr<const Plan> plan;
  LaneParameters replaced{};
};

// By scenario; absent where the scenario has no value. A figure of a node is judged anew in each.
// Problems: unknown_series, unknown_node, those of figures/run_figures.h; figures_too_many where
// judging all of them would take longer than anyone waits.
Result<std::vector<double>> figures_of(std::span<const Scenario> scenarios,
                                       const figures::Figure& figure);

}  // namespace flowtime
