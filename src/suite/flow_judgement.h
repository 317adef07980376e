// What a flow file asserts of the judgement of its run: its findings and what its nodes do, as
// text.
#pragma once

#include <optional>
#include <string>

#include "answers/judgement.h"
#include "eval/evaluate.h"
#include "model/model.h"
#include "plan/plan.h"

namespace flowtime::flows {

// The judgement that the program would store with the run.
// With the default thresholds and those of the model.
Judgement judge_flow(const Model& model, const Plan& plan, const SeriesTable& values);

// "overload critical Payment 108..215 4587.5": kind, verdict, node or constraint:ID ("-" for
// neither), first and last bin of the worst episode, harmed rounded to one decimal.
std::string finding_text(const RankedFinding& finding);

// Whether `expected`, written like finding_text, fits. It may end in "within X": harmed may then
// differ by X, else it is compared as printed.
// Example: "loss critical - 3..9 12.5 within 0.5". A text that cannot be read does not fit.
bool fits(const RankedFinding& finding, const std::string& expected);

// "saturated warning": what the node does in the bin and its verdict there, "none" without one.
// Nothing when the model has no such node or bin.
std::optional<std::string> state_text(const Judgement& judgement, const Model& model,
                                      const std::string& node, std::int64_t bin);

}  // namespace flowtime::flows
