// Flow latency: how long it takes to get to the far side of a node, over all paths that lead there.
//
//   up_v  = sum over incoming edges of flow_e * L_from(e) / sum of flow_e     flow_e > 0, L present
//   L_v   = cycle time of v + up_v, with one of them missing the other alone
//   L_v   is absent where nothing passed: arrivals of a sink, else served, are not positive
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "metrics/each_bin.h"
#include "model/model.h"

namespace flowtime {

// One predecessor of a node in one bin.
struct UpstreamFlow {
  double flow = kAbsent;        // items per bin over the edge
  double latency_ms = kAbsent;  // flow latency of the node it comes from
};

// Mean latency of the predecessors, weighted by flow, in ms; absent without a flow that counts.
double upstream_latency_ms(std::span<const UpstreamFlow> predecessors);

// Flow latency of one node in one bin, in ms. `passed`: arrivals of a sink, else served.
double node_flow_latency_ms(double cycle_time_ms, double upstream_ms, double passed);

// The order in which latencies are computed: every node after its predecessors over throughput,
// effort and dependency edges; as declared when those edges form a cycle (a predecessor that is not
// computed yet then counts for nothing).
std::vector<TopologyIndex> flow_latency_order(const Topology& topology);

// Series of a model by topology node and by edge; empty where there is none.
struct FlowLatencyInput {
  std::vector<SeriesIn> cycle_time_ms;  // by topology node
  std::vector<SeriesIn> passed;         // by topology node
  std::vector<SeriesIn> flow_volume;    // by edge
};

// The flow latency of every topology node, `bins` values each, in ms.
// O(bins x (nodes + edges)). Absent where a node has neither a cycle time nor a predecessor with
// one.
std::vector<std::vector<double>> flow_latency_ms(const Topology& topology,
                                                 const FlowLatencyInput& input, std::size_t bins);

}  // namespace flowtime
