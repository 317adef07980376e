// Pieces of JSON that the snapshot and the window share.
#pragma once

#include <array>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "state/edge_reader.h"
#include "state/node_state.h"
#include "text/json_writer.h"

namespace flowtime {

// What is shown of a class, in this order.
inline constexpr std::array<NodeMetric, 11> kClassMetrics{
    NodeMetric::kArrivals,    NodeMetric::kServed,        NodeMetric::kErrors,
    NodeMetric::kQueue,       NodeMetric::kCapacity,      NodeMetric::kProcessingTimeMsSum,
    NodeMetric::kServedCount, NodeMetric::kQueueTimeMs,   NodeMetric::kServiceTimeMs,
    NodeMetric::kCycleTimeMs, NodeMetric::kFlowEfficiency};

// "seriesMetadata": {name: {"aggregation", "origin"}}; nothing at all when nothing is added.
// Call end() after the last add(); the object begins at the first one.
class SeriesMetadata {
 public:
  explicit SeriesMetadata(JsonWriter& json) : json_(json) {}
  // An empty aggregation is null; neither has characters that JSON would escape.
  void add(std::string_view name, std::string_view aggregation, std::string_view origin);
  void end();

 private:
  JsonWriter& json_;
  std::string about_;
  bool open_ = false;
};
void add_edge_metadata(SeriesMetadata& metadata, EdgeMetric metric, bool derived);

// A member that is null where the text is empty.
// The member is always written.
void text_or_null(JsonWriter& json, std::string_view name, const std::string& text);
// The same of a verdict that was not given.
void verdict_or_null(JsonWriter& json, std::string_view name, Verdict verdict);

// Members id, kind, category, analytical, classTruth of a node.
// Into an object that is open, as all functions here.
void write_node_head(JsonWriter& json, const TopologyNode& node, const ClassTruth& truth);
// Members telemetry, aliases, dispatchSchedule (left out without one).
void write_node_tail(JsonWriter& json, const StoredRun& run, const TopologyNode& node,
                     const std::vector<StateWarning>& warnings, const DispatchSchedule* schedule);
// Members id, from, to, edgeType, field, multiplier, lag of an edge.
void write_edge_head(JsonWriter& json, const Topology& topology, const Edge& edge);
// {"code","message"} or null.
void write_latency_status(JsonWriter& json, QueueLatencyStatus status);
// An object by edge id; empty without any.
void write_edge_warnings(JsonWriter& json,
                         const std::map<std::string, std::vector<StateWarning>>& by_edge);

}  // namespace flowtime
