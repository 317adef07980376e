// StudyAnswer: what a study found.
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "studies/point_evaluator.h"
#include "studies/study_request.h"
#include "study/goal_seek.h"
#include "study/nelder_mead.h"
#include "study/sensitivity.h"

namespace flowtime::studies {

// All it found is in StudyAnswer::rows.
struct SweepAnswer {
  std::vector<std::string> series{};  // that the points keep
};

// Gradients are those of study/sensitivity.h: 0 where a parameter cannot move, absent where a
// figure is.
struct SensitivityAnswer {
  struct Parameter {
    std::string knob{};
    double base = 0;
    bool is_scaled = false;  // a profile, moved as a whole; `base` is its mean
    Difference difference{};
  };
  std::vector<Parameter> parameters{};  // the largest gradient first
};

struct OptimizeAnswer {
  Minimum found{};                    // `value` and those of the steps are the figure itself
  std::vector<double> constraints{};  // their figures at the answer
  bool is_feasible = true;            // every constraint holds there
  std::string method{};
};

// Points of which none is better than another in both figures.
struct ParetoAnswer {
  std::vector<StudyRow> front{};  // by the first figure, the best first
};

// `mu` is the mean of the effects, `muStar` that of their sizes, `sigma` their deviation.
struct MorrisAnswer {
  std::vector<MorrisEffect> effects{};  // by knob
};

// Indices are shares of the variance of the first measure.
struct SobolAnswer {
  std::vector<SobolIndex> indices{};  // by knob
  std::int64_t samples = 0;
};

// Of many draws: how a series spreads in every bin, and how often expectations hold.
struct EnsembleAnswer {
  // Draws without a value in a bin are left out of it.
  struct Bands {
    std::string series{};
    std::vector<double> p5{}, p25{}, median{}, p75{}, p95{};  // by bin
  };
  // In the unit of the figure; draws without a value are left out.
  struct Spread {
    double p5 = 0, p25 = 0, median = 0, p75 = 0, p95 = 0, mean = 0;
    std::int64_t values = 0;  // draws in which the figure has one
  };
  // A share from 0 to 1.
  struct Chance {
    std::string expectation{};  // "max(payment_queue) <= 100"
    double probability = 0;
    std::string text{};  // "max(payment_queue) is at most 100 in 88 % of draws"
  };
  std::vector<Bands> bands{};
  std::vector<Spread> spreads{};  // by measure
  std::vector<Chance> chances{};
};

// `found` is the alternative of the kind; of kOptimize with method pareto a ParetoAnswer.
// A value; refers to nothing.
struct StudyAnswer {
  StudyKind kind = StudyKind::kSweep;
  std::string of{};  // "template order-system"
  std::vector<std::string> knobs{};
  std::vector<figures::Figure> measures{};  // those of constraints behind them
  std::vector<StudyRow> rows{};             // every point, in the order of evaluation
  double bin_minutes = 0;
  std::variant<SweepAnswer, SensitivityAnswer, GoalSought, OptimizeAnswer, ParetoAnswer,
               MorrisAnswer, SobolAnswer, EnsembleAnswer>
      found{};
};

}  // namespace flowtime::studies
