// The order of findings, what stops a run, and the published table of checks.
#include "checks/check_run.h"

#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "base/ascii.h"
#include "checks/check_table.h"
#include "checks/model_fixture.h"

namespace flowtime {
namespace {

TEST(RunChecks, FindingsFollowTheTableThenTheNodes) {
  const ModelParts parts{
      "a s", "",
      "  nodes:\n    - {id: Zeta, kind: service, semantics: {arrivals: a, served: s}}\n"
      "    - {id: Alpha, kind: service, semantics: {arrivals: a, served: s}}\n",
      ""};
  std::vector<std::string> order;
  for (const Finding& finding : findings_of(model_of(parts, 1), {{"a", {-1}}, {"s", {5}}})) {
    if (finding.severity != Severity::kInfo) order.push_back(finding.code + " " + finding.node_id);
  }
  EXPECT_EQ(order, (std::vector<std::string>{"arrivals_negative Zeta", "arrivals_negative Alpha",
                                             "served_exceeds_arrivals Zeta",
                                             "served_exceeds_arrivals Alpha"}));
}

// A note about every node of a model is one finding; a warning names each node by itself.
TEST(RunChecks, ANoteAboutSeveralNodesIsOneFinding) {
  std::string nodes = "  nodes:\n";
  for (const char* id : {"A", "B", "C", "D", "E", "F"}) {
    nodes +=
        std::string("    - {id: ") + id + ", kind: service, semantics: {arrivals: a, served: s}}\n";
  }
  std::vector<Finding> notes, warnings;
  const Series series{{"a", {1}}, {"s", {5}}};
  for (Finding& finding : findings_of(model_of({"a s", "", nodes, ""}, 1), series)) {
    if (finding.code == "missing_capacity_series") notes.push_back(finding);
    if (finding.code == "served_exceeds_arrivals") warnings.push_back(finding);
  }
  EXPECT_EQ(warnings.size(), 6u);
  ASSERT_EQ(notes.size(), 1u);
  EXPECT_EQ(notes[0].node_id, "A");
  EXPECT_EQ(notes[0].node_ids, (std::vector<std::string>{"A", "B", "C", "D", "E", "F"}));
  EXPECT_EQ(notes[0].message,
            "'A' has no capacity, so no utilization; also 'B', 'C', 'D' and 2 more.");
}

TEST(RunChecks, MessagesSayWhereAndHowOften) {
  const ModelParts parts{"a s", "",
                         "  nodes:\n    - {id: N, kind: sink, semantics: {arrivals: a}}\n", ""};
  const auto message = [&](const Values& arrivals) {
    return findings_of(model_of(parts, arrivals.size()), {{"a", arrivals}}).at(0).message;
  };
  EXPECT_EQ(message({1, -1, 1}), "'N' has negative arrivals at bin 1.");
  EXPECT_EQ(message({-1, 1, -1}), "'N' has negative arrivals in 2 bins, first at bin 0.");
}

TEST(RunChecks, WhatStopsARun) {
  struct Row {
    std::vector<Severity> severities;
    bool error, warning;
  };
  using enum Severity;
  const Row rows[] = {{{}, false, false},
                      {{kInfo}, false, false},
                      {{kInfo, kWarning}, false, true},
                      {{kWarning, kError}, true, true}};
  for (const Row& row : rows) {
    std::vector<Finding> findings;
    for (const Severity severity : row.severities) {
      findings.emplace_back();
      findings.back().severity = severity;
    }
    EXPECT_EQ(findings_block(findings, FailOn::kError), row.error);
    EXPECT_EQ(findings_block(findings, FailOn::kWarning), row.warning);
    EXPECT_FALSE(findings_block(findings, FailOn::kNone));
  }
  EXPECT_EQ(parse_fail_on("error"), FailOn::kError);
  EXPECT_EQ(parse_fail_on("warning"), FailOn::kWarning);
  EXPECT_EQ(parse_fail_on("none"), FailOn::kNone);
  EXPECT_EQ(parse_fail_on("info"), std::nullopt);
}

// One row of the published table.
struct Published {
  std::string code, simulation, telemetry, judged;
};

// Cells of a table line; "\|" inside a cell is no border.
std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells;
  std::string cell;
  for (std::size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '|' && line[i - 1] != '\\') {
      cells.emplace_back(trimmed(cell, " "));
      cell.clear();
    } else {
      cell += line[i];
    }
  }
  return cells;
}

std::vector<Published> published_table() {
  std::ifstream file(FT_SOURCE_DIR "/docs/semantics.md");
  std::vector<Published> rows;
  bool in_checks = false;
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("## ", 0) == 0) in_checks = line == "## Checks";
    if (!in_checks || line.rfind("| `", 0) != 0) continue;
    const std::vector<std::string> cells = cells_of(line);
    EXPECT_EQ(cells.size(), 6u) << line;
    if (cells.size() != 6) continue;
    rows.push_back({cells[0].substr(1, cells[0].size() - 2), cells[3], cells[4], cells[5]});
  }
  return rows;
}

std::string text_of(const std::string& code, const std::string& simulation,
                    const std::string& telemetry) {
  return code + " " + simulation + " " + telemetry;
}

TEST(PublishedTable, SaysWhatTheChecksDo) {
  std::vector<std::string> documented, checked;
  for (const Published& row : published_table()) {
    if (row.judged == "run") documented.push_back(text_of(row.code, row.simulation, row.telemetry));
  }
  for (const checks::CheckRow& row : checks::check_table()) {
    checked.push_back(
        text_of(row.code, name_of(row.simulation), row.telemetry ? name_of(*row.telemetry) : "–"));
  }
  std::sort(documented.begin(), documented.end());
  std::sort(checked.begin(), checked.end());
  EXPECT_EQ(documented, checked);
}

TEST(PublishedTable, OtherCodesAreJudgedElsewhere) {
  const std::set<std::string> places{"run",     "reading",       "query",
                                     "capture", "orchestration", "never"};
  const std::set<std::string> severities{"error", "warning", "info", "–"};
  std::set<std::string> checked, elsewhere;
  for (const checks::CheckRow& row : checks::check_table()) checked.insert(row.code);
  for (const Published& row : published_table()) {
    EXPECT_EQ(places.count(row.judged), 1u) << row.code;
    EXPECT_EQ(severities.count(row.simulation), 1u) << row.code;
    EXPECT_EQ(severities.count(row.telemetry), 1u) << row.code;
    if (row.judged == "run") continue;
    EXPECT_EQ(checked.count(row.code), 0u) << row.code;
    EXPECT_TRUE(elsewhere.insert(row.code).second) << row.code << " stands there twice";
  }
}

// The codes that clients of the reference contract know.
TEST(PublishedTable, HasARowForEveryContractCode) {
  std::istringstream contract(
      "arrivals_negative served_negative errors_negative attempts_negative failures_negative "
      "exhausted_failures_negative retry_echo_negative retry_budget_negative queue_negative "
      "served_exceeds_arrivals served_exceeds_capacity errors_exceed_arrivals "
      "attempts_below_arrivals failures_exceed_attempts exhausted_exceeds_failures "
      "exhausted_exceeds_errors queue_depth_mismatch missing_capacity_series capacity_all_zero "
      "missing_served_series missing_queue_depth_series missing_processing_time_series "
      "missing_served_count_series missing_dependency_arrivals missing_dependency_served "
      "dependency_missing_effort_edges dependency_retry_pressure_missing queue_latency_unreported "
      "queue_latency_gate_closed missing_exhausted_failures_series missing_retry_budget_series "
      "constraint_missing_arrivals constraint_missing_served edge_flow_mismatch_incoming "
      "edge_flow_mismatch_outgoing edge_class_mismatch edge_class_partial_coverage "
      "edge_behavior_violation_lag dlq_non_terminal_inbound dlq_non_terminal_outbound "
      "dispatch_capacity_missing dispatch_missing_served_series dispatch_never_releases "
      "router_missing_class_route router_class_leakage router_diagnostics_failed "
      "class_series_missing_outflow class_series_missing_loss class_series_missing_served "
      "class_series_missing_errors class_series_partial_outflow class_series_partial_loss "
      "class_series_partial_served class_series_partial_errors class_coverage_failed "
      "topology_class_coverage_failed post_eval_injection retry_kernel_policy "
      "attempts_series_missing failures_series_missing retry_echo_series_missing "
      "exhausted_failures_series_missing attempts_conservation_mismatch value_series_missing "
      "class_totals_mismatch telemetry_sources_unresolved telemetry_series_invalid "
      "littles-law-non-stationary telemetry_sources_missing backlog_growth_streak "
      "backlog_overload_ratio backlog_age_risk nan_fill nan_detected data_gap length_mismatch "
      "class_manifest_missing class_data_missing class_totals_missing class_series_missing "
      "class_series_partial class_conservation_mismatch non_stationary provenance_mismatch "
      "mode_validation_failed missing_node_data");
  std::set<std::string> published;
  for (const Published& row : published_table()) published.insert(row.code);
  for (std::string code; contract >> code;) EXPECT_EQ(published.count(code), 1u) << code;
}

}  // namespace
}  // namespace flowtime
