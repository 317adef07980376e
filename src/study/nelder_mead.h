// Minimisation by the downhill simplex of Nelder and Mead (1965) within a box.
//
// It begins at the middle of the box and 5 % of the range beside it in each parameter. Reflection,
// expansion, contraction and shrinking have the coefficients 1, 2, 0.5 and 0.5; points beyond the
// box move to its border. A value that is not finite counts as infinitely large.
#pragma once

#include <vector>

#include "study/search.h"

namespace flowtime {

// `space` is the box, a closed interval per parameter.
struct MinimumTask {
  std::vector<Interval> space{};
  // Ends when the values of the simplex differ by less, and its points by less than
  // `place_tolerance` of each range: a tie alone is not a minimum.
  double tolerance = 1e-4;
  double place_tolerance = 1e-3;
  int max_iterations = 200;
};

struct MinimumStep {
  int iteration = 0;  // 0: the best of the first simplex
  StudyPoint point{};
  double value = 0;
};

struct Minimum {
  StudyPoint point{};
  double value = 0;
  bool converged = false;
  int iterations = 0;
  std::int64_t evaluations = 0;
  std::vector<MinimumStep> steps{};  // the best so far, by iteration
};

// Problems: those of `evaluate`.
Result<Minimum> nelder_mead(const MinimumTask& task, const EvaluateStudy& evaluate);

}  // namespace flowtime
