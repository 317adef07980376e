// What a client needs to draw a run for the first time, in one answer.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "state/graph.h"
#include "state/state_warning.h"
#include "state/stored_run.h"

namespace flowtime {

// A metric of a node over the whole run.
// One line of figures instead of a series. Percentiles: metrics/percentile.h, over the present
// bins.
struct MetricDigest {
  NodeMetric metric = NodeMetric::kArrivals;
  double lowest = kAbsent, highest = kAbsent, mean = kAbsent, p95 = kAbsent, p99 = kAbsent;
  double last = kAbsent;
  std::int64_t lowest_bin = 0, highest_bin = 0;  // the first that has it
  std::int64_t absent = 0;                       // bins without a value
  // Bins in breach: a wait or an age over the promise, a full load, a useful share below its band.
  bool has_limit = false;
  // -1: there was none.
  std::int64_t first_breach = -1, breached = 0;
};
// Only metrics of which some bin has a value are listed.
struct NodeBundle {
  std::string node_id;
  const TopologyNode* node = nullptr;
  const NodeJudgement* judged = nullptr;  // nullptr without a judgement
  std::vector<MetricDigest> metrics;
};
// Keeps the run alive through its graph.
struct UiBundle {
  Graph graph;
  std::vector<NodeBundle> nodes;
  std::vector<StateWarning> warnings;
};

// Problem: no_topology.
// Every metric of every node over all bins: the dearest question about a run, and kept as an
// answer.
Result<UiBundle> query_ui_bundle(std::shared_ptr<const StoredRun> run);

// The answer of GET /v1/runs/{runId}/ui-bundle: docs/http-api.md.
std::string to_json(const UiBundle& bundle, std::string_view metadata);

}  // namespace flowtime
