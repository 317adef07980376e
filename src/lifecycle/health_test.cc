// What a run says about itself, as its findings, as a gate, and by other limits.
#include "run/health.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "lifecycle/lifecycle_test_support.h"
#include "lifecycle/run_list.h"
#include "lifecycle/verify_stored_run.h"
#include "problems/catalogue.h"
#include "run/bundle_paths.h"

namespace flowtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

// 8 an hour against 4: 4 more wait every hour, and 10 minutes are promised.
constexpr const char* kMelting = R"yaml(schemaVersion: 1
grid: {bins: 8, binSize: 1, binUnit: hours, start: 2026-01-01T09:00:00Z}
nodes:
  - {id: visitors, kind: const, values: [8]}
  - {id: clerks, kind: const, values: [4]}
  - {id: served, kind: expr, expr: "MIN(visitors + SHIFT(waiting, 1), clerks)"}
topology:
  nodes:
    - {id: Till, kind: serviceWithBuffer, semantics: {arrivals: visitors, served: served, queueDepth: waiting, capacity: clerks, slaMin: 10}}
  edges: []
)yaml";

class RunHealth : public Lifecycle {
 protected:
  static CreateRunRequest melting(const std::string& id = "") {
    CreateRunRequest request;
    request.source.text = kMelting;
    request.source.file = "till.yaml";
    request.run_id = id;
    return request;
  }
  static CreateRunRequest judged_by(const std::vector<std::string>& thresholds,
                                    const std::string& id = "") {
    CreateRunRequest request = melting(id);
    for (const std::string& text : thresholds) {
      EXPECT_TRUE(add_threshold(request.thresholds, text)) << text;
    }
    return request;
  }
  std::string file(const std::string& path) { return env_.read_file(path).value(); }
};

TEST_F(RunHealth, IsStoredWithTheRunAndCountedApart) {
  const RunOutcome outcome = create(melting("melting"));
  ASSERT_TRUE(outcome.succeeded());
  const RunInfo& info = outcome.run->info;
  EXPECT_EQ(info.finding_counts.error + info.finding_counts.warning, 0);
  EXPECT_EQ(count_health(*info.judgement).critical, 1);
  EXPECT_EQ(count_health(*info.judgement).warning, 0);

  const auto findings = health_findings(*info.judgement);
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].code, "health_overload");
  EXPECT_EQ(findings[0].verdict, "critical");
  EXPECT_EQ(findings[0].node_id, "Till");
  EXPECT_THAT(findings[0].bins, ElementsAre(0, 1, 2, 3, 4));
  EXPECT_EQ(findings[0].message, info.judgement->findings.front().text());

  const std::string stored = file("runs/melting/run.json");
  EXPECT_THAT(stored, HasSubstr("\"code\": \"health_overload\""));
  EXPECT_THAT(stored, HasSubstr("\"family\": \"health\""));
  const std::string answer = to_json(*outcome.run, JsonWriter::Layout::kCompact);
  EXPECT_THAT(answer, HasSubstr(R"("warningCount":0,)"));
  EXPECT_THAT(answer, HasSubstr(R"("health":{"critical":1,"warning":0})"));
  EXPECT_THAT(answer, HasSubstr(R"("severity":"warning","family":"health","verdict":"critical")"));
  // It does not come back as a finding about the data.
  const auto read = read_run_info(env_, "melting");
  for (const Finding& finding : read->findings) {
    EXPECT_EQ(finding.severity, Severity::kInfo) << finding.code;
  }
}

TEST_F(RunHealth, RefusesARunOnlyWhereItIsAskedTo) {
  for (const FailOn harmless : {FailOn::kError, FailOn::kWarning, FailOn::kNone}) {
    CreateRunRequest request = melting();
    request.fail_on = harmless;
    EXPECT_TRUE(create(request).succeeded()) << name_of(harmless);
  }
  CreateRunRequest strict = melting("strict");
  strict.fail_on = FailOn::kHealth;
  const RunOutcome refused = create(strict);
  EXPECT_EQ(problems::status_of(refused.problems), 422);
  EXPECT_EQ(refused.failed_stage, Stage::kJudge);
  ASSERT_EQ(refused.problems.size(), 1u);
  EXPECT_EQ(refused.problems[0].code, "health_overload");
  EXPECT_THAT(refused.problems[0].message, HasSubstr("Till fell behind from 09:00"));
  EXPECT_FALSE(has_files_below("runs/strict"));
  EXPECT_FALSE(has_files_below("staging/strict"));
}

TEST_F(RunHealth, IsJudgedAgainWhereAStoredRunIsTheAnswer) {
  CreateRunRequest request = melting("till");
  ASSERT_TRUE(create(request).succeeded());
  request.fail_on = FailOn::kHealth;
  EXPECT_EQ(create(request).problems.front().code, "health_overload");
  CreateRunRequest calm = judged_by({"wait=off", "willBeLate=off", "full=off"}, "calm");
  ASSERT_TRUE(create(calm).succeeded());
  calm.fail_on = FailOn::kHealth;
  EXPECT_EQ(create(calm).status, RunStatus::kReused);
}

TEST_F(RunHealth, ThresholdsOfARequestArePartOfItsContent) {
  ASSERT_TRUE(create(melting("usual")).succeeded());
  ASSERT_TRUE(create(judged_by({"wait.critical=1000", "willBeLate=off"}, "mild")).succeeded());
  const RunInfo usual = *read_run_info(env_, "usual"), mild = *read_run_info(env_, "mild");
  EXPECT_NE(usual.content_hash, mild.content_hash);
  EXPECT_EQ(usual.judgement->verdict, Verdict::kCritical);
  EXPECT_EQ(mild.judgement->verdict, Verdict::kWarning);
  const std::string stored = R"({"wait":{"critical":1000},"willBeLate":"off"})";
  EXPECT_EQ(to_json(mild.thresholds), stored);
  for (const char* path : {"run.json", "model/provenance.json"}) {
    EXPECT_THAT(file(std::string("runs/mild/") + path), HasSubstr("\"thresholds\": {")) << path;
    EXPECT_EQ(file(std::string("runs/usual/") + path).find("thresholds"), std::string::npos);
  }
  // Sets without a threshold have the hash of requests that know none.
  EXPECT_EQ(usual.content_hash,
            "sha256:3051654dd662cd37de4b0c115def7264aed6e73811f7d7cd75aa289480cf3be4");
}

TEST_F(RunHealth, AJudgementIsProvedByTheThresholdsOfItsRun) {
  ASSERT_TRUE(create(judged_by({"wait.critical=1000", "willBeLate=off"}, "mild")).succeeded());
  const auto found = verify_stored_run(host(), "mild");
  ASSERT_TRUE(found);
  EXPECT_TRUE(found->holds());
  EXPECT_TRUE(found->judgement_holds);
}

class RunReuse : public RunHealth {
 protected:
  CreateRunRequest reusing() {
    CreateRunRequest request = melting();
    request.reuse = true;
    return request;
  }
};

TEST_F(RunReuse, ANewRunNamesEarlierOnesOfTheSameContent) {
  const RunOutcome first = create(melting());
  EXPECT_THAT(first.run->same_content_as, IsEmpty());
  EXPECT_EQ(to_json(*first.run, JsonWriter::Layout::kCompact).find("sameContentAs"),
            std::string::npos);
  const RunOutcome second = create(melting());
  EXPECT_THAT(second.run->same_content_as, ElementsAre(first.run_id));
  EXPECT_THAT(to_json(*second.run, JsonWriter::Layout::kCompact),
              HasSubstr("\"sameContentAs\":[\"" + first.run_id + "\"]"));
  EXPECT_THAT(create(judged_by({"wait=off"})).run->same_content_as, IsEmpty());
}

TEST_F(RunReuse, AnIntactRunOfTheSameContentIsTheAnswer) {
  const RunOutcome made = create(reusing());
  EXPECT_EQ(made.status, RunStatus::kCreated);
  const RunOutcome reused = create(reusing());
  EXPECT_EQ(reused.status, RunStatus::kReused);
  EXPECT_EQ(reused.run_id, made.run_id);
  EXPECT_TRUE(reused.run->was_reused);
  CreateRunRequest planned = reusing();
  planned.dry_run = true;
  const RunOutcome plan = create(planned);
  EXPECT_TRUE(plan.plan->would_reuse);
  EXPECT_EQ(plan.plan->run_id, made.run_id);

  env_.set_file("runs/" + made.run_id + "/model/model.yaml", "schemaVersion: 1\n");
  const RunOutcome again = create(reusing());
  EXPECT_EQ(again.status, RunStatus::kCreated);
  EXPECT_NE(again.run_id, made.run_id);
}

TEST_F(RunReuse, GoesWithNeitherAnIdNorOverwriting) {
  CreateRunRequest with_id = reusing(), overwriting = reusing();
  with_id.run_id = "mine";
  overwriting.overwrite = true;
  for (const CreateRunRequest& request : {with_id, overwriting}) {
    const RunOutcome refused = create(request);
    EXPECT_EQ(problems::status_of(refused.problems), 400);
    EXPECT_EQ(refused.problems.front().code, "reuse_excluded");
  }
}

// Many want the same at once: one is evaluated.
TEST_F(RunReuse, IdenticalRequestsAreEvaluatedOnce) {
  constexpr int kRequests = 64;
  std::vector<std::thread> threads;
  std::vector<RunOutcome> outcomes(kRequests);
  for (RunOutcome& outcome : outcomes) {
    threads.emplace_back([this, &outcome] { outcome = create(reusing()); });
  }
  for (std::thread& thread : threads) thread.join();
  int created = 0;
  for (const RunOutcome& outcome : outcomes) {
    ASSERT_TRUE(outcome.succeeded());
    EXPECT_EQ(outcome.run_id, outcomes[0].run_id);
    created += outcome.status == RunStatus::kCreated ? 1 : 0;
  }
  EXPECT_EQ(created, 1);
}

TEST(RunFilters, AreWordsWithChoices) {
  RunQuery query;
  EXPECT_TRUE(set_filter(query, "verdict", "critical, warning"));
  EXPECT_THAT(query.choice.verdicts, ElementsAre(Verdict::kCritical, Verdict::kWarning));
  EXPECT_TRUE(set_filter(query, "kind", "retryStorm"));
  EXPECT_THAT(query.choice.kinds, ElementsAre(FindingKind::kRetryStorm));
  EXPECT_TRUE(set_filter(query, "contentHash", std::string(64, 'A')));
  EXPECT_EQ(query.choice.content_hash, "sha256:" + std::string(64, 'a'));
  EXPECT_TRUE(set_filter(query, "sort", "harmed"));
  EXPECT_EQ(query.order, RunOrder::kHarmed);
  struct Row {
    const char *filter, *text, *remedy;
  };
  const Row rows[] = {
      {"verdict", "bad", "good, warning or critical"},
      {"verdict", "good,", "good, warning or critical"},
      {"kind", "storm", "retryStorm, loss, overload"},
      {"contentHash", "abc", "64 hexadecimal digits"},
      {"sort", "name", "created, harmed or verdict"},
  };
  for (const Row& row : rows) {
    const auto refused = set_filter(query, row.filter, row.text);
    ASSERT_FALSE(refused) << row.text;
    EXPECT_EQ(refused.problems().front().code, "invalid_query");
    EXPECT_THAT(refused.problems().front().remedy, HasSubstr(row.remedy));
  }
}

}  // namespace
}  // namespace flowtime
