#include "lifecycle/create_run.h"

#include "catalog/catalog.h"
#include "lifecycle/creation_steps.h"
#include "lifecycle/run_metrics.h"
#include "pipeline/run_evaluation.h"
#include "problems/catalogue.h"
#include "run/run_identity.h"
#include "telemetry/import_store.h"

namespace flowtime {
namespace {

// What came of the steps, where none of them failed.
struct Made {
  RunStatus status = RunStatus::kCreated;
  std::optional<RunPlan> plan;
  PublishedRun published;
  std::string content_hash;
  bool superseded = false;
};

Result<Done> evaluate_and_store(CreationScope& scope, const AcceptedRequest& accepted,
                                const RunOrigin& origin, const RunHashes& hashes,
                                const RunClaim& claim, const Compiled& compiled, Made& made) {
  const Plan& plan = compiled.plan;
  FT_TRY(RunStage stage,
         RunStage::open(scope.host.env, scope.labels.run_id, plan.series.size(), plan.bins));
  // For as long as the stage has rows in memory, which are judged and published from there.
  FT_TRY(const MemoryBudget::Share rows, hold_memory(stage.memory_bytes()));
  FT_TRY(const RunOpinion opinion, evaluate_origin(scope, origin, claim, compiled, stage));
  const CreationParts parts{accepted, origin, hashes, claim, compiled, opinion};
  FT_TRY(made.published, store_run(scope, parts, stage));
  if (!made.published.run) made.status = RunStatus::kReused;
  return Done{};
}

// The chain of creation_steps.h.
Result<Made> create(CreationScope& scope) {
  Made made;
  FT_TRY(const AcceptedRequest accepted, accept_request(scope));
  FT_TRY(RunOrigin origin, read_origin(scope, accepted));
  FT_TRY(const RunHashes hashes, identify_run(scope, origin));
  FT_TRY(const RunClaim claim, claim_run(scope, hashes));
  // Both are for the log and the answer, also where the run is reused.
  made.content_hash = hashes.content;
  made.superseded = claim.supersedes.has_value();
  if (claim.is_reused) {
    made.status = RunStatus::kReused;
  } else {
    // Only here: a run that is reused makes nothing that could be interrupted.
    if (!scope.request.dry_run) scope.record.begin();
    FT_TRY(const Compiled compiled, compile_origin(scope, origin));
    if (scope.request.dry_run) {
      made.status = RunStatus::kPlanned;
      FT_TRY(made.plan, plan_run(scope, origin, hashes, compiled));
      return made;
    }
    FT_RETURN_IF_PROBLEM(
        evaluate_and_store(scope, accepted, origin, hashes, claim, compiled, made));
  }
  if (made.published.run) return made;  // by what was written
  FT_TRY(made.published.run, read_envelope(scope.host.env, scope.labels.run_id));
  return made;
}

void count(const CreationScope& scope, RunEnd end) {
  if (scope.host.metrics == nullptr || scope.request.dry_run) return;
  RunLabels labels = scope.labels;
  // A caller's own words make no metrics of their own.
  // A template id that was not found is any text; each would be a new label of the metrics.
  if (scope.request.run_template && scope.template_id.empty()) labels.template_id = "unknown";
  count_run(*scope.host.metrics, end, labels, scope.clock);
}

// For callers that made the same twice without meaning to. What the catalog cannot tell is left
// out.
void name_earlier_runs(const CreationScope& scope, const std::string& content_hash,
                       RunEnvelope& run) {
  constexpr std::int64_t kMost = 20;
  if (scope.host.catalog == nullptr) return;
  // One more than is kept, because the run itself may be in the list.
  auto ids = scope.host.catalog->runs().with_content(content_hash, kMost + 1);
  if (!ids) return;
  std::erase(*ids, scope.labels.run_id);
  if (static_cast<std::int64_t>(ids->size()) > kMost) ids->pop_back();
  run.same_content_as = std::move(*ids);
}

void succeed(CreationScope& scope, Made made, RunOutcome& outcome) {
  const bool reused = made.status == RunStatus::kReused;
  outcome.status = made.status;
  outcome.plan = std::move(made.plan);
  outcome.run = std::move(made.published.run);
  if (outcome.run) {
    outcome.run->was_reused = reused;
    outcome.run->durations = outcome.durations;
    if (!reused) name_earlier_runs(scope, made.content_hash, *outcome.run);
  }
  // The catalog first, then metrics and log: who reads "completed" in the log finds the run in a
  // list.
  if (!scope.request.dry_run) {
    const bool is_known = outcome.run && !made.published.has_labels;
    scope.record.succeeded(made.published.changed_runs, is_known ? &outcome.run->info : nullptr);
  }
  count(scope, reused ? RunEnd::kReused : RunEnd::kCreated);
  scope.event(RunEvent::kCompleted, {{"wasReused", reused}, {"superseded", made.superseded}});
}

void fail(CreationScope& scope, const Problems& problems, RunOutcome& outcome) {
  // Before anything else: it decides which stage the outcome, the log and the record name.
  scope.clock.fail(problems);
  outcome.problems = problems;
  outcome.status = RunStatus::kFailed;
  outcome.failed_stage = scope.clock.failed();
  const std::string stage = outcome.failed_stage ? name_of(*outcome.failed_stage) : "";
  const Problem& first = problems.front();
  scope.event(RunEvent::kFailed,
              {{"stage", stage}, {"code", first.code}, {"message", first.message}});
  count(scope, RunEnd::kFailed);
  if (scope.request.dry_run) return;
  scope.record.failed(problems::is_stopped(problems) ? "cancelled" : "failed", stage, first);
}

RunOutcome outcome_of(const RunHost& host, const CreateRunRequest& request) {
  CreationScope scope(host, request);
  Result<Made> made = create(scope);
  // Every run that fails has an id, so that its record can be found.
  if (scope.labels.run_id.empty()) scope.identify(random_run_id(host.env));
  RunOutcome outcome;
  outcome.run_id = scope.labels.run_id;
  outcome.mode = scope.labels.mode;
  outcome.template_id = scope.template_id;
  outcome.durations = scope.clock.durations();
  made ? succeed(scope, *std::move(made), outcome) : fail(scope, made.problems(), outcome);
  return outcome;
}

}  // namespace

RunOutcome create_run(const RunHost& host, const CreateRunRequest& request) {
  // Imports of a model text are files of the data root unless the caller reads them otherwise.
  if (request.source.read_import) return outcome_of(host, request);
  CreateRunRequest with = request;
  with.source.read_import = import_reader(host.env);
  return outcome_of(host, with);
}

}  // namespace flowtime
