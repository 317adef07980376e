// The steps of create_run as values: the result of each is the argument of the next ones.
//
//   accept_request -> read_origin -> identify_run -> claim_run -> compile_origin
//     -> plan_run (dry run), or evaluate_origin -> store_run
// The scope is the first argument of every step: its clock, its log and its labels are the only
// things a step changes beside its result. A step that fails leaves the stage running in the clock,
// so that create_run knows where it failed. Every step asks the observer whether to go on. All of
// them are called once per run, in this order, by one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compile/compile.h"
#include "lifecycle/check_request.h"
#include "lifecycle/counterfactual.h"
#include "lifecycle/creation_scope.h"
#include "lifecycle/load_capture.h"
#include "lifecycle/run_plan.h"
#include "lifecycle/run_source.h"
#include "run/judgement_file.h"
#include "run/run_envelope.h"
#include "run/run_record.h"
#include "run/run_stage.h"

namespace flowtime {

// The request is consistent in itself; whether its model is valid is not known yet.
struct AcceptedRequest {
  CheckedRequest checked;
  // When the call began, in milliseconds since 1970: `createdUtc` of the run.
  std::int64_t created_unix_ms = 0;
};
// Stage accept. What killed programs left in staging is swept. Problems: those of check_request,
// io codes.
Result<AcceptedRequest> accept_request(CreationScope& scope);

// What the run is made from: a model or template, measured series, another run.
struct RunOrigin {
  RunMode mode = RunMode::kSimulation;
  RunSource source{};
  // At most one of the two is set. A capture belongs to a telemetry run; a base excludes it.
  std::optional<LoadedCapture> capture{};
  std::optional<Counterfactual> base{};
  CompileOptions::Sampling sampling = CompileOptions::Sampling::kExpected;
};
// Stages resolve-template to load-capture. Problems: those of read_run_source, load_capture and
// read_counterfactual.
Result<RunOrigin> read_origin(CreationScope& scope, const AcceptedRequest& accepted);

// Both begin with "sha256:". `input` is empty for a run without a template.
struct RunHashes {
  std::string content, input;  // docs/artifacts.md
};
// Hashes come from the text that will be stored, so that equal inputs meet, no matter who wrote
// them. Gives the run its id where the request asks for the one that follows from its input.
Result<RunHashes> identify_run(CreationScope& scope, const RunOrigin& origin);

// How the run gets its place under runs/.
// What publish may do with whatever has the id already.
struct RunClaim {
  bool is_reused = false;  // a stored run is the answer
  PublishRule rule = PublishRule::kKeepExisting;
  // Set with PublishRule::kSupersede: the run that gives up its place, and the id that it is kept
  // under.
  std::optional<Supersedes> supersedes{};
};
// Holds the locks of content and id in the scope. Problems: run_id_taken, run_id_damaged,
// lock_held, what fail_on finds in a stored run.
Result<RunClaim> claim_run(CreationScope& scope, const RunHashes& hashes);

// Stage compile, with what was measured in the place of what would be computed; the capture then
// knows which of its series the plan has. Expectations that cannot be read are refused here.
Result<Compiled> compile_origin(CreationScope& scope, RunOrigin& origin);

// What a dry run answers.
// Writes nothing and evaluates nothing: costs a compilation and a look at the run with this id.
Result<RunPlan> plan_run(CreationScope& scope, const RunOrigin& origin, const RunHashes& hashes,
                         const Compiled& compiled);

// What the run says about itself.
// Findings are those of reading, compiling and checking, then those of broken expectations.
struct RunOpinion {
  std::vector<Finding> findings;
  Judgement judgement;
  std::vector<ExpectationOutcome> expectations;
};
// Stages evaluate, check and judge, into the stage. Problems: those of the plan's evaluation; what
// fail_on does not let pass.
// The values are read back from the stage for judging: they are on disk by then, not in memory.
Result<RunOpinion> evaluate_origin(CreationScope& scope, const RunOrigin& origin,
                                   const RunClaim& claim, const Compiled& compiled,
                                   RunStage& stage);

// Everything that the bundle has.
// Refers to the results of all steps before; lives as long as the call of store_run.
struct CreationParts {
  const AcceptedRequest& accepted;
  const RunOrigin& origin;
  const RunHashes& hashes;
  const RunClaim& claim;
  const Compiled& compiled;
  const RunOpinion& opinion;
};

// What was published, or that another writer published the same first.
struct PublishedRun {
  std::optional<RunEnvelope> run;  // nothing: another writer did
  // Ids whose directories changed, for the catalog: the run, and the one that was superseded.
  std::vector<std::string> changed_runs;
  bool has_labels = false;  // those of the run that it replaced: `run` does not know them
};
// Stages write, verify and publish. Problems: run_id_taken, stopped, io codes.
Result<PublishedRun> store_run(CreationScope& scope, const CreationParts& parts, RunStage& stage);

// The findings of reading and compiling.
std::vector<Finding> notes_of(const RunOrigin& origin, const Compiled& compiled);
// The bindings of a telemetry request as they are stored.
std::vector<NamedJson> stored_bindings(const CreateRunRequest& request);

}  // namespace flowtime
