// Facts about the flow through nodes that no single bin shows: how long items waited in the order
// they came, who was starved or blocked, where the bottleneck was, what theory expects.
// Definitions: docs/semantics.md, "Derived facts".
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "metrics/fifo.h"
#include "metrics/queueing.h"
#include "metrics/spans.h"
#include "series/bin_window.h"
#include "state/stored_run.h"

namespace flowtime {

struct FlowFactsRequest {
  std::optional<std::int64_t> start_bin{}, end_bin{};  // inclusive
  std::vector<std::string> nodes{};                    // empty: all with a queue or a capacity
  std::vector<std::string> path{};  // nodes in the order in which items pass them; may be empty
};

// First come, first served, of a node with a queue.
struct FifoFacts {
  std::vector<double> delay_minutes;                   // by bin of arrival; docs/semantics.md
  double p50 = kAbsent, p85 = kAbsent, p95 = kAbsent;  // minutes, weighted by arrivals
  double longest = kAbsent;                            // minutes
  double undelivered = 0;  // items of the window that had not left at the grid's end
  std::vector<double> oldest_age_minutes;  // at the end of each bin
  std::vector<double> cumulative_in, cumulative_out;
  LittlesLaw little;
};

// Steady-state expectations beside what the fluid queue shows.
struct QueueingOverlay {
  Station station;
  OverlayValidity validity = OverlayValidity::kNoServiceTime;
  double fluid_wait_minutes = kAbsent;  // mean of the window, weighted by arrivals
  double waits_probability = kAbsent;   // Erlang C
  double erlang_c_minutes = kAbsent, mg1_minutes = kAbsent, kingman_minutes = kAbsent;
  double allen_cunneen_minutes = kAbsent;
};

struct NodeFlowFacts {
  const TopologyNode* node = nullptr;
  std::optional<FifoFacts> fifo;           // with a queue
  std::vector<BinSpan> starved, blocked;   // with a capacity; bins of the grid
  std::optional<QueueingOverlay> overlay;  // with a capacity or processing times
};

struct BottleneckSpan {
  BinSpan bins;
  std::string node_id;  // empty: nothing was saturated
};

struct FlowFacts {
  std::shared_ptr<const StoredRun> run{};
  BinWindow bins{};
  std::vector<NodeFlowFacts> nodes{};
  std::vector<BottleneckSpan> bottlenecks{};  // over all nodes; the whole window
  std::vector<std::string> path{};
  std::vector<double> path_efficiency{};  // by bin; empty without a path
};

// Problems: range_outside_grid, range_backwards, no_topology, unknown_node.
Result<FlowFacts> query_flow_facts(std::shared_ptr<const StoredRun> run,
                                   const FlowFactsRequest& request);

// The answer of GET /v1/runs/{runId}/flow-facts.
std::string to_json(const FlowFacts& facts);

}  // namespace flowtime
