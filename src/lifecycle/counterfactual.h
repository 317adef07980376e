// Counterfactual: a run that continues from another one. Up to the bin where the first setting
// changes something it is that run, bit for bit; from there on it is what the model makes of the
// change, starting from the state at that bin.
//
// What was measured stays as measured unless it depends on what was set. A measured series that
// does is measured before that bin and computed from it on; its queue continues from the level that
// was measured. docs/telemetry.md, "What would have happened".
#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "checks/check_run.h"
#include "compile/compile.h"
#include "host/run_host.h"
#include "host/stage_clock.h"
#include "lifecycle/run_request.h"
#include "lifecycle/run_source.h"
#include "run/open_run.h"
#include "run/run_record.h"
#include "run/run_stage.h"

namespace flowtime {

// What create_run takes from the base. Moved along the chain of creation_steps.h by one thread.
struct Counterfactual {
  // Keeps the files of the base open, so its values stay readable while the new run is made.
  Run run;  // the base
  // The model with the settings written into its text; its parameters are those of the base.
  RunSource source;
  // These two are the base's own: the request may name neither.
  RunMode mode = RunMode::kSimulation;
  CompileOptions::Sampling sampling = CompileOptions::Sampling::kExpected;
  // Null for a base without measured series. `until` of one is the bin from which it is computed
  // (-1: it is measured to the end).
  std::shared_ptr<const std::vector<MeasuredSeries>> measured;
  // `base.from_bin` is the first bin that may differ, and the number of bins where no setting
  // changes anything.
  RunBase base;
};

// Stages bind-parameters, expand and validate. Problems: those of open_run, of the stored model, of
// change_parameters and of apply_settings; base_series_gap (a measured series that is set lacks a
// value), base_level_absent (the level that a queue would go on from was not measured).
Result<Counterfactual> read_counterfactual(const RunHost& host, const CreateRunRequest& request,
                                           StageClock& clock);

// Every series of the base has the same bits before the bin. Problem base_differs: another version
// of the program made the base.
// Asked after evaluation, on the staged values. Compares bytes, so that an absent value equals
// itself. Series that the base does not have are passed over.
Result<Done> check_same_before(const RunStage& stage, const Plan& plan, const Counterfactual& with);

// What the bundle says of its base, with copies of what was measured.
// Call it after the record has the model's own template and telemetry: it replaces them by the
// base's.
void add_base(const Counterfactual& with, RunRecord& record);

}  // namespace flowtime
