// Comparison: what changed from one run to another, which of them is better, and what explains it.
// Definitions: docs/semantics.md, "Comparisons".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "compare/avoided.h"
#include "compare/model_changes.h"
#include "compare/node_changes.h"
#include "compare/outcome.h"
#include "compare/parameter_titles.h"
#include "compare/series_changes.h"
#include "figures/figure.h"
#include "figures/figure_value.h"
#include "run/open_run.h"
#include "study/attribution.h"
#include "text/json_writer.h"

namespace flowtime {

// Something that is said of a run as a whole: "templateId", "seed", "parameter tills".
// Only what differs is listed.
struct RunChange {
  std::string name{}, before{},
      after{};          // JSON text of parameters, else plain text; "" where not given
  std::string title{};  // of a template parameter, for sentences; "" without one
  std::string words{};  // of a parameter: "84 instead of 72", "other values"
};

// Shapley share: the mean of what the change adds, over all orders in which the changes may be
// made.
// In the unit of the figure; may be negative. The standard error is 0 where shares are exact.
struct AttributedShare {
  std::string name{};  // of the parameter; "structure" for all other changes of the model
  double amount = 0;   // of the change of the figure
  double standard_error = 0;
  std::string title{};  // of a template parameter, for sentences; "" without one
};
// How the change of a figure divides among the changes of the model.
// `figures` counts the evaluations, `orders` the random orders where the shares are sampled
// (`exact` false).
struct AttributedChange {
  figures::Figure figure{};
  double before = 0, after = 0;
  bool before_at_least = false, after_at_least = false;  // as in figures::FigureValue
  std::string unit{};                                    // likewise
  std::string of{};                                      // "parameters", "template parameters"
  std::vector<AttributedShare> shares{};  // in a fixed order; their sum is after - before
  double residual = 0;                    // study/attribution.h
  bool exact = true;
  std::int64_t orders = 0, figures = 0;
};

// The shares without their names.
AttributedChange attributed(const figures::Figure& figure, const Attribution& attribution);

// A figure that the caller asked for, in both runs.
// A figure that one run lacks is absent there, with the reason. One of `attribution` and
// `no_attribution` is set.
struct FigureChange {
  figures::Figure figure{};
  figures::FigureValue before{}, after{};
  std::optional<AttributedChange> attribution{};
  std::string no_attribution{};  // why there is none
};

// "before" and "after" are the order of the question, not of time. Lists that differ in nothing are
// empty.
struct Comparison {
  std::string before_id{}, after_id{};
  std::string before_headline{}, after_headline{};  // the first finding of each; may be empty
  Verdict before_verdict = Verdict::kNone, after_verdict = Verdict::kNone;
  OutcomeFacts outcome;
  std::string sentence{};              // the outcome in words
  std::optional<Avoided> avoided{};    // where `after` continues from `before`
  std::vector<std::string> remarks{};  // what is worth knowing beside it, a sentence each
  std::vector<NodeChange> nodes{};
  std::vector<ConstraintChange> constraints{};
  std::vector<FigureChange> figures{};  // that were asked for
  std::vector<RunChange> run{};         // template, mode, seed ...
  std::vector<RunChange> parameters{};  // of the template, or settings
  ModelChanges model;
  SeriesChanges series;
  std::vector<Finding> gained{}, lost{};
  std::optional<AttributedChange> attribution;
  std::string no_attribution{};  // why there is none
  // Of what was computed and of what went in; labels, times and versions of the program are part of
  // `run` where they are compared at all.
  // True needs equal lists, not equal bytes: values below the tolerance of SeriesChange do not
  // count.
  bool identical() const {
    return run.empty() && parameters.empty() && model.inputs.empty() && model.structure.empty() &&
           series.changed.empty() && series.only_before.empty() && series.only_after.empty() &&
           gained.empty() && lost.empty();
  }
};

// References only; all outlive the comparison's making, nothing of them is kept in it.
struct ComparedRun {
  const Run& run;
  const Model& model;
  const figures::RunFigures& figures;
};

// All but figures and attribution.
// Reads every value of both runs: O(series x bins).
// Any two runs may be compared: what cannot be paired by id is listed as present in one of them.
// `titles` are of the template that both runs came from; sentences name a parameter without a title
// by its id.
Comparison compare_runs(const ComparedRun& before, const ComparedRun& after,
                        const ParameterTitles& titles = {});

// The figure whose change is worth explaining when the caller names none: the peak of the queue
// whose peak changed most, else the sum of the series that changed most; nothing when no series
// did.
std::optional<figures::Figure> telling_figure(const Comparison& comparison, const Model& model);

// "verdict" (null without a topology), "sentence".
void write_verdict_and_sentence(JsonWriter& json, const Comparison& comparison);
// docs/http-api.md, "Compare".
void write_comparison(JsonWriter& json, const Comparison& comparison);

}  // namespace flowtime
