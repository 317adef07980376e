#include <gmock/gmock.h>

#include <cerrno>
#include <map>

#include "lifecycle/lifecycle_test_support.h"
#include "lifecycle/run_list.h"
#include "lifecycle/run_metrics.h"
#include "lifecycle/run_source.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/run_evaluation.h"
#include "problems/catalogue.h"

namespace flowtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

// Counts questions and stops at the n-th.
class Stopping : public RunObserver {
 public:
  explicit Stopping(int at) : at_(at) {}
  bool stop_requested() override { return ++asked == at_ || (at_ > 0 && asked > at_); }
  void on_progress(std::int64_t, std::int64_t) override { ++tiles; }
  int asked = 0, tiles = 0;

 private:
  int at_;
};

TEST_F(Lifecycle, TheIdOfATemplateRunIsThePublishedTestVector) {
  const RunOutcome made = create(from_template());
  ASSERT_TRUE(made.succeeded()) << to_text(made.problems, "");
  EXPECT_EQ(made.run_id,
            "run_sim-order_cd78e6a63952f711b6e62ad3c650f523258212890e2209126e1210994c295d27");
  EXPECT_EQ(made.run->info.input_hash,
            "sha256:cd78e6a63952f711b6e62ad3c650f523258212890e2209126e1210994c295d27");
  EXPECT_EQ(made.template_id, "sim-order");
  EXPECT_EQ(made.run->info.template_narrative, "Orders come and are packed.");
  ASSERT_EQ(made.run->info.parameters.size(), 2u);
  EXPECT_EQ(made.run->info.parameters[0].json, "4");
}

TEST_F(Lifecycle, ADefaultGivenAsSuchIsTheSameContentUnderAnotherId) {
  const RunOutcome silent = create(from_template());
  const RunOutcome spoken = create(from_template("bins=4"));
  ASSERT_TRUE(silent.succeeded() && spoken.succeeded());
  EXPECT_NE(silent.run_id, spoken.run_id);
  EXPECT_EQ(silent.run->info.content_hash, spoken.run->info.content_hash);
  EXPECT_EQ(silent.run->info.model_hash, spoken.run->info.model_hash);
  EXPECT_NE(silent.run->info.content_hash, create(from_template("bins=5")).run->info.content_hash);
}

TEST_F(Lifecycle, TheSameRequestIsReusedAndAnEditedTemplateSupersedes) {
  const RunOutcome made = create(from_template());
  EXPECT_EQ(create(from_template()).status, RunStatus::kReused);
  CreateRunRequest edited = from_template();
  const std::size_t ten = edited.run_template->draft_text->find("\"10\"");
  edited.run_template->draft_text->replace(ten, 4, "\"11\"");
  const RunOutcome again = create(edited);
  ASSERT_EQ(again.status, RunStatus::kCreated);
  EXPECT_EQ(again.run_id, made.run_id);
  ASSERT_TRUE(again.run->info.supersedes);
  EXPECT_EQ(again.run->info.supersedes->content_hash, made.run->info.content_hash);
  EXPECT_EQ(again.run->info.supersedes->run_id,
            made.run_id + "." + made.run->info.content_hash.substr(7, 8));
  EXPECT_EQ(again.run->info.findings.front().code, "deterministic_run_superseded");
  EXPECT_EQ(find_runs(host(), {})->total_count, 2);
  EXPECT_EQ(create(edited).status, RunStatus::kReused);
}

TEST_F(Lifecycle, ADryRunTellsThePlanAndWritesNothing) {
  CreateRunRequest request = from_template("bins=6");
  request.dry_run = true;
  const RunOutcome planned = create(request);
  ASSERT_EQ(planned.status, RunStatus::kPlanned) << to_text(planned.problems, "");
  EXPECT_EQ(env_.writes(), 0);
  const std::string json = to_json(*planned.plan, JsonWriter::Layout::kCompact);
  EXPECT_THAT(json,
              HasSubstr(R"("parameters":{"bins":6},"resolvedParameters":{"bins":6,"demand":5})"));
  EXPECT_THAT(json, HasSubstr(R"("requestedRunId":"run_sim-order_)"));
  EXPECT_THAT(json, HasSubstr(R"("outputRoot":"runs","deterministicRunId":true)"));
  EXPECT_THAT(json, HasSubstr(R"("captureDirectory":null)"));
  EXPECT_THAT(json, HasSubstr(R"("files":[])"));
  request.dry_run = false;
  EXPECT_EQ(create(request).run_id, planned.run_id);
  request.dry_run = true;
  EXPECT_TRUE(create(request).plan->would_reuse);
  request.deterministic = false;
  EXPECT_THAT(to_json(*create(request).plan, JsonWriter::Layout::kCompact),
              HasSubstr(R"("requestedRunId":null)"));
}

TEST_F(Lifecycle, WhatARequestMayNotAskFor) {
  struct Row {
    const char* what;
    void (*change)(CreateRunRequest&);
    int status;
    const char* code;
  };
  const Row rows[] = {
      {"mode", [](auto& r) { r.mode = "both"; }, 400, "invalid_mode"},
      {"rng kind", [](auto& r) { r.rng = RngRequest{.kind = "mt19937"}; }, 400, "invalid_rng_kind"},
      {"no template", [](auto& r) { r.run_template->draft_text.reset(); }, 400,
       "template_required"},
      {"unknown template",
       [](auto& r) {
         r.run_template->draft_text.reset();
         r.run_template->id = "no-such";
       },
       404, "template_not_found"},
      {"bindings in a simulation",
       [](auto& r) {
         r.mode = "simulation";
         r.telemetry.bindings = {{"demand", "x.csv"}};
       },
       400, "capture_in_simulation"},
      {"bindings alone",
       [](auto& r) {
         r.telemetry.bindings = {{"demand", "x.csv"}};
       },
       400, "capture_in_simulation"},
      {"a capture in a simulation",
       [](auto& r) {
         r.mode = "Simulation";
         r.telemetry.directory = "c1";
       },
       400, "capture_in_simulation"},
      {"telemetry without a capture", [](auto& r) { r.mode = "telemetry"; }, 400,
       "capture_required"},
      {"an absent capture", [](auto& r) { r.telemetry.directory = "c1"; }, 422, "capture_missing"},
      {"a capture elsewhere", [](auto& r) { r.telemetry.directory = "../c1"; }, 400,
       "io_outside_root"},
      {"an unknown parameter",
       [](auto& r) { r.run_template->parameters.push_back(*parameter_from_json("binz", "3")); },
       400, "unknown_parameter"},
      {"a value out of bounds",
       [](auto& r) { r.run_template->parameters.push_back(*parameter_from_json("bins", "0")); },
       400, "parameter_range"},
      {"no window",
       [](auto& r) {
         std::string& text = *r.run_template->draft_text;
         text.erase(text.find("window:"), text.find("parameters:") - text.find("window:"));
       },
       400, "template_window_missing"},
      {"bad id", [](auto& r) { r.run_id = "../x"; }, 400, "invalid_id"},
  };
  for (const Row& row : rows) {
    CreateRunRequest request = from_template();
    row.change(request);
    const RunOutcome outcome = create(request);
    ASSERT_FALSE(outcome.succeeded()) << row.what;
    EXPECT_EQ(problems::status_of(outcome.problems), row.status) << row.what;
    EXPECT_EQ(outcome.problems.front().code, row.code) << row.what;
    EXPECT_FALSE(outcome.problems.front().remedy.empty()) << row.what;
    EXPECT_FALSE(has_files_below("runs/") || has_files_below("staging/")) << row.what;
  }
}

TEST_F(Lifecycle, ACaptureIsLookedAtFileByFile) {
  ASSERT_TRUE(env_.make_directories("captures/c1"));
  CreateRunRequest request = from_template();
  request.telemetry = {.directory = "c1", .bindings = {{"demand", "a.csv"}}};
  EXPECT_THAT(create(request).problems.front().message, HasSubstr("manifest.json"));
  ASSERT_TRUE(env_.write_file("captures/c1/manifest.json", "{}"));
  EXPECT_THAT(create(request).problems.front().message, HasSubstr("a.csv"));
  ASSERT_TRUE(env_.write_file("captures/c1/a.csv", "t,value\n"));
  const RunOutcome outcome = create(request);
  EXPECT_EQ(problems::status_of(outcome.problems), 422);
  EXPECT_EQ(outcome.problems.front().code, "capture_damaged");  // it has no grid
  EXPECT_EQ(outcome.mode, "telemetry");
  EXPECT_EQ(outcome.failed_stage, Stage::kLoadCapture);
}

TEST_F(Lifecycle, ASimulationFailsFastUnlessAskedNotTo) {
  CreateRunRequest request = from_template("demand=-2");
  const RunOutcome refused = create(request);
  EXPECT_EQ(refused.problems.front().code, "arrivals_negative");
  EXPECT_EQ(refused.failed_stage, Stage::kCheck);
  EXPECT_FALSE(has_files_below("runs/"));
  request.fail_on = FailOn::kNone;
  const RunOutcome let_pass = create(request);
  ASSERT_TRUE(let_pass.succeeded());
  EXPECT_GT(let_pass.run->info.finding_counts.error, 0);
  request.fail_on = FailOn::kError;
  EXPECT_EQ(create(request).problems.front().code, "arrivals_negative");
}

// What each check says is in checks/check_table_test.cc, in both modes; here: what follows from it.
TEST_F(Lifecycle, TheBarDecidesWhichSeveritiesRefuse) {
  const struct {
    Severity severity;
    FailOn fail_on;
    bool refused;
  } rows[] = {
      {Severity::kError, FailOn::kError, true},     {Severity::kWarning, FailOn::kError, false},
      {Severity::kInfo, FailOn::kError, false},     {Severity::kError, FailOn::kWarning, true},
      {Severity::kWarning, FailOn::kWarning, true}, {Severity::kInfo, FailOn::kWarning, false},
      {Severity::kError, FailOn::kNone, false},     {Severity::kWarning, FailOn::kNone, false},
      {Severity::kInfo, FailOn::kNone, false},
  };
  for (const auto& row : rows) {
    Finding finding;
    finding.severity = row.severity;
    finding.code = "some_code";
    const auto judged = judge_findings({finding}, row.fail_on);
    EXPECT_EQ(!judged, row.refused)
        << name_of(row.severity) << " " << static_cast<int>(row.fail_on);
    if (judged) continue;
    EXPECT_EQ(judged.problems().front().code, "some_code");
  }
}

TEST_F(Lifecycle, TelemetryWarnsWhereSimulationRefuses) {
  const CreateRunRequest request = from_template("demand=-2");
  StageClock clock(env_, quiet_);
  const auto from = resolve_template(host(), request, clock);
  const auto source = read_run_source(request, *from, {}, clock);
  const auto compiled = compile_model(source->model, request.source, {}, clock);
  const auto findings = [&](RunMode mode) {
    StageClock own(env_, quiet_);
    return evaluate_and_check(
        {.model = source->model, .plan = compiled->plan, .mode = mode, .notes = {}}, own);
  };
  EXPECT_EQ(findings(RunMode::kSimulation).problems().front().code, "arrivals_negative");
  const auto warned = findings(RunMode::kTelemetry);
  ASSERT_TRUE(warned);
  EXPECT_EQ(count_findings(*warned).error, 0);
  EXPECT_GT(count_findings(*warned).warning, 0);
}

TEST_F(Lifecycle, FailuresKeepARecordAndSuccessesNone) {
  ASSERT_TRUE(create(from_template()).succeeded());
  ASSERT_TRUE(create(from_template()).succeeded());
  EXPECT_TRUE(failures().empty());
  const RunOutcome refused = create(from_template("demand=-2"));
  ASSERT_EQ(failures().size(), 1u);
  const FailureRecord record = failures().front();
  EXPECT_EQ(record.run_id, refused.run_id);
  EXPECT_EQ(record.template_id, "draft");
  EXPECT_EQ(record.mode, "simulation");
  EXPECT_EQ(record.request_id, "req-1");
  EXPECT_EQ(record.state, "failed");
  EXPECT_EQ(record.stage, "check");
  EXPECT_EQ(record.code, "arrivals_negative");
  EXPECT_FALSE(record.message.empty());
  ASSERT_FALSE(record.log.empty());
  EXPECT_THAT(record.log.front(), HasSubstr("RunOrchestrationStart"));
  EXPECT_THAT(record.log.back(), HasSubstr("RunOrchestrationFailed"));
  EXPECT_TRUE(catalog_->failures().owners()->empty());
}

TEST_F(Lifecycle, ACancelledRunLeavesARecordAndNothingElse) {
  Stopping counting(0);
  const CreateRunRequest request = from_template("bins=40");
  CreateRunRequest counted = request;
  counted.options.tile_bins = 8;
  ASSERT_TRUE(create_run(host_with(counting), counted).succeeded());
  EXPECT_EQ(counting.tiles, 5);
  EXPECT_GE(counting.asked, counting.tiles + 12);  // and once per file at the least
  counted.overwrite = true;
  for (int n = 1; n <= counting.asked; ++n) {
    Stopping stopping(n);
    const RunOutcome outcome = create_run(host_with(stopping), counted);
    ASSERT_TRUE(problems::is_stopped(outcome.problems)) << n;
    EXPECT_FALSE(has_files_below("staging/")) << n;
    EXPECT_EQ(failures().front().state, "cancelled") << n;
    EXPECT_EQ(failures().front().code, "stopped") << n;
  }
  EXPECT_EQ(find_runs(host(), {})->total_count, 1);
}

// The answer to a creation is made of what the writer held, all others of the files.
TEST_F(Lifecycle, TheEnvelopeOfANewRunIsTheOneThatReadersGet) {
  for (const char* parameters : {"bins=3", "bins=40"}) {
    const RunOutcome made = create(from_template(parameters));
    ASSERT_TRUE(made.run);
    auto read = read_envelope(env_, made.run_id);
    ASSERT_TRUE(read);
    read->durations = made.run->durations;
    read->same_content_as = made.run->same_content_as;
    const auto layout = JsonWriter::Layout::kIndented;
    EXPECT_EQ(to_json(*made.run, layout), to_json(*read, layout));
  }
}

TEST_F(Lifecycle, EveryLogLineSaysOfWhatItIs) {
  create(from_template());
  create(from_template());
  create(from_template("demand=-2"));
  CreateRunRequest unknown = from_template();
  unknown.run_template = TemplateRequest{.id = "no-such"};
  create(unknown);
  for (const LogEvent& event : log_.events()) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < 4 && i < event.fields.size(); ++i) {
      names.push_back(event.fields[i].name);
    }
    EXPECT_THAT(names, ElementsAre("runId", "templateId", "mode", "requestId")) << event.name;
  }
  EXPECT_THAT(event_names(),
              ElementsAre("RunOrchestrationStart", "RunOrchestrationValidation",
                          "RunOrchestrationEvaluation", "RunOrchestrationArtifacts",
                          "RunOrchestrationCompleted",  // made
                          "RunOrchestrationStart", "RunOrchestrationValidation",
                          "RunOrchestrationCompleted",  // reused
                          "RunOrchestrationStart", "RunOrchestrationValidation",
                          "RunOrchestrationFailed",                             // refused
                          "RunOrchestrationStart", "RunOrchestrationFailed"));  // no template
}

// The value of a counter, as the exposition prints it; "" when there is none.
std::string figure(const MetricsRegistry& registry, const std::string& series) {
  const std::string text = registry.exposition();
  const std::size_t at = text.find("\n" + series + " ");
  if (at == std::string::npos) return "";
  const std::size_t begin = at + series.size() + 2;
  return text.substr(begin, text.find('\n', begin) - begin);
}

TEST_F(Lifecycle, MetricsCountEveryEnd) {
  create(from_template());             // made
  create(from_template());             // reused
  create(from_template());             // reused
  create(from_template("demand=-2"));  // refused
  Stopping stopping(3);
  create_run(host_with(stopping), from_template("bins=9"));  // cancelled
  env_.reset_writes();
  env_.set_fault({.at_write = 12, .error_number = ENOSPC, .and_after = true});
  EXPECT_TRUE(problems::may_pass(create(from_template("bins=8")).problems));  // the disk
  env_.set_fault({});
  CreateRunRequest edited = from_template();
  edited.run_template->draft_text->append("# edited\n");
  EXPECT_TRUE(create(edited).run->info.supersedes);  // superseded: made
  CreateRunRequest plain;
  plain.source.text =
      "schemaVersion: 1\ngrid: {bins: 1, binSize: 1, binUnit: hours}\nnodes:\n"
      "  - {id: x, kind: const, values: [1]}\n";
  EXPECT_TRUE(create(plain).succeeded());
  CreateRunRequest unknown = from_template();
  unknown.run_template = TemplateRequest{.id = "no-such"};
  create(unknown);
  CreateRunRequest dry = from_template("bins=7");
  dry.dry_run = true;
  create(dry);  // not counted

  const std::string draft = R"({mode="simulation",templateId="draft"})";
  EXPECT_EQ(figure(metrics_, "run_created_total" + draft), "2");
  EXPECT_EQ(figure(metrics_, "run_reused_total" + draft), "2");
  EXPECT_EQ(figure(metrics_, "run_failed_total" + draft), "3");
  EXPECT_EQ(figure(metrics_, R"(run_created_total{mode="simulation",templateId="model"})"), "1");
  EXPECT_EQ(figure(metrics_, R"(run_failed_total{mode="simulation",templateId="unknown"})"), "1");
  EXPECT_EQ(figure(metrics_, "simulation_evaluation_duration_ms_count" + draft), "2");
  EXPECT_NE(figure(metrics_, R"(run_stage_duration_ms_count{stage="write"})"), "");
}

// Makes the run in a process of its own and tells by the exit code what came of it.
pid_t create_in_child(const std::string& root, const CreateRunRequest& request) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  const auto env = posix_env(root);
  const auto catalog = Catalog::open(*env, root + "/" + kCatalogFile);
  NullLogSink log;
  RunObserver observer;
  RunHost host{.env = *env, .log = log, .observer = observer};
  if (catalog) host.catalog = catalog->get();
  const RunStatus status = create_run(host, request).status;
  ::_exit(status == RunStatus::kCreated ? 10 : status == RunStatus::kReused ? 11 : 12);
}

TEST_F(Lifecycle, ProcessesThatWantTheSameRunEvaluateItOnce) {
  char pattern[] = "/tmp/ft_processes_XXXXXX";
  const std::string root = ::mkdtemp(pattern);
  CreateRunRequest request = from_template("bins=5000");
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i) children.push_back(create_in_child(root, request));
  std::map<int, int> codes;
  for (const pid_t child : children) {
    int state = 0;
    ASSERT_EQ(::waitpid(child, &state, 0), child);
    ++codes[WEXITSTATUS(state)];
  }
  EXPECT_EQ(codes, (std::map<int, int>{{10, 1}, {11, 5}}));
  const auto env = posix_env(root);
  const auto catalog = Catalog::open(*env, root + "/" + kCatalogFile);
  EXPECT_EQ((*catalog)->runs().find({})->total_count, 1);
  EXPECT_EQ((*catalog)->failures().find("", 10)->total_count, 0);
  EXPECT_TRUE(posix_env("/tmp")->remove_tree(root.substr(5)));
}

TEST_F(Lifecycle, TheCatalogMayFailWithoutHarm) {
  catalog_.reset();
  RunHost without = host();
  EXPECT_TRUE(create_run(without, from_template()).succeeded());
  EXPECT_EQ(find_runs(without, {})->items.size(), 1u);
}

TEST_F(Lifecycle, WhatAProcessLeftUnfinishedIsMarkedInterrupted) {
  const std::string gone = "owner_0123456789abcdef";
  const FailureRecord run{.run_id = "r1",
                          .template_id = "draft",
                          .mode = "simulation",
                          .request_id = "",
                          .state = "",
                          .stage = "accept"};
  const auto number = catalog_->failures().begin(run, gone);
  ASSERT_TRUE(catalog_->failures().enter(*number, "evaluate", {"line"}));
  ASSERT_TRUE(catalog_->failures().begin(run, *catalog_->owner()));  // ours goes on
  ASSERT_TRUE(create(from_template()).succeeded());
  FailureRecord published = run;
  published.run_id = find_runs(host(), {})->items.front().run_id;
  const auto late = catalog_->failures().begin(published, gone);
  ASSERT_TRUE(catalog_->failures().enter(*late, "publish", {}));
  ASSERT_TRUE(catalog_->jobs().put({.id = "job_1", .state = "running"}, gone));

  const auto recovery = recover(host());
  ASSERT_TRUE(recovery);
  EXPECT_EQ(recovery->interrupted_runs, 1);
  EXPECT_EQ(recovery->interrupted_jobs, 1);
  ASSERT_EQ(failures().size(), 1u);
  EXPECT_EQ(failures().front().state, "interrupted");
  EXPECT_EQ(failures().front().stage, "evaluate");
  EXPECT_THAT(failures().front().log, ElementsAre("line"));
  EXPECT_EQ((*catalog_->jobs().find("job_1"))->state, "interrupted");
  EXPECT_EQ(recover(host())->interrupted_runs, 0);
}

}  // namespace
}  // namespace flowtime
