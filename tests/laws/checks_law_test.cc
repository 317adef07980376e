// What checks say of random models: the same for every tile size, and never what only a defect of
// evaluation could cause.
#include <gtest/gtest.h>

#include <algorithm>

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
  const TopologyNode& node = model.topology.nodes[model.topology_by_id.at(id).value];
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

std::vector<std::string> codes_of(const std::vector<Finding>& findings) {
  std::vector<std::string> codes;
  for (const Finding& finding : findings) codes.push_back(finding.code + " " + finding.node_id);
  return codes;
}

// Whether any row of the table judges measurements by this code.
bool judges_measurements(const Finding& finding) {
  const auto table = checks::check_table();
  return std::any_of(table.begin(), table.end(), [&](const checks::CheckRow& row) {
    return row.code == finding.code && row.telemetry;
  });
}

TEST(ChecksLaw, TelemetryKnowsNoErrors) {
  for_each_seed([](std::uint64_t seed) {
    const auto law = law_model(options_of_seed(seed));
    if (!law) return;
    const std::vector<Finding> findings = findings_of(*law, 0, RunMode::kTelemetry);
    std::vector<Finding> simulated = findings_of(*law, 0);
    std::erase_if(simulated, [](const Finding& finding) { return !judges_measurements(finding); });
    EXPECT_EQ(codes_of(findings), codes_of(simulated));
    EXPECT_EQ(count_findings(findings).error, 0);
  });
}

}  // namespace
}  // namespace flowtime::tests
