// ExplainedRun: what an explanation reads of a run, wherever its values are kept: in the files of a
// stored run, or in the memory of a page that has just evaluated them.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "metrics/each_bin.h"
#include "model/model.h"
#include "plan/plan.h"
#include "series/time_grid.h"
#include "template/parameter_place.h"

namespace flowtime {

// The file of a run that places are in where its template is not known.
inline constexpr const char* kStoredModel = "model/model.yaml";

// Owns model and plan together with others; the values are views, which their keeper outlives.
struct ExplainedRun {
  std::string id{};  // "": values that no run keeps
  TimeGrid grid{};
  // By series of the plan.
  std::vector<SeriesIn> values{};         // one value per bin; empty where the run has none
  std::vector<std::string> units{};       // "" likewise
  std::vector<std::string> stored_ids{};  // "served@SERVED@DEFAULT"; may be left out
  std::shared_ptr<const Model> model{};
  std::shared_ptr<const Plan> plan{};  // what the model compiles to, with the values of the run
  // Places in the model and of the parameters of its template are places in this file.
  std::string source_file = kStoredModel;
  std::vector<ParameterPlace> parameters{};
};

}  // namespace flowtime
