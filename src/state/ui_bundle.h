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

// What a metric of a node comes to over the run.
struct MetricDigest {
  NodeMetric metric = NodeMetric::kArrivals;
  double lowest = kAbsent, highest = kAbsent, mean = kAbsent, p95 = kAbsent, last = kAbsent;
  std::int64_t highest_bin = 0;  // the first that has it
};
struct NodeBundle {
  std::string node_id;
  std::vector<MetricDigest> metrics;
};
struct UiBundle {
  Graph graph;
  std::vector<NodeBundle> nodes;
  std::vector<StateWarning> warnings;
};

// Problem: no_topology.
Result<UiBundle> query_ui_bundle(std::shared_ptr<const StoredRun> run);

// {"metadata","grid","thresholds","classes","graph":{...},"nodes":[{"id","metrics":{name:{"min",
//  "max","mean","p95","last","maxBin"}}}],"metrics":[{"name","unit",...}],"warnings"}
std::string to_json(const UiBundle& bundle, std::string_view metadata);

}  // namespace flowtime
