// Goal seek: the value of one parameter at which a figure reaches a target, by bisection.
#pragma once

#include <vector>

#include "study/search.h"

namespace flowtime {

// `tolerance` is in the units of the figure, `range` in those of the parameter.
struct GoalSeekTask {
  Interval range{};
  double target = 0;
  double tolerance = 1e-6;  // |figure - target| below it is a hit
  int max_iterations = 50;
};

struct GoalSeekStep {
  int iteration = 0;  // 0: an end of the range
  double value = 0, figure = 0;
  // After the step; of the one that hit, the bracket that was halved.
  Interval bracket{};
};

// Not converged: `value` is the last middle, or an end where there was no bracket.
struct GoalSought {
  double value = 0, figure = 0;
  bool converged = false;
  bool bracketed = false;  // the figure is on both sides of the target, or reached at an end
  int iterations = 0;
  std::vector<GoalSeekStep> steps{};  // both ends first
  std::int64_t evaluations = 0;
};

// Evaluates both ends, then halves the bracket. Without one the answer is the end that comes nearer
// (the lower one of equals). Problems: those of `evaluate`; figure_absent where the figure has no
// value at an end or in the middle.
Result<GoalSought> goal_seek(const GoalSeekTask& task, const EvaluateStudy& evaluate);

}  // namespace flowtime
