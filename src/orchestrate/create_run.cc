#include "orchestrate/create_run.h"

#include <memory>

#include "orchestrate/apply_settings.h"
#include "orchestrate/existing_run.h"
#include "orchestrate/read_and_compile.h"
#include "orchestrate/run_evaluation.h"
#include "orchestrate/run_events.h"
#include "orchestrate/stage_clock.h"
#include "run/run_identity.h"
#include "sys/ids.h"

namespace flowtime {
namespace {

// One call of create_run, from the request to the outcome.
class RunCreation {
 public:
  RunCreation(const RunHost& host, const CreateRunRequest& request)
      : host_(host), request_(request), clock_(host.env, host.observer) {
    labels_.mode = request.mode.empty() ? name_of(RunMode::kSimulation) : request.mode;
    labels_.request_id = request.request_id;
  }

  RunOutcome outcome() {
    const Result<Done> done = create();
    outcome_.run_id = labels_.run_id;
    outcome_.durations = clock_.durations();
    if (done) return succeeded();
    return failed(done.problems());
  }

 private:
  Result<Done> create();
  Result<Done> accept();
  Result<Done> read();
  Result<Done> assign_id();
  // True when an existing run is the answer.
  Result<bool> reuse();
  Result<Done> plan();
  Result<Done> evaluate_and_publish();
  Result<Done> evaluate_into(RunStage& stage);
  Result<Done> write(RunStage& stage);
  Result<Publication> publish_stage(RunStage& stage);
  RunRecord record() const;
  void supersede(const RunInfo& former);

  RunOutcome succeeded();
  RunOutcome failed(const Problems& problems);
  void log(RunEvent event, std::vector<LogField> more = {}) {
    log_run_event(host_.log, event, labels_, clock_, std::move(more));
  }
  StopQuestion stop_question() {
    return [this] { return host_.observer.stop_requested(); };
  }

  const RunHost& host_;
  const CreateRunRequest& request_;
  StageClock clock_;
  RunLabels labels_;
  RunOutcome outcome_;
  std::int64_t created_unix_ms_ = 0;

  CompiledModel source_;
  std::string model_text_, content_hash_;
  std::unique_ptr<FileLock> id_lock_;
  PublishRule rule_ = PublishRule::kKeepExisting;
  std::optional<Supersedes> supersedes_;
  std::vector<Finding> findings_;
};

Result<Done> RunCreation::accept() {
  clock_.start(Stage::kAccept);
  created_unix_ms_ = host_.env.now_unix_ms();
  labels_.run_id = request_.run_id;
  if (!request_.run_id.empty()) FT_RETURN_IF_PROBLEM(check_id(request_.run_id, "run id"));
  if (request_.run_id.empty() && !request_.deterministic) labels_.run_id = random_run_id(host_.env);
  log(RunEvent::kStart, {{"dryRun", request_.dry_run}});
  std::int64_t swept = 0;
  if (!request_.dry_run) {
    FT_TRY(swept, sweep_stages(host_.env));
  }
  FT_RETURN_IF_PROBLEM(clock_.go_on());
  clock_.end({{"sweptStages", swept}});
  return Done{};
}

Result<Done> RunCreation::read() {
  FT_TRY(ReadSource read, read_source(request_.source, clock_));
  FT_RETURN_IF_PROBLEM(clock_.go_on());
  source_.document = std::move(read.document);
  source_.settings = std::move(read.settings);
  FT_TRY(source_.model, validate_document(source_.document, request_.source, clock_));
  log(RunEvent::kValidation, {{"nodes", static_cast<std::int64_t>(source_.model.nodes.size())},
                              {"bins", source_.model.grid.bins}});
  return clock_.go_on();
}

// Hashes come from the text that will be stored, so that equal inputs meet whoever wrote them.
Result<Done> RunCreation::assign_id() {
  model_text_ = stored_model_text(source_.document);
  const std::string sampling = name_of(request_.source.sampling);
  ContentInputs inputs;
  inputs.text = model_text_;
  inputs.seed = source_.model.seed;
  inputs.sampling = sampling;
  inputs.semantics_version = host_.version.semantics_version;
  FT_TRY(content_hash_, content_hash(inputs));
  if (!labels_.run_id.empty()) return Done{};
  labels_.run_id = deterministic_run_id(scenario_hash(model_text_, source_.model.seed, sampling));
  return Done{};
}

void RunCreation::supersede(const RunInfo& former) {
  rule_ = PublishRule::kSupersede;
  supersedes_ = Supersedes{.content_hash = former.content_hash,
                           .created_utc = former.created_utc,
                           .run_id = superseded_run_id(former.id, former.content_hash)};
}

Result<bool> RunCreation::reuse() {
  if (request_.dry_run) return false;
  FT_TRY(id_lock_, hold_run_id(host_.env, labels_.run_id, clock_));
  if (request_.overwrite) {
    rule_ = PublishRule::kReplace;
    return false;
  }
  FT_TRY(const ExistingRun existing, look_up_run(host_.env, labels_.run_id, content_hash_, clock_));
  switch (existing.kind) {
    case ExistingRun::Kind::kNone: return false;
    case ExistingRun::Kind::kSame:
      // What would be refused today is not made acceptable by having been stored before.
      FT_RETURN_IF_PROBLEM(judge_stored(*existing.info, request_.fail_on));
      return true;
    case ExistingRun::Kind::kOther:
      if (!request_.run_id.empty()) return run_id_taken(labels_.run_id);
      supersede(*existing.info);
      return false;
    case ExistingRun::Kind::kDamaged:
      if (!request_.run_id.empty()) return run_id_damaged(labels_.run_id, existing.damage);
      rule_ = PublishRule::kReplace;
      if (existing.info) supersede(*existing.info);
      return false;
  }
  return false;
}

Result<Done> RunCreation::plan() {
  RunPlan plan;
  plan.template_id = labels_.template_id;
  plan.mode = labels_.mode;
  plan.requested_run_id = labels_.run_id;
  plan.deterministic = request_.deterministic;
  plan.content_hash = content_hash_;
  const auto existing = read_run_info(host_.env, labels_.run_id);
  plan.would_reuse =
      existing.has_value() && !request_.overwrite && existing->content_hash == content_hash_;
  plan.parameters = settings_as_parameters(source_.settings);
  const Plan& compiled = source_.compiled.plan;
  FT_TRY(plan.outputs, planned_files(source_.model, compiled, model_text_.size(), request_.csv));
  plan.cells = static_cast<std::int64_t>(compiled.series.size()) * compiled.bins;
  plan.warnings = source_.notes();
  outcome_.plan = std::move(plan);
  return Done{};
}

Result<Done> RunCreation::evaluate_into(RunStage& stage) {
  class Keeper : public TileSink {
   public:
    explicit Keeper(RunStage& kept) : stage_(kept) {}
    void accept(const SeriesTile& tile) override { stage_.accept(tile); }

   private:
    RunStage& stage_;
  } keeper(stage);
  EvaluationTask task{.model = source_.model, .plan = source_.compiled.plan};
  task.notes = source_.notes();
  if (supersedes_) task.notes.push_back(superseded_finding(*supersedes_));
  task.fail_on = request_.fail_on;
  task.options = request_.options;
  task.keep = &keeper;
  task.status = [&stage] { return stage.status(); };
  FT_TRY(findings_, evaluate_and_check(task, clock_));
  log(RunEvent::kEvaluation, {{"bins", task.plan.bins}});
  return clock_.go_on();
}

RunRecord RunCreation::record() const {
  RunRecord record;
  record.run_id = labels_.run_id;
  record.mode = labels_.mode;
  record.engine_version = host_.version.version;
  record.semantics_version = host_.version.semantics_version;
  record.model = &source_.model;
  record.document = &source_.document;
  record.series = &source_.compiled.plan.series;
  record.parameters = settings_as_parameters(source_.settings);
  record.seed = source_.model.seed;
  record.sampling = name_of(request_.source.sampling);
  record.content_hash = content_hash_;
  record.findings = findings_;
  record.supersedes = supersedes_;
  record.csv = request_.csv;
  record.created_unix_ms = created_unix_ms_;
  record.durations = clock_.durations();
  return record;
}

Result<Done> RunCreation::write(RunStage& stage) {
  clock_.start(Stage::kWrite);
  FT_RETURN_IF_PROBLEM(write_bundle(stage, record(), stop_question()));
  clock_.end({{"series", static_cast<std::int64_t>(stage.series_count())}});
  clock_.start(Stage::kVerify);
  FT_RETURN_IF_PROBLEM(verify_stage(stage, stop_question()));
  FT_RETURN_IF_PROBLEM(clock_.go_on());
  clock_.end();
  log(RunEvent::kArtifacts, {{"series", static_cast<std::int64_t>(stage.series_count())}});
  return Done{};
}

Result<Publication> RunCreation::publish_stage(RunStage& stage) {
  clock_.start(Stage::kPublish);
  FT_TRY(const Publication publication, publish(stage, rule_, request_.durability));
  clock_.end({{"replaced", publication.replaced ? 1 : 0}});
  return publication;
}

Result<Done> RunCreation::evaluate_and_publish() {
  const Plan& plan = source_.compiled.plan;
  FT_TRY(RunStage stage, RunStage::open(host_.env, labels_.run_id, plan.series.size(), plan.bins));
  FT_RETURN_IF_PROBLEM(evaluate_into(stage));
  FT_RETURN_IF_PROBLEM(write(stage));
  FT_TRY(const Publication publication, publish_stage(stage));
  if (publication.published) return Done{};
  // Somebody who does not know our locks was faster with the same id.
  FT_TRY(const ExistingRun existing, look_up_run(host_.env, labels_.run_id, content_hash_, clock_));
  if (existing.kind != ExistingRun::Kind::kSame) return run_id_taken(labels_.run_id);
  outcome_.status = RunStatus::kReused;
  return Done{};
}

Result<Done> RunCreation::create() {
  FT_RETURN_IF_PROBLEM(accept());
  FT_RETURN_IF_PROBLEM(read());
  FT_RETURN_IF_PROBLEM(assign_id());
  FT_TRY(const bool reused, reuse());
  outcome_.status = reused ? RunStatus::kReused : RunStatus::kCreated;
  if (!reused) {
    FT_TRY(source_.compiled, compile_model(source_.model, request_.source, host_.limits, clock_));
    FT_RETURN_IF_PROBLEM(clock_.go_on());
    outcome_.status = request_.dry_run ? RunStatus::kPlanned : RunStatus::kCreated;
    FT_RETURN_IF_PROBLEM(request_.dry_run ? plan() : evaluate_and_publish());
  }
  if (request_.dry_run) return Done{};
  FT_TRY(outcome_.run, read_envelope(host_.env, labels_.run_id));
  return Done{};
}

RunOutcome RunCreation::succeeded() {
  if (outcome_.run) {
    outcome_.run->was_reused = outcome_.status == RunStatus::kReused;
    outcome_.run->durations = outcome_.durations;
  }
  log(RunEvent::kCompleted, {{"wasReused", outcome_.status == RunStatus::kReused}});
  return std::move(outcome_);
}

RunStatus status_of(const std::string& code) {
  if (code == "stopped") return RunStatus::kCancelled;
  if (code == "run_id_taken" || code == "run_id_damaged") return RunStatus::kConflict;
  return code.starts_with("io_") ? RunStatus::kFailed : RunStatus::kRefused;
}

RunOutcome RunCreation::failed(const Problems& problems) {
  clock_.fail(problems);
  outcome_.problems = problems;
  outcome_.status = status_of(problems.front().code);
  outcome_.failed_stage = clock_.failed();
  outcome_.plan.reset();
  const std::string stage = outcome_.failed_stage ? name_of(*outcome_.failed_stage) : "";
  log(RunEvent::kFailed,
      {{"stage", stage}, {"code", problems.front().code}, {"message", problems.front().message}});
  return std::move(outcome_);
}

}  // namespace

RunOutcome create_run(const RunHost& host, const CreateRunRequest& request) {
  return RunCreation(host, request).outcome();
}

}  // namespace flowtime
