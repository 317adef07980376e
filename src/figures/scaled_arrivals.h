// ScaledArrivals: a plan in which what comes from outside is so many times as much.
#pragma once

#include <vector>

#include "judge/judged_run.h"
#include "plan/plan.h"

namespace flowtime::figures {

class ScaledArrivals {
 public:
  // Follows what arrives from outside (judge/external_arrivals.h) back to columns that
  // depend on no flow. What else reads these columns reads them scaled too; what was sent again is
  // left alone.
  // Copies the plan; `run` need not outlive the object.
  explicit ScaledArrivals(const judge::JudgedRun& run);

  // Nothing comes from outside, or only what the flow itself makes.
  bool empty() const { return numbers_.empty() && parameters_.empty() && factors_.empty(); }
  // Valid until the next call.
  const Plan& with(double factor);

 private:
  struct Walk;
  void scale(ColumnIndex column);
  void scale_made(ColumnIndex column);
  std::size_t step_of(std::uint32_t op) const;

  // What a factor multiplies: immediate operands, values of parameters.
  struct Scaled {
    std::size_t place = 0;
    std::vector<double> values{};
  };
  Plan plan_;
  std::vector<Scaled> numbers_, parameters_;
  std::vector<std::size_t> factors_;  // operands that are the factor itself
};

}  // namespace flowtime::figures
