#include "lifecycle/create_run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <set>

#include "lifecycle/verify_stored_run.h"
#include "problems/catalogue.h"
#include "run/bundle_paths.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

using ::testing::ElementsAre;

constexpr const char* kShop = R"yaml(schemaVersion: 1
grid: {bins: 8, binSize: 1, binUnit: hours, start: 2026-01-01T09:00:00Z}
nodes:
  - {id: visitors, kind: const, values: [1, 2, 3, 4, 5, 6, 7, 8]}
  - {id: capacity, kind: const, values: [4]}
  - {id: served, kind: expr, expr: "MIN(visitors + SHIFT(waiting, 1), capacity)"}
topology:
  nodes:
    - {id: Till, kind: serviceWithBuffer, semantics: {arrivals: visitors, served: served, queueDepth: waiting, capacity: capacity}}
  edges: []
)yaml";

// Arrivals that fall below nothing: a data fault.
constexpr const char* kFaulty = R"yaml(schemaVersion: 1
grid: {bins: 2, binSize: 1, binUnit: hours}
nodes:
  - {id: visitors, kind: const, values: [1, -2]}
topology:
  nodes:
    - {id: Till, kind: service, semantics: {arrivals: visitors, served: visitors}}
  edges: []
)yaml";

class Watching : public RunObserver {
 public:
  void on_stage(const StageEvent& event) override {
    events.push_back(event);
    if (stop_at && event.stage == *stop_at && event.kind == stop_kind) stop = true;
  }
  void on_progress(std::int64_t done, std::int64_t bins) override {
    ++tiles;
    EXPECT_LE(done, bins);
  }
  bool stop_requested() override { return stop; }
  std::vector<std::string> ended() const {
    std::vector<std::string> names;
    for (const StageEvent& event : events) {
      if (event.kind == StageEvent::Kind::kEnd) names.push_back(name_of(event.stage));
    }
    return names;
  }
  std::vector<StageEvent> events;
  std::optional<Stage> stop_at;
  StageEvent::Kind stop_kind = StageEvent::Kind::kStart;
  bool stop = false;
  int tiles = 0;
};

class CreateRun : public ::testing::Test {
 protected:
  RunOutcome create(const CreateRunRequest& request) {
    RunHost host{
        .env = env_, .log = log_, .observer = observer_, .version = version_, .limits = limits_};
    return create_run(host, request);
  }
  static CreateRunRequest request_for(const std::string& text) {
    CreateRunRequest request;
    request.source.text = text;
    request.source.file = "shop.yaml";
    return request;
  }
  static CreateRunRequest deterministic(const std::string& text) {
    CreateRunRequest request = request_for(text);
    request.deterministic = true;
    return request;
  }
  static CreateRunRequest explicit_id(const std::string& text, const std::string& id) {
    CreateRunRequest request = request_for(text);
    request.run_id = id;
    return request;
  }
  // Paths of everything but the files of complete runs.
  std::vector<std::string> leftovers() const {
    std::vector<std::string> paths;
    for (const auto& [path, content] : env_.files()) {
      if (!path.starts_with("runs/")) paths.push_back(path);
    }
    return paths;
  }
  std::set<std::string> run_ids() const {
    std::set<std::string> ids;
    for (const auto& [path, content] : env_.files()) {
      if (path.starts_with("runs/")) ids.insert(path.substr(5, path.find('/', 5) - 5));
    }
    return ids;
  }
  bool holds(const std::string& id) {
    RunHost host{.env = env_, .log = log_, .observer = quiet_, .version = version_};
    const auto verified = verify_stored_run(host, id);
    return verified && verified->holds() && verified->was_executed;
  }

  MemoryEnv env_;
  MemoryLogSink log_;
  Watching observer_;
  RunObserver quiet_;
  ProgramVersion version_ = program_version();
  Limits limits_;
};

TEST_F(CreateRun, GoesThroughTheStagesInOrder) {
  const RunOutcome outcome = create(request_for(kShop));
  ASSERT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "");
  EXPECT_EQ(outcome.status, RunStatus::kCreated);
  EXPECT_THAT(observer_.ended(),
              ElementsAre("accept", "bind-parameters", "expand", "validate", "compile", "evaluate",
                          "check", "judge", "write", "verify", "publish"));
  EXPECT_EQ(observer_.events.size(), 22u);  // each started and ended
  EXPECT_GE(observer_.tiles, 1);
  EXPECT_TRUE(leftovers().empty());
  EXPECT_TRUE(holds(outcome.run_id));
  std::vector<std::string> names;
  for (const StageDuration& duration : outcome.durations) names.push_back(duration.stage);
  EXPECT_THAT(names, ElementsAre("parse", "validate", "compile", "evaluate", "check", "judge",
                                 "write", "publish"));
}

TEST_F(CreateRun, TellsTheWorldOnce) {
  CreateRunRequest request = request_for(kShop);
  request.request_id = "req-1";
  const RunOutcome outcome = create(request);
  std::vector<int> ids;
  for (const LogEvent& event : log_.events()) {
    ids.push_back(event.id);
    const auto field = [&](const std::string& name) {
      for (const LogField& f : event.fields) {
        if (f.name == name) return std::get<std::string>(f.value);
      }
      return std::string("missing");
    };
    EXPECT_EQ(field("runId"), outcome.run_id) << event.name;
    EXPECT_EQ(field("templateId"), "model");
    EXPECT_EQ(field("mode"), "simulation");
    EXPECT_EQ(field("requestId"), "req-1");
  }
  EXPECT_THAT(ids, ElementsAre(4001, 4002, 4003, 4004, 4005));
}

TEST_F(CreateRun, AFailureIsLoggedWithItsStage) {
  const RunOutcome outcome = create(request_for("schemaVersion: 1\ngrid: {bins: 2}\nnodes: []\n"));
  EXPECT_EQ(problems::status_of(outcome.problems), 400);
  EXPECT_EQ(outcome.failed_stage, Stage::kValidate);
  const StageEvent& last = observer_.events.back();
  EXPECT_EQ(last.kind, StageEvent::Kind::kFailed);
  EXPECT_EQ(last.error_family, "invalid_model");
  EXPECT_EQ(last.error_code, outcome.problems.front().code);
  EXPECT_EQ(log_.events().back().id, 4500);
  EXPECT_EQ(log_.events().back().level, LogLevel::kWarning);
  EXPECT_TRUE(run_ids().empty());
}

TEST_F(CreateRun, RandomIdsNeverMeet) {
  const RunOutcome first = create(request_for(kShop)), second = create(request_for(kShop));
  EXPECT_EQ(second.status, RunStatus::kCreated);
  EXPECT_NE(first.run_id, second.run_id);
  EXPECT_EQ(first.run->info.content_hash, second.run->info.content_hash);
  EXPECT_EQ(run_ids().size(), 2u);
}

TEST_F(CreateRun, TheSameInputsUnderADeterministicIdAreReused) {
  const RunOutcome first = create(deterministic(kShop));
  EXPECT_EQ(first.run_id.substr(0, 18), "run_deterministic_");
  const auto before = env_.files();
  observer_.events.clear();
  const RunOutcome second = create(deterministic(kShop));
  EXPECT_EQ(second.status, RunStatus::kReused);
  EXPECT_TRUE(second.run->was_reused);
  EXPECT_EQ(second.run_id, first.run_id);
  EXPECT_EQ(env_.files(), before);
  EXPECT_THAT(observer_.ended(), ElementsAre("accept", "bind-parameters", "expand", "validate"));
}

TEST_F(CreateRun, AnExplicitIdIsReusedForTheSameInputsOnly) {
  EXPECT_EQ(create(explicit_id(kShop, "shop-1")).status, RunStatus::kCreated);
  EXPECT_EQ(create(explicit_id(kShop, "shop-1")).status, RunStatus::kReused);
  const auto before = env_.files();
  CreateRunRequest other = explicit_id(kShop, "shop-1");
  other.source.seed = 7;
  const RunOutcome refused = create(other);
  EXPECT_EQ(problems::status_of(refused.problems), 409);
  EXPECT_EQ(refused.problems.front().code, "run_id_taken");
  EXPECT_EQ(env_.files(), before);
}

TEST_F(CreateRun, ReadableIdsWinOverDeterministicOnes) {
  CreateRunRequest request = explicit_id(kShop, "shop-1");
  request.deterministic = true;
  EXPECT_EQ(create(request).run_id, "shop-1");
}

TEST_F(CreateRun, OverwritingEvaluatesAgain) {
  const RunOutcome first = create(explicit_id(kShop, "shop-1"));
  env_.set_now_unix_ms(86'400'000);
  CreateRunRequest again = explicit_id(kShop, "shop-1");
  again.overwrite = true;
  again.source.settings = {{"capacity=5", ""}};
  const RunOutcome second = create(again);
  EXPECT_EQ(second.status, RunStatus::kCreated);
  EXPECT_NE(second.run->info.content_hash, first.run->info.content_hash);
  EXPECT_THAT(run_ids(), ElementsAre("shop-1"));
  EXPECT_TRUE(leftovers().empty());
  EXPECT_TRUE(holds("shop-1"));
}

TEST_F(CreateRun, ADeterministicIdWithOtherContentIsSuperseded) {
  const RunOutcome first = create(deterministic(kShop));
  version_.semantics_version = 2;
  const RunOutcome second = create(deterministic(kShop));
  ASSERT_EQ(second.status, RunStatus::kCreated);
  EXPECT_EQ(second.run_id, first.run_id);
  ASSERT_TRUE(second.run->info.supersedes);
  const std::string former = second.run->info.supersedes->run_id;
  EXPECT_EQ(former, first.run_id + "." + first.run->info.content_hash.substr(7, 8));
  EXPECT_EQ(second.run->info.supersedes->content_hash, first.run->info.content_hash);
  EXPECT_THAT(run_ids(), ElementsAre(first.run_id, former));
  EXPECT_EQ(second.run->info.findings.front().code, "deterministic_run_superseded");
  EXPECT_EQ(create(deterministic(kShop)).status, RunStatus::kReused);
}

TEST_F(CreateRun, ADamagedRunIsNeverReused) {
  const RunOutcome first = create(deterministic(kShop));
  env_.set_file(run_directory(first.run_id) + "/" + bundle::kValues, "short");
  const RunOutcome second = create(deterministic(kShop));
  EXPECT_EQ(second.status, RunStatus::kCreated);
  EXPECT_TRUE(holds(first.run_id));

  EXPECT_EQ(create(explicit_id(kShop, "shop-1")).status, RunStatus::kCreated);
  env_.set_file(run_directory("shop-1") + "/" + bundle::kModel, kFaulty);
  const RunOutcome refused = create(explicit_id(kShop, "shop-1"));
  EXPECT_EQ(problems::status_of(refused.problems), 409);
  EXPECT_EQ(refused.problems.front().code, "run_id_damaged");
}

TEST_F(CreateRun, DataFaultsStoreNothing) {
  const RunOutcome refused = create(request_for(kFaulty));
  EXPECT_EQ(problems::status_of(refused.problems), 400);
  EXPECT_EQ(refused.failed_stage, Stage::kCheck);
  EXPECT_EQ(refused.problems.front().code, "arrivals_negative");
  EXPECT_NE(refused.problems.front().message.find("bin 1"), std::string::npos);
  EXPECT_TRUE(env_.files().empty());
}

TEST_F(CreateRun, FailOnMovesTheBar) {
  CreateRunRequest request = deterministic(kFaulty);
  request.fail_on = FailOn::kNone;
  const RunOutcome stored = create(request);
  ASSERT_EQ(stored.status, RunStatus::kCreated);
  EXPECT_GT(stored.run->info.finding_counts.error, 0);
  // That it is stored does not make it acceptable to somebody who is stricter.
  request.fail_on = FailOn::kError;
  EXPECT_EQ(problems::status_of(create(request).problems), 400);
  request.fail_on = FailOn::kNone;
  EXPECT_EQ(create(request).status, RunStatus::kReused);

  // served + 1 exceeds the arrivals of a node without a queue: a warning.
  std::string text = kFaulty;
  text.replace(text.find("-2"), 2, "2");
  text.replace(text.find("topology:"), 0, "  - {id: more, kind: expr, expr: visitors + 1}\n");
  text.replace(text.find("served: visitors"), 16, "served: more");
  CreateRunRequest strict = request_for(text);
  EXPECT_EQ(create(strict).status, RunStatus::kCreated);
  strict.fail_on = FailOn::kWarning;
  EXPECT_EQ(create(strict).problems.front().code, "served_exceeds_arrivals");
}

TEST_F(CreateRun, ADryRunWritesNothingAndForeseesEveryFile) {
  CreateRunRequest request = deterministic(kShop);
  request.source.settings = {{"capacity=5", ""}};
  request.dry_run = true;
  const RunOutcome planned = create(request);
  ASSERT_EQ(planned.status, RunStatus::kPlanned);
  EXPECT_TRUE(env_.files().empty());
  EXPECT_EQ(env_.writes(), 0);
  EXPECT_FALSE(planned.plan->would_reuse);

  request.dry_run = false;
  const RunOutcome made = create(request);
  std::set<std::string> foreseen, written;
  for (const PlannedFile& file : planned.plan->outputs) foreseen.insert(file.path);
  const std::string directory = run_directory(made.run_id) + "/";
  const auto files = env_.files();
  for (const auto& [path, content] : files) {
    if (path.starts_with(directory)) written.insert(path.substr(directory.size()));
  }
  EXPECT_EQ(foreseen, written);
  for (const PlannedFile& file : planned.plan->outputs) {
    if (file.is_estimate) continue;
    EXPECT_EQ(file.bytes, static_cast<std::int64_t>(files.at(directory + file.path).size()))
        << file.path;
  }
  EXPECT_EQ(planned.plan->run_id, made.run_id);
  EXPECT_EQ(planned.plan->cells,
            8 * static_cast<std::int64_t>(files.at(directory + bundle::kValues).size() / 64));

  request.dry_run = true;
  EXPECT_TRUE(create(request).plan->would_reuse);
}

TEST_F(CreateRun, CanBeCancelledAtEveryStage) {
  for (int s = 0; s < kStageCount; ++s) {
    const auto stage = static_cast<Stage>(s);
    if (stage == Stage::kResolveTemplate || stage == Stage::kLoadCapture) continue;
    if (stage == Stage::kPublish) continue;
    for (const auto kind : {StageEvent::Kind::kStart, StageEvent::Kind::kEnd}) {
      if (stage == Stage::kVerify && kind == StageEvent::Kind::kEnd) continue;
      observer_ = Watching();
      observer_.stop_at = stage;
      observer_.stop_kind = kind;
      const RunOutcome outcome = create(explicit_id(kShop, "shop-1"));
      EXPECT_TRUE(problems::is_stopped(outcome.problems)) << name_of(stage);
      EXPECT_EQ(outcome.problems.front().code, "stopped");
      EXPECT_TRUE(env_.files().empty()) << name_of(stage);
    }
  }
  // Once publishing has begun it is too late.
  observer_ = Watching();
  observer_.stop_at = Stage::kPublish;
  EXPECT_EQ(create(explicit_id(kShop, "shop-1")).status, RunStatus::kCreated);
  EXPECT_TRUE(holds("shop-1"));
}

TEST_F(CreateRun, IsAbsentOrWholeWhateverWriteFails) {
  ASSERT_EQ(create(explicit_id(kShop, "former")).status, RunStatus::kCreated);
  env_.reset_writes();
  ASSERT_EQ(create(explicit_id(kShop, "counted")).status, RunStatus::kCreated);
  const int writes = env_.writes();
  ASSERT_GT(writes, 20);
  for (int n = 1; n <= writes; ++n) {
    const std::string id = "run-" + std::to_string(n);
    env_.reset_writes();
    env_.set_fault({.at_write = n, .error_number = ENOSPC, .and_after = false});
    const RunOutcome outcome = create(explicit_id(kShop, id));
    env_.set_fault({});
    if (outcome.succeeded()) {
      EXPECT_TRUE(holds(id)) << n;
    } else {
      EXPECT_TRUE(problems::may_pass(outcome.problems)) << n;
      EXPECT_EQ(outcome.problems.front().code, "io_no_space") << n;
      EXPECT_EQ(run_ids().count(id), 0u) << n;
    }
    EXPECT_TRUE(leftovers().empty()) << n << ": " << leftovers().front();
  }
}

TEST_F(CreateRun, HashesComeFromInputsAlone) {
  const RunOutcome plain = create(explicit_id(kShop, "plain"));
  CreateRunRequest other = explicit_id(kShop, "other");
  other.source.file = "elsewhere/x.yml";
  other.options.tile_bins = 3;
  other.csv = CsvPolicy::kOff;
  other.durability = Durability::kNone;
  env_.set_now_unix_ms(1'000'000'000'000);
  const RunOutcome same = create(other);
  EXPECT_EQ(same.run->info.content_hash, plain.run->info.content_hash);
  EXPECT_EQ(same.run->info.scenario_hash, plain.run->info.scenario_hash);
  EXPECT_EQ(same.run->info.model_hash, plain.run->info.model_hash);
  const auto files = env_.files();
  EXPECT_EQ(files.at("runs/plain/series/values.f64"), files.at("runs/other/series/values.f64"));

  struct Change {
    const char* what;
    CreateRunRequest request;
  };
  CreateRunRequest seed = explicit_id(kShop, "seed"), sampling = explicit_id(kShop, "sampling"),
                   set = explicit_id(kShop, "set");
  seed.source.seed = 5;
  sampling.source.sampling = CompileOptions::Sampling::kSample;
  set.source.settings = {{"capacity=4", ""}};
  for (const auto& request : {seed, sampling, set}) {
    EXPECT_NE(create(request).run->info.content_hash, plain.run->info.content_hash)
        << request.run_id;
  }
}

TEST_F(CreateRun, SettingsArePartOfTheStoredModel) {
  CreateRunRequest request = explicit_id(kShop, "set");
  request.source.settings = {{"capacity[12:00..14:00]*=1.5", ""}};
  ASSERT_TRUE(create(request).succeeded());
  const auto files = env_.files();
  EXPECT_NE(files.at("runs/set/model/model.yaml").find("values: [4, 4, 4, 6, 6, 4, 4, 4]"),
            std::string::npos);
  EXPECT_TRUE(holds("set"));
}

TEST_F(CreateRun, LimitsAreNamed) {
  limits_.cells_per_run = 10;
  const RunOutcome outcome = create(request_for(kShop));
  EXPECT_EQ(problems::status_of(outcome.problems), 413);
  EXPECT_EQ(outcome.problems.front().code, "too_many_cells");
  EXPECT_NE(outcome.problems.front().remedy.find("FLOWTIME_MAX_CELLS"), std::string::npos);
}

TEST_F(CreateRun, BadIdsAreRefusedFirst) {
  for (const char* id : {"../x", "a/b", ".hidden", "a..b", "a b", ""}) {
    if (*id == '\0') continue;
    const RunOutcome outcome = create(explicit_id(kShop, id));
    EXPECT_EQ(outcome.problems.front().code, "invalid_id") << id;
    EXPECT_EQ(outcome.failed_stage, Stage::kAccept);
  }
  EXPECT_EQ(env_.writes(), 0);
}

TEST_F(CreateRun, TheEnvelopeSaysWhatWasStored) {
  const RunOutcome made = create(explicit_id(kShop, "shop-1"));
  const auto read = read_envelope(env_, "shop-1");
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->can_replay());
  JsonWriter create_json, read_json;
  write_metadata(create_json, *made.run);
  write_metadata(read_json, *read);
  EXPECT_EQ(create_json.text(), read_json.text());
  const std::string json = to_json(*made.run, JsonWriter::Layout::kCompact);
  for (const char* part :
       {R"("runId":"shop-1")", R"("mode":"simulation")", R"("warningCount":0)",
        R"("wasReused":false)", R"("bundleRef":{"kind":"run","id":"shop-1"})",
        R"("canReplay":true)", R"("isDryRun":false)",
        R"("startUtc":"2026-01-01T09:00:00Z","endUtc":"2026-01-01T17:00:00Z")",
        R"("modelPath":"runs/shop-1/model/model.yaml")", R"("durationsMs":{"parse":)"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << "\n" << json;
  }
}

}  // namespace
}  // namespace flowtime
