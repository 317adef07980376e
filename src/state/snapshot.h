// The state of every node and edge of a run in one bin.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "metrics/colour.h"
#include "state/edge_reader.h"
#include "state/node_state.h"

namespace flowtime {

using NodeFigures = std::array<double, kNodeMetricCount>;  // by NodeMetric; absent without series
// Absent where the node has no such series, and where the bin has no value.
inline double figure(const NodeFigures& figures, NodeMetric metric) {
  return figures[static_cast<std::size_t>(metric)];
}

// Only the metrics of kClassMetrics have a meaning here.
struct ClassSnapshot {
  std::string id;  // "*" for what no class accounts for
  NodeFigures figures{};
};

// What one member sees of a constraint in the bin.
struct ConstraintSnapshot {
  std::string id;
  double arrivals = kAbsent, served = kAbsent, errors = kAbsent, latency_minutes = kAbsent;
  double shortfall = kAbsent;
  double limited = kAbsent;  // 1 where it bit this node, else 0
};

// Pointers are into the run, which the snapshot keeps.
struct NodeSnapshot {
  const TopologyNode* node = nullptr;
  NodeFigures figures{};
  bool served_is_derived = false;  // what left in truth is not what was authored
  bool queue_is_derived = false;   // the depth was not written
  Colour colour = Colour::kGray;
  const NodeJudgement* judged = nullptr;  // of the whole run; nullptr without a judgement
  Verdict verdict = Verdict::kNone;       // of the bin
  ClassTruth class_truth;
  std::vector<ClassSnapshot> classes;
  std::vector<ConstraintSnapshot> constraints;
  QueueLatencyStatus latency_status = QueueLatencyStatus::kNone;
  std::vector<SlaEntry> sla;  // one value each
  std::vector<StateWarning> warnings;
  const DispatchSchedule* schedule = nullptr;
};

// `exists` says which members an answer has; a series that exists may be absent in the bin.
struct EdgeSnapshot {
  const Edge* edge = nullptr;
  std::array<double, kEdgeMetricCount> values{};  // by EdgeMetric
  std::array<bool, kEdgeMetricCount> exists{}, derived{};
  std::vector<std::pair<std::string, double>> class_flow;  // by class
};

// Keeps the run alive.
struct Snapshot {
  std::shared_ptr<const StoredRun> run{};
  std::int64_t bin = 0;
  std::vector<NodeSnapshot> nodes{};  // topology nodes, in order
  std::vector<EdgeSnapshot> edges{};
  std::map<std::string, std::vector<StateWarning>> edge_warnings{};
};

// `nodes`: ids of those to show, empty for all. Problems: bin_outside_grid, no_topology,
// unknown_node, missing_node_data, mode_validation_failed.
// Edges are all of them, whatever nodes are chosen.
Result<Snapshot> query_snapshot(std::shared_ptr<const StoredRun> run, std::int64_t bin,
                                const std::vector<std::string>& nodes = {});

// "bin,node,metric,value" and a row per figure that is present.
// For spreadsheets: nodes and metrics in order, absent ones left out.
std::string to_csv(const Snapshot& snapshot);
// What an answer about one bin tells: all there is, or what may differ from bin to bin and is known
// there. Each member of the second has the name, the place and the value that it has in the first.
// kBin is for clients that step through bins.
enum class SnapshotDetail { kAll, kBin };
std::optional<SnapshotDetail> parse_snapshot_detail(std::string_view text);  // "all", "bin"
// The answer of GET /v1/runs/{runId}/state. `metadata`: the run's own, as JSON.
std::string to_json(const Snapshot& snapshot, std::string_view metadata,
                    SnapshotDetail detail = SnapshotDetail::kAll);

}  // namespace flowtime
