// Comparison: what changed from one run to another, and what explains it. Definitions:
// docs/semantics.md, "Comparisons".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "compare/model_changes.h"
#include "compare/series_changes.h"
#include "run/open_run.h"
#include "study/attribution.h"
#include "study/figure.h"
#include "text/json_writer.h"

namespace flowtime {

// Something that is said of a run as a whole: "templateId", "seed", "parameter tills".
struct RunChange {
  std::string name{}, before{},
      after{};  // JSON text of parameters, else plain text; "" where not given
};

struct AttributedShare {
  std::string name{};  // of the parameter; "structure" for all other changes of the model
  double amount = 0;   // of the change of the figure
  double standard_error = 0;
};
// How the change of a figure divides among the changes of the model.
struct AttributedChange {
  Figure figure{};
  double before = 0, after = 0;
  std::string of{};                       // "parameters", "template parameters"
  std::vector<AttributedShare> shares{};  // in a fixed order; their sum is after - before
  double residual = 0;                    // study/attribution.h
  bool exact = true;
  std::int64_t orders = 0, figures = 0;
};

// The shares without their names.
AttributedChange attributed(const Figure& figure, const Attribution& attribution);

struct Comparison {
  std::string before_id{}, after_id{};
  std::vector<RunChange> run{};         // template, mode, seed ...
  std::vector<RunChange> parameters{};  // of the template, or settings
  ModelChanges model;
  SeriesChanges series;
  std::vector<Finding> gained{}, lost{};
  std::optional<AttributedChange> attribution;
  std::string no_attribution{};  // why there is none
  bool identical() const {
    return run.empty() && parameters.empty() && model.inputs.empty() && model.structure.empty() &&
           series.changed.empty() && series.only_before.empty() && series.only_after.empty() &&
           gained.empty() && lost.empty();
  }
};

// All but the attribution.
Comparison compare_runs(const Run& before, const Model& before_model, const Run& after,
                        const Model& after_model);

// The figure whose change is worth explaining when nobody names one: the peak of the queue whose
// peak changed most, else the sum of the series that changed most; nothing when no series did.
std::optional<Figure> telling_figure(const Run& before, const Run& after, const Model& model,
                                     const SeriesChanges& changes);

// docs/http-api.md, "Compare".
void write_comparison(JsonWriter& json, const Comparison& comparison);

}  // namespace flowtime
