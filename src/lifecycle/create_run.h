// create_run: the only way to make a run.
//
//   accept -> resolve-template -> bind-parameters -> expand -> validate -> (load-capture)
//     -> compile -> evaluate -> check -> write -> verify -> publish
//
// A plain model has no template to resolve. Whatever stops the sequence before publish leaves
// nothing behind. docs/cli.md, "Runs and their ids", tells which id a run gets and when an existing
// run is the answer.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/finding.h"
#include "host/run_host.h"
#include "host/stage.h"
#include "lifecycle/run_plan.h"
#include "lifecycle/run_request.h"
#include "run/run_envelope.h"
#include "run/run_record.h"

namespace flowtime {

// How one call ended. Only kCreated wrote a run.
enum class RunStatus {
  kCreated,   // a new run
  kReused,    // a verified run with the same content was there
  kPlanned,   // dry run
  kAnswered,  // no run was asked for: `answer` is what was
  kFailed,    // `problems` say why, and problems/catalogue.h what kind of failure that is
};

// The answer to one request. Owns all it holds; nothing points into the request or the host.
struct RunOutcome {
  RunStatus status = RunStatus::kFailed;
  std::string run_id;              // as far as it was known
  std::string mode, template_id;   // likewise; a draft's own id, "" for plain models
  std::optional<RunEnvelope> run;  // kCreated, kReused
  std::optional<RunPlan> plan;     // kPlanned
  std::string answer{};            // kAnswered, as JSON
  std::string study_id{};          // kAnswered, where it is stored
  // With the stage in which they were found. No stage: the request itself was refused.
  Problems problems;  // kFailed: at least one
  std::optional<Stage> failed_stage;
  std::vector<StageDuration> durations;  // of this call
  // True for every status but kFailed.
  bool succeeded() const { return problems.empty(); }
};

// Observed by host.observer, logged to host.log (RunOrchestrationStart 4001, ...Validation 4002,
// ...Evaluation 4003, ...Artifacts 4004, ...Completed 4005, ...Failed 4500).
// Blocks until the run is published, refused or stopped. Any number of threads may call it at once,
// also of several processes over one data root: locks of ids and contents keep them apart
// (existing_run.h). `host` and `request` outlive the call. A defect in the program is thrown; every
// other failure is in the outcome. The observer's stop_requested() is asked between stages and
// while bins are evaluated: the outcome is then kFailed with the problem `stopped`.
RunOutcome create_run(const RunHost& host, const CreateRunRequest& request);

}  // namespace flowtime
