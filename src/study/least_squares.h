// Least squares: the parameters within a box for which residuals are smallest, and what the
// residuals cannot tell about them.
//
// Search: points of a Sobol design, the best of which are followed downhill by the method of
// Levenberg and Marquardt (damped Gauss-Newton steps, differences instead of derivatives); what
// that finds is searched around by BOBYQA, for kinks, and followed once more. The same task gives
// the same answer everywhere.
//
// Parameters that take whole numbers only are searched among those: at most a hundred combinations
// of them spread over the box, then neighbours of the best one in ever smaller steps; for each the
// others are fitted as above. Like any search downhill it may end in a valley that is not the
// deepest, unless the box has no more than a hundred combinations.
//
// A residual that is absent counts for nothing and has to be absent at every point. Loss of a
// residual r: r^2, or with a knee k > 0 the soft 2 k^2 (sqrt(1 + (r / k)^2) - 1), which grows like
// |r| beyond the knee, so that single wild values count little.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"
#include "study/search.h"

namespace flowtime {

// The residuals of each point, in order; all lists are of one length.
using EvaluateResiduals =
    std::function<Result<std::vector<std::vector<double>>>(std::span<const StudyPoint>)>;

// `knee` is in the units of the residuals.
struct FitTask {
  std::vector<Interval> space{};
  std::vector<bool> whole{};  // by parameter: takes whole numbers only; empty: none does
  StudyPoint start{};         // tried besides the design; empty: none
  double knee = 0;            // 0: least squares
  std::uint64_t seed = 123;
  std::int64_t design = 0;  // points of the Sobol design; 0: 32 per parameter and one more
};

// `point` is in the parameters' own units.
struct Fit {
  StudyPoint point{};
  double loss = 0;             // sum over the residuals
  std::int64_t residuals = 0;  // that count
  bool converged = false;      // no step within the box makes the loss smaller
  std::int64_t evaluations = 0;
};

// Problems: those of `evaluate`; no_residuals, where none counts.
Result<Fit> fit(const FitTask& task, const EvaluateResiduals& evaluate);

// How the residuals at a fit depend on the parameters. Each parameter is measured in widths of its
// range.
struct Identifiability {
  std::vector<double> influence{};  // by parameter: root of the mean square of its column
  std::vector<double> singular{};   // singular values of the Jacobian / sqrt(residuals), descending
  std::vector<StudyPoint>
      directions{};  // by singular value: of length 1, the largest part positive
  // Directions that the residuals tell: moving along one through the whole range changes them by
  // more than 1e-4 and by more than twice their own noise.
  int rank = 0;
  double noise = 0;  // root of loss / (residuals - parameters)
};
// The Jacobian by differences, of whole parameters from one number to the next, weighted as the
// loss is.
Result<Identifiability> identifiability(const FitTask& task, const Fit& at,
                                        const EvaluateResiduals& evaluate);

// The values of one parameter for which the others can be chosen so that the loss stays within what
// noise explains: a 95 % interval of the profile likelihood, at least 1e-4 of the residuals' scale.
// An end is open where it is that of the box. Of a whole parameter both ends are whole.
struct FitProfile {
  double lo = 0, hi = 0;
  bool lo_open = false, hi_open = false;
};
// The dearest of the three: every step along the parameter may fit all others again.
Result<FitProfile> profile_of(const FitTask& task, const Fit& at, std::size_t parameter,
                              const EvaluateResiduals& evaluate);

}  // namespace flowtime
