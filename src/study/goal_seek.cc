#include "study/goal_seek.h"

#include <cmath>

#include "base/number_text.h"
#include "series/absent.h"

namespace flowtime {
namespace {

class Bisection {
 public:
  Bisection(const GoalSeekTask& task, const EvaluateStudy& evaluate)
      : task_(task), evaluate_(evaluate), bracket_(task.range) {}

  Result<GoalSought> run() {
    // Both at once: an evaluator may take them in parallel.
    FT_TRY(const auto ends, figures({bracket_.lo, bracket_.hi}));
    made_.steps.push_back({0, bracket_.lo, ends[0], bracket_});
    made_.steps.push_back({0, bracket_.hi, ends[1], bracket_});
    if (hits(ends[0])) return ended(bracket_.lo, ends[0], 0);
    if (hits(ends[1])) return ended(bracket_.hi, ends[1], 0);
    // No sign change, so halving has no direction. Any value within is a guess; an end is a fact.
    if (is_above(ends[0]) == is_above(ends[1])) {
      const bool lower = std::fabs(ends[0] - task_.target) <= std::fabs(ends[1] - task_.target);
      made_.value = lower ? bracket_.lo : bracket_.hi;
      made_.figure = lower ? ends[0] : ends[1];
      return made_;
    }
    made_.bracketed = true;
    return halve(is_above(ends[0]));
  }

 private:
  Result<GoalSought> halve(bool lower_is_above) {
    for (int i = 1; i <= task_.max_iterations; ++i) {
      // Halving, not interpolation: figures have steps and kinks.
      const double middle = (bracket_.lo + bracket_.hi) / 2;
      FT_TRY(const auto figure, figures({middle}));
      if (hits(figure[0])) {
        made_.steps.push_back({i, middle, figure[0], bracket_});
        return ended(middle, figure[0], i);
      }
      (is_above(figure[0]) == lower_is_above ? bracket_.lo : bracket_.hi) = middle;
      made_.steps.push_back({i, middle, figure[0], bracket_});
      made_.value = middle;
      made_.figure = figure[0];
      made_.iterations = i;
    }
    return made_;
  }

  GoalSought ended(double value, double figure, int iterations) {
    made_.value = value;
    made_.figure = figure;
    made_.iterations = iterations;
    made_.converged = made_.bracketed = true;
    return made_;
  }
  bool hits(double figure) const { return std::fabs(figure - task_.target) < task_.tolerance; }
  bool is_above(double figure) const { return figure > task_.target; }

  Result<std::vector<double>> figures(const std::vector<double>& at) {
    std::vector<StudyPoint> points;
    for (const double value : at) points.push_back({value});
    FT_TRY(std::vector<double> found, evaluate_(points));
    made_.evaluations += static_cast<std::int64_t>(found.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (!is_absent(found[i])) continue;
      return Problem{
          .code = "figure_absent",
          .message = "the figure has no value where the parameter is " + format_number(at[i]),
          .remedy = "Narrow the range, or choose a figure that every value has."};
    }
    return found;
  }

  const GoalSeekTask& task_;
  const EvaluateStudy& evaluate_;
  Interval bracket_;
  GoalSought made_;
};

}  // namespace

Result<GoalSought> goal_seek(const GoalSeekTask& task, const EvaluateStudy& evaluate) {
  return Bisection(task, evaluate).run();
}

}  // namespace flowtime
