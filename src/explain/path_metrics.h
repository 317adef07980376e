// Metrics of a node that its own bin does not tell: how long items wait in its queue, which earlier
// and later bins decide, and how long it took them to get there, which other nodes decide.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "explain/computed_metric.h"
#include "metrics/each_bin.h"
#include "model/model.h"

namespace flowtime {

// Of the whole grid; empty where the run has none.
// A view into the run.
struct WholeSeries {
  std::string series_id{};
  SeriesIn values{};
};

// The two curves of a queue; without values where the node has none.
// The area between the curve of what came and the curve of what left is what waits.
struct QueueCurves {
  WholeSeries inflow{}, depth{};
  double initial_depth = 0;
};

// metrics/oldest_age.h in minutes. All of it is carried by the depth: what waits.
// Absent where the depth has no value, or the node has no queue.
ComputedMetric backlog_age_metric(const QueueCurves& queue, std::int64_t bin, double bin_minutes);

// metrics/fifo.h, the delay of what came in the bin, in minutes. Carried by the depth, where
// nothing is left at the end of the bin by the inflow.
// Absent where nothing came in the bin, and where some of it had not left at the end of the run.
// O(bins).
ComputedMetric fifo_delay_metric(const QueueCurves& queue, std::int64_t bin, double bin_minutes);

// What a flow latency reads in its bin.
// The functions are called only during flow_latency_metric; each node is asked at most once for its
// cycle time.
// In the order of Topology::nodes and Topology::edges; absent values are allowed.
struct PathSource {
  std::function<ComputedMetric(std::size_t node)> cycle_time{};
  std::function<double(std::size_t node)> passed{};     // arrivals of a sink, else served
  std::function<MetricInput(std::size_t edge)> flow{};  // volume of an edge
};

// metrics/flow_latency.h. Carried by the cycle times of the node and of all nodes that lead to it,
// each by the share of the flow that came through it.
// flow latency = cycle time + mean of the flow latencies of the nodes before, weighted by flow. In
// milliseconds. Computes all nodes for one.
ComputedMetric flow_latency_metric(const Topology& topology, std::size_t node,
                                   const PathSource& source);

}  // namespace flowtime
