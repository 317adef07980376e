// Figures of many scenarios that no run has stored.
//
// Each is what a stored run with the same values would answer: the same evaluation, the same
// judgement, the same reducers (figures/run_figures.h).
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/finding.h"
#include "base/result.h"
#include "eval/evaluate_lanes.h"
#include "figures/figure.h"
#include "figures/figure_value.h"
#include "model/model.h"
#include "model/thresholds.h"
#include "plan/plan.h"

namespace flowtime::whatif {

// What a model compiles to, with some parameters replaced. Scenarios that share a plan are
// evaluated together.
// Cheap to copy; keeps its model and plan alive.
struct Scenario {
  std::shared_ptr<const Model> model{};
  std::shared_ptr<const Plan> plan{};
  LaneParameters replaced{};
  // What compiling has to say; what reading has to say is the model's.
  std::shared_ptr<const std::vector<Finding>> notes{};
};

struct FigureTask {
  std::vector<figures::Figure> measures{};
  std::vector<std::string> series{};  // ids of those whose values are wanted
  ThresholdOverrides thresholds{};    // of judged figures
  int threads = 1;                    // changes no bit of the result
  StopToken* stop = nullptr;          // asked from several threads at once

  bool is_judged() const;  // some measure needs the judgement of the run
};

// Empty vectors where nothing was asked for.
struct ScenarioFigures {
  std::vector<figures::FigureValue> values{};  // by measure
  std::vector<std::vector<double>> series{};   // by wanted series
};

// By scenario. Problems: stopped, unknown_series, unknown_node and the others of
// figures/run_figures.h. Takes its memory from process_memory(); problem not_enough_memory.
// Scenarios that are judged are evaluated one by one with all their values; others together, as
// lanes.
Result<std::vector<ScenarioFigures>> figures_of(std::span<const Scenario> scenarios,
                                                const FigureTask& task);

// One figure of each; absent where a scenario has no value. Problem figures_too_many besides, where
// judging all of them would take longer than anyone waits.
Result<std::vector<double>> figures_of(std::span<const Scenario> scenarios,
                                       const figures::Figure& figure);

// Of one node, per bin: how busy it was (1 is full; absent where it is closed), and the longest
// wait of what came. As a stored run with the same values has them.
struct NodeCurves {
  std::vector<double> load{}, wait_minutes{};
};
// `node` is a place in the topology, which the scenario has. Problem: stopped.
Result<NodeCurves> curves_of(const Scenario& scenario, std::size_t node,
                             const ThresholdOverrides& thresholds, StopToken* stop = nullptr);

// The model of a scenario with the replaced values in it.
Model with_replaced(const Scenario& scenario);
// The plan likewise.
Plan plan_of(const Scenario& scenario);

}  // namespace flowtime::whatif
