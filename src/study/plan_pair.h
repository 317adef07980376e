// PlanPair: two plans, what differs between them, and figures of what lies between.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/attribution.h"
#include "study/figure.h"
#include "study/lane_figures.h"

namespace flowtime {

class PlanPair {
 public:
  // Both outlive this object.
  PlanPair(const Plan& before, const Plan& after);

  // Parameters of both plans whose values differ, by name, in the order of `before`.
  const std::vector<std::string>& changed_parameters() const { return changed_; }
  // Whether the plans differ in more than the values of parameters.
  bool structure_differs() const { return structure_differs_; }
  // The changes: each parameter, and after them the structure when it differs.
  std::size_t players() const { return changed_.size() + (structure_differs_ ? 1 : 0); }

  // The figure with the changes of each coalition made. Problem unknown_series, when one of the
  // plans lacks the series.
  Result<std::vector<double>> figures(std::span<const Coalition> coalitions, const Figure& figure,
                                      int threads = 1) const;

 private:
  LaneParameters lane_of(const Coalition& coalition, const Plan& base) const;

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
