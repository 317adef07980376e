// The severity table as create_run applies it: in a simulation an error publishes nothing, in
// telemetry the same fault is a warning, and failOn moves the bar in both. (What sets off each row
// of the table: checks/check_table_test.cc; that the published table is this one: PublishedTable.)
#include <gmock/gmock.h>

#include <algorithm>
#include <map>

#include "lifecycle/lifecycle_test_support.h"
#include "lifecycle/run_source.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/run_evaluation.h"

namespace flowtime {
namespace {

// A model whose only fault is in one role of a service.
std::string with_role(const std::string& role, const std::string& values) {
  std::string text =
      "schemaVersion: 1\ngrid: {bins: 3, binSize: 1, binUnit: hours}\nnodes:\n"
      "- {id: a, kind: const, values: [9, 9, 9]}\n- {id: s, kind: const, values: [5, 5, 5]}\n"
      "- {id: x, " +
      values +
      "}\ntopology:\n  nodes:\n  - {id: N, kind: service, semantics: {arrivals: a, served: s, " +
      role + ": x}}\n  edges: []\n";
  if (role == "arrivals") text.replace(text.find("arrivals: a, "), 13, "");
  if (role == "served") text.replace(text.find("served: s, "), 11, "");
  return text;
}
const std::string kNegative = "kind: const, values: [5, -2, 5]";
const std::string kHole = "kind: expr, expr: \"SQRT(s - a + SHIFT(a, 1))\"";

struct SeverityRow {
  std::string code, text;
  Severity simulation, telemetry;
};

std::vector<SeverityRow> rows() {
  constexpr Severity kError = Severity::kError, kWarning = Severity::kWarning;
  std::vector<SeverityRow> all;
  const auto fault = [&](const char* code, const char* role) {
    all.push_back({code, with_role(role, kNegative), kError, kWarning});
  };
  fault("arrivals_negative", "arrivals");
  fault("served_negative", "served");
  fault("errors_negative", "errors");
  fault("attempts_negative", "attempts");
  fault("failures_negative", "failures");
  fault("exhausted_failures_negative", "exhaustedFailures");
  fault("retry_echo_negative", "retryEcho");
  fault("external_demand_negative", "externalDemand");
  fault("processing_time_negative", "processingTimeMsSum");
  fault("served_count_negative", "servedCount");
  for (const char* role : {"arrivals", "served", "errors", "attempts"}) {
    all.push_back({"series_not_finite", with_role(role, kHole), kError, kWarning});
  }
  all.push_back(
      {"retry_budget_negative", with_role("retryBudgetRemaining", kNegative), kWarning, kWarning});
  all.push_back({"capacity_negative", with_role("capacity", kNegative), kWarning, kWarning});
  all.push_back({"errors_exceed_arrivals", with_role("errors", "kind: const, values: [5, 50, 5]"),
                 kWarning, kWarning});
  all.push_back({"served_exceeds_capacity", with_role("capacity", "kind: const, values: [5, 1, 5]"),
                 kWarning, kWarning});
  all.push_back({"failures_exceed_attempts",
                 with_role("attempts", "kind: const, values: [9, 9, 9]"), kWarning, kWarning});
  std::string& text = all.back().text;
  text.replace(text.find("attempts: x"), 11, "attempts: x, failures: f");
  text.replace(text.find("topology:"), 0, "- {id: f, kind: const, values: [9, 99, 9]}\n");
  // 9 arrive, 5 are served and 4 fail: no item vanishes.
  all.push_back({"missing_capacity_series", with_role("errors", "kind: const, values: [4, 4, 4]"),
                 Severity::kInfo, Severity::kInfo});
  return all;
}

bool passes(Severity severity, FailOn bar) {
  if (bar == FailOn::kNone || severity == Severity::kInfo) return true;
  return bar == FailOn::kError && severity == Severity::kWarning;
}

class SeverityTable : public Lifecycle {
 protected:
  // Everything but the lock that tells others that this process lives.
  std::map<std::string, std::string> stored() const {
    auto files = env_.files();
    std::erase_if(files, [](const auto& file) { return file.first.starts_with("locks/owner_"); });
    return files;
  }
  std::optional<Severity> found(const std::vector<Finding>& findings, const std::string& code) {
    for (const Finding& finding : findings) {
      if (finding.code == code) return finding.severity;
    }
    return std::nullopt;
  }
  // What a run of telemetry would be judged by: the same stages, the other column of the table.
  Result<std::vector<Finding>> as_telemetry(const std::string& text, FailOn bar) {
    CreateRunRequest request;
    request.source = {.text = text, .file = "model"};
    StageClock clock(env_, quiet_);
    const auto source = read_run_source(request, {}, {}, clock);
    const auto compiled = compile_model(source->model, request.source, {}, clock);
    EvaluationTask task{
        .model = source->model, .plan = compiled->plan, .mode = RunMode::kTelemetry, .notes = {}};
    task.fail_on = bar;
    return evaluate_and_check(task, clock);
  }
};

constexpr FailOn kBars[] = {FailOn::kError, FailOn::kWarning, FailOn::kNone};

TEST_F(SeverityTable, ASimulationPublishesNothingAboveTheBar) {
  for (const SeverityRow& row : rows()) {
    for (const FailOn bar : kBars) {
      CreateRunRequest request;
      request.source = {.text = row.text, .file = "model"};
      request.fail_on = bar;
      const auto before = stored();
      const RunOutcome outcome = create(request);
      const std::string about = row.code + ", failOn " + std::to_string(static_cast<int>(bar));
      EXPECT_EQ(outcome.succeeded(), passes(row.simulation, bar)) << about;
      if (outcome.succeeded()) {
        EXPECT_EQ(found(outcome.run->info.findings, row.code), row.simulation) << about;
        continue;
      }
      EXPECT_EQ(stored(), before) << about;
      EXPECT_EQ(outcome.failed_stage, Stage::kCheck) << about;
      const auto named = [&](const Problem& problem) { return problem.code == row.code; };
      EXPECT_TRUE(std::any_of(outcome.problems.begin(), outcome.problems.end(), named)) << about;
    }
  }
}

TEST_F(SeverityTable, TelemetryWarns) {
  for (const SeverityRow& row : rows()) {
    for (const FailOn bar : kBars) {
      const auto judged = as_telemetry(row.text, bar);
      const std::string about = row.code + ", failOn " + std::to_string(static_cast<int>(bar));
      EXPECT_EQ(judged.has_value(), passes(row.telemetry, bar)) << about;
      if (judged) {
        EXPECT_EQ(found(*judged, row.code), row.telemetry) << about;
      }
    }
  }
}

}  // namespace
}  // namespace flowtime
