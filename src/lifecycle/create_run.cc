#include "lifecycle/create_run.h"

#include <memory>

#include "catalog/catalog.h"
#include "figures/expectation.h"
#include "host/stage_clock.h"
#include "lifecycle/check_health.h"
#include "lifecycle/check_request.h"
#include "lifecycle/counterfactual.h"
#include "lifecycle/creation_record.h"
#include "lifecycle/existing_run.h"
#include "lifecycle/judge_stage.h"
#include "lifecycle/load_capture.h"
#include "lifecycle/run_events.h"
#include "lifecycle/run_metrics.h"
#include "lifecycle/run_source.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/run_evaluation.h"
#include "problems/catalogue.h"
#include "run/run_identity.h"
#include "run/written_envelope.h"
#include "sys/ids.h"
#include "telemetry/import_store.h"

namespace flowtime {
namespace {

// One call of create_run, from the request to the outcome.
class RunCreation {
 public:
  RunCreation(const RunHost& host, const CreateRunRequest& request)
      : host_(host),
        request_(request),
        record_(host, labels_),
        log_(record_, labels_),
        clock_(host.env, record_) {
    labels_.mode = name_of(RunMode::kSimulation);
    labels_.request_id = request.request_id;
    if (request.run_template) {
      labels_.template_id = request.run_template->draft_text ? "draft" : request.run_template->id;
    }
  }

  RunOutcome outcome() {
    const Result<Done> done = create();
    if (labels_.run_id.empty()) identify(random_run_id(host_.env));  // it failed before it had one
    outcome_.run_id = labels_.run_id;
    outcome_.mode = labels_.mode;
    outcome_.durations = clock_.durations();
    if (done) return succeeded();
    return failed(done.problems());
  }

 private:
  Result<Done> create();
  Result<Done> accept();
  Result<Done> read();
  Result<Done> read_base();
  CompileOptions::Sampling sampling() const {
    return base_ ? base_->sampling : request_.source.sampling;
  }
  Result<Done> compile_source();
  Result<Done> assign_id();
  // True when an existing run is the answer.
  Result<bool> reuse();
  Result<bool> reuse_content();
  Result<bool> reuse_id();
  Result<Done> plan();
  Result<Done> evaluate_and_publish();
  Result<Done> evaluate_into(RunStage& stage);
  Result<Done> check_expectations(const RunStage& stage);
  Result<Done> write(RunStage& stage);
  Result<Publication> publish_stage(RunStage& stage);
  RunRecord record() const;
  void supersede(const RunInfo& former);
  std::vector<Finding> notes() const;
  RunInputs inputs() const;

  void name_earlier_runs();
  RunOutcome succeeded();
  RunOutcome failed(const Problems& problems);
  void count(RunEnd end);
  void log(RunEvent event, std::vector<LogField> more = {}) {
    log_.write(run_log_event(event, labels_, clock_, std::move(more)));
  }
  void identify(const std::string& run_id) {
    labels_.run_id = run_id;
    log_.identified();
  }
  void tell_identity() {
    record_.on_identity(
        {.run_id = labels_.run_id, .template_id = outcome_.template_id, .mode = labels_.mode});
  }
  StopQuestion stop_question() {
    return [this] { return host_.observer.stop_requested(); };
  }

  const RunHost& host_;
  const CreateRunRequest& request_;
  RunLabels labels_;
  CreationRecord record_;
  RunLog log_;
  StageClock clock_;
  RunOutcome outcome_;
  std::int64_t created_unix_ms_ = 0;

  CheckedRequest checked_;
  RunMode mode_ = RunMode::kSimulation;
  RunSource source_;
  std::optional<LoadedCapture> capture_;
  std::optional<Counterfactual> base_;
  Compiled compiled_;
  std::string content_hash_, input_hash_;
  std::unique_ptr<FileLock> content_lock_, id_lock_;
  PublishRule rule_ = PublishRule::kKeepExisting;
  std::optional<Supersedes> supersedes_;
  std::vector<Finding> findings_;
  std::vector<ExpectationOutcome> expectations_;
  Judgement judgement_;
  std::vector<std::string> changed_runs_;
};

Result<Done> RunCreation::accept() {
  clock_.start(Stage::kAccept);
  created_unix_ms_ = host_.env.now_unix_ms();
  if (request_.run_id.empty() && !request_.deterministic) labels_.run_id = random_run_id(host_.env);
  FT_TRY(checked_, check_request(request_));
  if (!request_.run_id.empty()) labels_.run_id = request_.run_id;
  const bool has_capture = !request_.telemetry.directory.empty();
  labels_.mode =
      name_of(checked_.mode.value_or(has_capture ? RunMode::kTelemetry : RunMode::kSimulation));
  tell_identity();
  log(RunEvent::kStart, {{"dryRun", request_.dry_run}});
  std::int64_t swept = 0;
  if (!request_.dry_run) {
    FT_TRY(swept, sweep_stages(host_.env));
  }
  FT_RETURN_IF_PROBLEM(clock_.go_on());
  clock_.end({{"sweptStages", swept}});
  return Done{};
}

// Everything is that of the base, but for what was set.
Result<Done> RunCreation::read_base() {
  FT_TRY(base_, read_counterfactual(host_, request_, clock_));
  source_ = std::move(base_->source);
  mode_ = base_->mode;
  labels_.mode = name_of(mode_);
  log(RunEvent::kValidation, {{"nodes", static_cast<std::int64_t>(source_.model.nodes.size())},
                              {"bins", source_.model.grid.bins}});
  return clock_.go_on();
}

Result<Done> RunCreation::read() {
  if (!request_.base_run_id.empty()) return read_base();
  FT_TRY(auto from, resolve_template(host_, request_, clock_));
  FT_RETURN_IF_PROBLEM(clock_.go_on());
  FT_TRY(mode_, decide_mode(request_, checked_, from ? from->mode : ""));
  labels_.mode = name_of(mode_);
  if (from) outcome_.template_id = from->id;
  if (from && !request_.run_template->draft_text) labels_.template_id = from->id;
  if (mode_ == RunMode::kTelemetry && from) {
    CreateRunRequest bound = request_;
    for (GivenParameter& given : bound_sources(request_.telemetry, *from)) {
      bound.run_template->parameters.push_back(std::move(given));
    }
    FT_TRY(source_, read_run_source(bound, std::move(from), checked_.seed, clock_));
  } else {
    FT_TRY(source_, read_run_source(request_, std::move(from), checked_.seed, clock_));
  }
  log(RunEvent::kValidation, {{"nodes", static_cast<std::int64_t>(source_.model.nodes.size())},
                              {"bins", source_.model.grid.bins}});
  FT_RETURN_IF_PROBLEM(clock_.go_on());
  if (mode_ == RunMode::kSimulation) return Done{};
  FT_TRY(capture_, load_capture(host_, request_.telemetry, source_, clock_));
  return Done{};
}

// Compile with what was measured in the place of what would be computed.
Result<Done> RunCreation::compile_source() {
  ModelSource options;
  options.sampling = sampling();
  if (base_) options.measured = base_->measured;
  if (capture_) options.measured = measured_series(*capture_);
  auto compiled = compile_model(source_.model, options, host_.limits, clock_);
  if (!compiled) return source_.told(compiled.problems());
  compiled_ = std::move(*compiled);
  if (capture_) settle_capture(*capture_, source_.model, compiled_.plan.series);
  return Done{};
}

RunInputs RunCreation::inputs() const {
  RunInputs inputs;
  inputs.template_id = source_.from->id;
  inputs.template_version = source_.from->version;
  inputs.mode = labels_.mode;
  inputs.parameters = source_.given;
  inputs.settings = source_.node_settings;
  for (const CaptureBinding& binding : request_.telemetry.bindings) {
    inputs.telemetry_bindings.push_back({binding.parameter, json_quote(binding.file)});
  }
  if (source_.model.seed) inputs.seed = *source_.model.seed;
  return inputs;
}

// Hashes come from the text that will be stored, so that equal inputs meet whoever wrote them.
Result<Done> RunCreation::assign_id() {
  const std::string sampling = name_of(this->sampling());
  ContentInputs content;
  content.text = source_.content_text;
  if (source_.from) content.parameters = source_.parameters;
  if (capture_) content.capture_digests = capture_->digests;
  for (const CaptureBinding& binding : request_.telemetry.bindings) {
    content.capture_digests.emplace_back("binding " + binding.parameter, binding.file);
  }
  if (base_) content.capture_digests.emplace_back("base", base_->base.content_hash);
  content.seed = source_.model.seed;
  content.sampling = sampling;
  content.thresholds = request_.thresholds;
  content.settings = source_.node_settings;
  content.expectations = request_.expectations;
  content.semantics_version = host_.version.semantics_version;
  FT_TRY(content_hash_, content_hash(content));
  if (source_.from) {
    FT_TRY(input_hash_, input_hash(inputs()));
  }
  if (labels_.run_id.empty()) {
    identify(source_.from ? deterministic_run_id(source_.from->id, input_hash_)
                          : deterministic_run_id(
                                scenario_hash(source_.model_text, source_.model.seed, sampling)));
  }
  tell_identity();
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
  if (!request_.reuse) return reuse_id();
  FT_TRY(const bool found, reuse_content());
  return found ? Result<bool>(true) : reuse_id();
}

// Whoever wants to reuse waits for others who want the same content, so that it is made once.
Result<bool> RunCreation::reuse_content() {
  FT_TRY(content_lock_, hold_content(host_.env, content_hash_, clock_));
  FT_TRY(const auto same, find_same_content(host_, content_hash_, clock_));
  if (!same || !can_judge_stored(*same, request_.fail_on)) return false;
  FT_RETURN_IF_PROBLEM(judge_stored(*same, request_.fail_on));
  identify(same->id);
  tell_identity();
  return true;
}

Result<bool> RunCreation::reuse_id() {
  FT_TRY(id_lock_, hold_run_id(host_.env, labels_.run_id, clock_));
  if (request_.overwrite) {
    rule_ = PublishRule::kReplace;
    return false;
  }
  FT_TRY(const ExistingRun existing, look_up_run(host_.env, labels_.run_id, content_hash_, clock_));
  switch (existing.kind) {
    case ExistingRun::Kind::kNone: return false;
    case ExistingRun::Kind::kSame:
      if (!can_judge_stored(*existing.info, request_.fail_on)) {
        rule_ = PublishRule::kReplace;
        return false;
      }
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

std::vector<Finding> RunCreation::notes() const {
  std::vector<Finding> notes = source_.notes;
  notes.insert(notes.end(), source_.model.notes.begin(), source_.model.notes.end());
  notes.insert(notes.end(), compiled_.notes.begin(), compiled_.notes.end());
  if (capture_) {
    notes.insert(notes.end(), capture_->findings.begin(), capture_->findings.end());
  }
  return notes;
}

Result<Done> RunCreation::plan() {
  RunPlan plan;
  plan.template_id = source_.from ? source_.from->id : labels_.template_id;
  plan.mode = labels_.mode;
  plan.run_id = labels_.run_id;
  plan.is_random_id = request_.run_id.empty() && !request_.deterministic;
  plan.deterministic = request_.deterministic;
  plan.content_hash = content_hash_;
  const auto existing = read_run_info(host_.env, labels_.run_id);
  plan.would_reuse =
      existing.has_value() && !request_.overwrite && existing->content_hash == content_hash_;
  if (request_.reuse) {
    FT_TRY(const auto same, find_same_content(host_, content_hash_, clock_));
    plan.would_reuse = plan.would_reuse || same.has_value();
    plan.is_random_id = plan.is_random_id && !same;
    if (same) plan.run_id = same->id;
  }
  plan.capture_directory = request_.telemetry.directory;
  for (const CaptureBinding& binding : request_.telemetry.bindings) {
    plan.telemetry_bindings.push_back({binding.parameter, json_quote(binding.file)});
  }
  if (capture_) plan.capture_files = capture_->summary.sources;
  plan.parameters = source_.given;
  plan.resolved_parameters = source_.parameters;
  const Plan& compiled = compiled_.plan;
  FT_TRY(plan.outputs,
         planned_files(source_.model, compiled, source_.model_text.size(), request_.csv));
  plan.cells = static_cast<std::int64_t>(compiled.series.size()) * compiled.bins;
  plan.warnings = notes();
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
  EvaluationTask task{.model = source_.model, .plan = compiled_.plan, .mode = mode_};
  task.notes = notes();
  if (supersedes_) task.notes.push_back(superseded_finding(*supersedes_));
  task.fail_on = request_.fail_on;
  task.options = request_.options;
  if (task.options.tile_bins == 0) {
    task.options.tile_bins = stored_tile_bins(stage.series_count(), stage.bins());
  }
  task.keep = &keeper;
  task.status = [&stage] { return stage.status(); };
  auto found = evaluate_and_check(task, clock_);
  if (!found) {
    Problems problems = found.problems();
    for (Problem& problem : problems) {
      if (problem.where.line > 0) problem = source_.told({problem}).front();
    }
    return problems;
  }
  findings_ = *std::move(found);
  log(RunEvent::kEvaluation, {{"bins", task.plan.bins}});
  return clock_.go_on();
}

// A broken one is an error of a simulation that asks for it; else it is reported and stored.
Result<Done> RunCreation::check_expectations(const RunStage& stage) {
  auto outcomes =
      expectations_of_staged(stage, source_.model, compiled_.plan, judgement_, source_.expected);
  if (!outcomes) return source_.told(outcomes.problems());
  expectations_ = *std::move(outcomes);
  const auto broken =
      expectation_findings(expectations_, expectation_severity(labels_.mode, request_.fail_on));
  findings_.insert(findings_.end(), broken.begin(), broken.end());
  return judge_findings(broken, request_.fail_on);
}

RunRecord RunCreation::record() const {
  RunRecord record;
  record.run_id = labels_.run_id;
  record.mode = labels_.mode;
  record.engine_version = host_.version.version;
  record.semantics_version = host_.version.semantics_version;
  record.model = &source_.model;
  record.document = &source_.document;
  record.series = &compiled_.plan.series;
  if (source_.from) {
    record.run_template = {.id = source_.from->id,
                           .title = source_.from->title,
                           .narrative = source_.from->narrative,
                           .version = source_.from->version};
  }
  record.parameters = source_.parameters;
  record.settings = source_.settings;
  record.input_hash = input_hash_;
  record.seed = source_.model.seed;
  record.sampling = name_of(sampling());
  record.content_hash = content_hash_;
  record.findings = findings_;
  record.judgement = &judgement_;
  record.expectations = expectations_;
  record.thresholds = request_.thresholds;
  record.supersedes = supersedes_;
  for (const CaptureBinding& binding : request_.telemetry.bindings) {
    record.telemetry_bindings.push_back({binding.parameter, json_quote(binding.file)});
  }
  if (capture_) {
    KeptCapture kept = kept_capture(*capture_, findings_);
    record.telemetry_manifest = std::move(kept.manifest_json);
    record.extra_files = std::move(kept.files);
    record.telemetry = std::move(kept.summary);
    record.class_coverage = capture_->manifest.class_coverage;
  }
  if (base_) add_base(*base_, record);
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
  if (!record_.may_publish()) return clock_.stopped();
  clock_.start(Stage::kPublish);
  FT_TRY(const Publication publication, publish(stage, rule_, request_.durability));
  clock_.end({{"replaced", publication.replaced ? 1 : 0}});
  return publication;
}

Result<Done> RunCreation::evaluate_and_publish() {
  const Plan& plan = compiled_.plan;
  FT_TRY(RunStage stage, RunStage::open(host_.env, labels_.run_id, plan.series.size(), plan.bins));
  FT_RETURN_IF_PROBLEM(evaluate_into(stage));
  if (base_) FT_RETURN_IF_PROBLEM(check_same_before(stage, plan, *base_));
  FT_TRY(judgement_, judge_staged(stage, source_.model, plan, request_.thresholds, clock_));
  FT_RETURN_IF_PROBLEM(check_health(judgement_.summary, request_.fail_on));
  FT_RETURN_IF_PROBLEM(check_expectations(stage));
  FT_RETURN_IF_PROBLEM(clock_.go_on());
  FT_RETURN_IF_PROBLEM(write(stage));
  FT_TRY(const Publication publication, publish_stage(stage));
  if (publication.published) {
    changed_runs_.push_back(labels_.run_id);
    if (!publication.former_id.empty()) changed_runs_.push_back(publication.former_id);
    outcome_.run = take_envelope(stage);
    return Done{};
  }
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
    if (!request_.dry_run) record_.begin();
    FT_RETURN_IF_PROBLEM(compile_source());
    const auto expected =
        figures::read_expectations(source_.expected, source_.model, compiled_.plan.series);
    if (!expected) return source_.told(expected.problems());
    FT_RETURN_IF_PROBLEM(clock_.go_on());
    outcome_.status = request_.dry_run ? RunStatus::kPlanned : RunStatus::kCreated;
    FT_RETURN_IF_PROBLEM(request_.dry_run ? plan() : evaluate_and_publish());
  }
  if (request_.dry_run) return Done{};
  if (outcome_.run) return Done{};  // by what was written
  FT_TRY(outcome_.run, read_envelope(host_.env, labels_.run_id));
  return Done{};
}

void RunCreation::count(RunEnd end) {
  if (host_.metrics == nullptr || request_.dry_run) return;
  RunLabels labels = labels_;
  // Names that anybody may send make no metrics of their own.
  if (request_.run_template && outcome_.template_id.empty()) labels.template_id = "unknown";
  count_run(*host_.metrics, end, labels, clock_);
}

// For whoever made the same twice without meaning to. What the catalog cannot tell is left out.
void RunCreation::name_earlier_runs() {
  constexpr std::int64_t kMost = 20;
  if (host_.catalog == nullptr) return;
  auto ids = host_.catalog->runs().with_content(content_hash_, kMost + 1);
  if (!ids) return;
  std::erase(*ids, labels_.run_id);
  if (static_cast<std::int64_t>(ids->size()) > kMost) ids->pop_back();
  outcome_.run->same_content_as = std::move(*ids);
}

RunOutcome RunCreation::succeeded() {
  const bool reused = outcome_.status == RunStatus::kReused;
  if (outcome_.run) {
    outcome_.run->was_reused = reused;
    outcome_.run->durations = outcome_.durations;
    if (!reused) name_earlier_runs();
  }
  if (!request_.dry_run) record_.succeeded(changed_runs_);
  count(reused ? RunEnd::kReused : RunEnd::kCreated);
  log(RunEvent::kCompleted, {{"wasReused", reused}, {"superseded", supersedes_.has_value()}});
  return std::move(outcome_);
}

RunOutcome RunCreation::failed(const Problems& problems) {
  clock_.fail(problems);
  outcome_.problems = problems;
  outcome_.status = RunStatus::kFailed;
  outcome_.failed_stage = clock_.failed();
  outcome_.plan.reset();
  const std::string stage = outcome_.failed_stage ? name_of(*outcome_.failed_stage) : "";
  const Problem& first = problems.front();
  log(RunEvent::kFailed, {{"stage", stage}, {"code", first.code}, {"message", first.message}});
  count(RunEnd::kFailed);
  if (!request_.dry_run) {
    record_.failed(problems::is_stopped(problems) ? "cancelled" : "failed", stage, first);
  }
  return std::move(outcome_);
}

}  // namespace

RunOutcome create_run(const RunHost& host, const CreateRunRequest& request) {
  if (request.source.read_import) return RunCreation(host, request).outcome();
  CreateRunRequest with = request;
  with.source.read_import = import_reader(host.env);
  return RunCreation(host, with).outcome();
}

}  // namespace flowtime
