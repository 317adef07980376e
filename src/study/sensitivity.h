// How a figure moves with each parameter: central differences at one point, Morris screening and
// Sobol indices over a space.
#pragma once

#include <vector>

#include "study/search.h"

namespace flowtime {

// One parameter moves a little to both sides, the others stay.
struct Difference {
  double low = 0, high = 0;        // values of the parameter; equal: it cannot move
  double at_low = 0, at_high = 0;  // the figure there
  double gradient = 0;             // (at_high - at_low) / (high - low); 0 where it cannot move
};
// By parameter; a gradient is absent where a figure is. Problems: those of `evaluate`.
Result<std::vector<Difference>> central_differences(const StudyPoint& base,
                                                    std::span<const Interval> around,
                                                    const EvaluateStudy& evaluate);

// Elementary effects (Morris 1991) along random trajectories through a grid of four levels, each of
// the figure over the whole range of the parameter.
struct MorrisEffect {
  double mean = 0;       // mu
  double mean_size = 0;  // mu*, the mean of the absolute values (Campolongo 2007)
  double deviation = 0;  // sigma: large where the effect is not linear or depends on others
};
// trajectories x (parameters + 1) points.
struct MorrisTask {
  std::vector<Interval> space{};
  int trajectories = 10;
  std::uint64_t seed = 123;
};
std::vector<StudyPoint> morris_design(const MorrisTask& task);
// `figures` are those of the design, in its order. Absent where a figure is.
std::vector<MorrisEffect> morris_effects(const MorrisTask& task, std::span<const double> figures);

// Shares of the variance of the figure when all parameters vary equally likely over their ranges.
struct SobolIndex {
  double first = 0;  // by the parameter alone (Saltelli 2010)
  double total = 0;  // with all that it does together with others (Jansen 1999)
  double first_error = 0, total_error = 0;  // standard errors
};
struct SobolTask {
  std::vector<Interval> space{};
  std::int64_t samples = 1024;  // samples x (parameters + 2) points
  std::uint64_t seed = 123;
};
std::vector<StudyPoint> sobol_index_design(const SobolTask& task);
// Absent where the figure does not vary. Errors take the samples as independent, which a Sobol
// sequence is better than.
std::vector<SobolIndex> sobol_indices(const SobolTask& task, std::span<const double> figures);

}  // namespace flowtime
