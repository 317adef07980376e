// PlanPair: two plans, what differs between them, and the scenarios that lie between.
#pragma once

#include <string>
#include <vector>

#include "eval/evaluate_lanes.h"
#include "study/attribution.h"

namespace flowtime {

// Const after construction: may be read by any number of threads.
class PlanPair {
 public:
  // Both outlive this object. `models_differ`: they are of models that differ in what no plan
  // has, such as a promise; that is part of the structure.
  PlanPair(const Plan& before, const Plan& after, bool models_differ = false);

  // Parameters of both plans whose values differ, by name, in the order of `before`.
  const std::vector<std::string>& changed_parameters() const { return changed_; }
  // Whether the plans differ in more than the values of parameters.
  bool structure_differs() const { return structure_differs_; }
  // The changes: each parameter, and after them the structure when it differs.
  std::size_t players() const { return changed_.size() + (structure_differs_ ? 1 : 0); }

  // A plan with some of its parameters replaced.
  // The first plan with parameters of the second, or the second with parameters of the first.
  struct Scenario {
    bool is_after = false;  // the structure is that of the second plan
    LaneParameters replaced{};
  };
  // With the changes of the coalition made.
  Scenario scenario(const Coalition& coalition) const;

 private:
  const Plan& before_;
  const Plan& after_;
  std::vector<std::string> changed_;
  std::vector<ParameterIndex> in_before_, in_after_;  // by changed parameter
  bool structure_differs_ = false;
};

// The plan without the values of its parameters, as text: equal for plans that differ in these
// alone.
std::string structure_text(const Plan& plan);

}  // namespace flowtime
