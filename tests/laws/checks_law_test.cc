// What checks say of random models: the same for every tile size, and never what only a defect of
// evaluation could cause.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "checks/check_run.h"
#include "checks/check_table.h"
#include "laws/law.h"
#include "model/names.h"

namespace flowtime::tests {
namespace {

class CheckTiles : public TileSink {
 public:
  CheckTiles(const LawModel& law, RunMode mode) : checks_(law.model, law.plan.series, mode) {}
  void accept(const SeriesTile& tile) override { checks_.accept(tile); }
  std::vector<Finding> findings() const { return checks_.findings(); }

 private:
  RunChecks checks_;
};

std::vector<Finding> findings_of(const LawModel& law, std::int64_t tile_bins,
                                 RunMode mode = RunMode::kSimulation) {
  CheckTiles sink(law, mode);
  EXPECT_EQ(evaluate(law.plan, {}, sink, nullptr, {.tile_bins = tile_bins}), Outcome::kFinished);
  return sink.findings();
}

std::string text_of(const std::vector<Finding>& findings) {
  std::string text;
  for (const Finding& finding : findings) {
    text += finding.code + " " + name_of(finding.severity) + " " + finding.message;
    for (const std::int64_t bin : finding.bins) text += " " + std::to_string(bin);
    if (finding.value) text += " = " + std::to_string(*finding.value);
    for (const std::string& edge : finding.edge_ids) text += " " + edge;
    text += "\n";
  }
  return text;
}

TEST(ChecksLaw, TilesDoNotChangeTheFindings) {
  for_each_seed([](std::uint64_t seed) {
    const auto law = law_model(options_of_seed(seed));
    if (!law) return;
    const std::string whole = text_of(findings_of(*law, law->plan.bins));
    for (const std::int64_t tile_bins : {1, 3, 64}) {
      EXPECT_EQ(text_of(findings_of(*law, tile_bins)), whole) << "tiles of " << tile_bins;
    }
  });
}

// Evaluation runs the queue of this node, so its balance is ours to keep.
bool has_evaluated_queue(const Model& model, const std::string& id) {
  const TopologyNode& node = model.topology.nodes[model.topology_index(id)->value];
  const auto depth = queue_depth_id(model, node);
  return depth && (model.find_node(*depth) == nullptr || authored_queue(model, node) != nullptr);
}

bool is_router(const Model& model, const std::string& id) {
  const Node* node = model.find_node(id);
  return node != nullptr && std::holds_alternative<RouterNode>(node->body);
}

// Only wrong evaluation could cause it: the flows that it published itself do not add up.
bool blames_evaluation(const Model& model, const Finding& finding) {
  if (finding.code == "router_class_leakage") return true;
  if (finding.code == "queue_depth_mismatch") return has_evaluated_queue(model, finding.node_id);
  const bool classes_out =
      finding.code == "edge_class_mismatch" && finding.message.find(" sends ") != std::string::npos;
  const bool flow_out = finding.code == "edge_flow_mismatch_outgoing";
  return (classes_out || flow_out) && !is_router(model, finding.node_id);
}

TEST(ChecksLaw, EvaluationGivesNoReasonToDoubtIt) {
  for_each_seed([](std::uint64_t seed) {
    const auto law = law_model(options_of_seed(seed));
    if (!law) return;
    for (const Finding& finding : findings_of(*law, 0)) {
      EXPECT_FALSE(blames_evaluation(law->model, finding)) << text_of({finding});
    }
  });
}

// The row that made a finding of a simulated run. A code has one row of each severity.
const checks::CheckRow& row_of(const Finding& finding) {
  const auto table = checks::check_table();
  return *std::find_if(table.begin(), table.end(), [&](const checks::CheckRow& row) {
    return row.code == finding.code && row.simulation == finding.severity;
  });
}

std::string line_of(const Finding& finding, Severity severity) {
  return finding.code + " " + finding.node_id + " " + name_of(severity);
}

// What the column `telemetry` of the table makes of the findings of a simulated run.
std::vector<std::string> as_measured(const std::vector<Finding>& simulated) {
  std::vector<std::string> lines;
  for (const Finding& finding : simulated) {
    const auto severity = row_of(finding).telemetry;
    if (severity) lines.push_back(line_of(finding, *severity));
  }
  return lines;
}

TEST(ChecksLaw, TheTelemetryColumnSaysWhatMeasurementsAreJudgedBy) {
  std::set<const checks::CheckRow*> judged, spared;
  for_each_seed([&](std::uint64_t seed) {
    const auto law = law_model(options_of_seed(seed));
    if (!law) return;
    const std::vector<Finding> simulated = findings_of(*law, 0);
    std::vector<std::string> measured;
    for (const Finding& finding : findings_of(*law, 0, RunMode::kTelemetry)) {
      measured.push_back(line_of(finding, finding.severity));
    }
    EXPECT_EQ(measured, as_measured(simulated));
    for (const Finding& finding : simulated) {
      (row_of(finding).telemetry ? judged : spared).insert(&row_of(finding));
    }
  });
  EXPECT_GE(judged.size(), 10u);
  EXPECT_GE(spared.size(), 1u);
}

// Each row has a case that sets it off in both modes: CheckTable.EveryRowHasACase.
TEST(ChecksLaw, TelemetryKnowsNoErrors) {
  std::set<std::pair<std::string, Severity>> rows;
  for (const checks::CheckRow& row : checks::check_table()) {
    EXPECT_NE(row.telemetry, Severity::kError) << row.code;
    EXPECT_TRUE(rows.insert({row.code, row.simulation}).second) << row.code;
  }
}

}  // namespace
}  // namespace flowtime::tests
