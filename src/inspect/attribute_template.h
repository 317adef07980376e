// The change between two runs of one template, divided among the parameters that differ.
#pragma once

#include <memory>
#include <optional>

#include "base/result.h"
#include "compare/comparison.h"
#include "figures/figure.h"
#include "host/run_host.h"
#include "inspect/explain_run.h"

namespace flowtime {

// What the template that both runs came from calls its parameters; nothing without one.
ParameterTitles parameter_titles(const RunHost& host, const RunExplainer& before,
                                 const RunExplainer& after);

// Nothing when the runs have no template in common, when no parameter differs, or when the template
// of that id no longer gives the models that the runs have. Each set of parameters is expanded and
// compiled; models of one structure are evaluated as lanes of one plan. Problems: those of
// bind_parameters, expand, read_model, compile and attribute.
// Shares are of template parameters, which is how an author thinks of the change; compare_runs
// falls back to parameters of the plan. With n parameters that differ up to 2^n models are made, or
// as many as the sampling of study/attribution.h asks for.
// Both runs are open and stay unchanged; nothing is stored.
Result<std::optional<AttributedChange>> attribute_template(const RunHost& host,
                                                           const RunExplainer& before,
                                                           const RunExplainer& after,
                                                           const figures::Figure& figure);

}  // namespace flowtime
