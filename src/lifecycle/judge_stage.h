// Stage judge: what the evaluated values say, before the bundle is written.
#pragma once

#include <vector>

#include "answers/judgement.h"
#include "base/result.h"
#include "checks/run_series.h"
#include "compile/compile.h"
#include "host/stage_clock.h"
#include "model/model.h"
#include "run/open_run.h"
#include "run/run_stage.h"

namespace flowtime {

// Reads the staged values of every series. `thresholds` win over those of the model.
// Problems: io codes.
// Maps the staged values for the length of the call; needs every bin to be evaluated. `series` is
// of the plan.
Result<Judgement> judge_staged(const RunStage& stage, const Plan& plan,
                               const checks::RunSeries& series,
                               const ThresholdOverrides& thresholds, StageClock& clock);

// The same of a published run. `plan` is what its stored model compiles to; a series that the run
// does not have is absent.
// With the thresholds that the run was made with. Pure but for page faults of the mapped values.
Judgement judge_published(const Run& run, const Model& model, const Plan& plan);

// What becomes of the expectations, on the staged values and their judgement. Problems: io codes
// and those of figures::outcomes_of.
// One outcome for each of `expected`, in their order; empty without any, and then no file is read.
Result<std::vector<ExpectationOutcome>> expectations_of_staged(
    const RunStage& stage, const Model& model, const Plan& plan, const Judgement& judgement,
    const std::vector<ExpectedText>& expected);

}  // namespace flowtime
