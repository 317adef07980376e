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
#include "metrics/overlay.h"
#include "series/bin_window.h"
#include "state/stored_run.h"
#include "state/window_waits.h"

namespace flowtime {

// Empty or absent members are the defaults of the route.
struct FlowFactsRequest {
  std::optional<std::int64_t> start_bin{}, end_bin{};  // inclusive
  std::vector<std::string> nodes{};                    // empty: all with a queue or a capacity
  std::vector<std::string> path{};  // nodes in the order in which items pass them; may be empty
  double cv_arrivals = 1, cv_service = 1;    // of the overlay
  std::optional<std::int64_t> max_points{};  // pools the series: state/pooling.h
  std::optional<double> within_minutes{};    // asks the overlay for P(W <= t)
};

// As answers have it: both ends belong to it, unlike BinWindow.
struct BinSpan {
  std::int64_t first = 0, last = 0;  // inclusive, bins of the grid
  bool operator==(const BinSpan&) const = default;
};

// First come, first served, of a node with a queue.
// One value per bin of the window in each list; before pooling, which the answer does.
struct FifoFacts {
  WindowWaits waits;                       // of single items
  std::vector<double> delay_minutes;       // by bin of arrival; docs/semantics.md
  std::vector<double> oldest_age_minutes;  // at the end of each bin
  // Items from the beginning of the grid, not of the window.
  std::vector<double> cumulative_in, cumulative_out;
  LittlesLaw little;
};

// Steady-state expectations beside what the fluid queue shows.
// In minutes and items; the overlay itself is in milliseconds.
struct QueueingOverlay {
  Overlay overlay;
  double arrivals_per_minute = kAbsent;    // mean of the window
  double fluid_wait_minutes = kAbsent;     // mean of the items that came in the window, so far
  std::optional<double> within_minutes{};  // t of P(W <= t)
};

// `node` points into the run, which FlowFacts keeps.
struct NodeFlowFacts {
  const TopologyNode* node = nullptr;
  std::optional<FifoFacts> fifo;  // with a queue
  // With a capacity. Starved: it could do more than there was to do (empty or flowing, not full).
  // Blocked: something else held what waits (shared, downstream, held).
  // In order, not overlapping, cut to the window.
  std::vector<BinSpan> starved, blocked;
  std::optional<QueueingOverlay> overlay;  // with a capacity or processing times
};

// A stretch of bins with the same bottleneck.
struct BottleneckSpan {
  BinSpan bins;
  std::string node_id, constraint_id;  // one of them; neither: nothing held the flow
};

// Keeps the run alive, so that everything that points into it stays valid.
struct FlowFacts {
  std::shared_ptr<const StoredRun> run{};
  BinWindow bins{};
  // Lists here are by bin; to_json pools them.
  std::size_t bins_per_point = 1;
  std::vector<NodeFlowFacts> nodes{};
  std::vector<BottleneckSpan> bottlenecks{};  // over all nodes; state/bottlenecks.h
  std::vector<std::string> path{};
  std::vector<double> path_efficiency{};  // by bin; empty without a path
};

// Problems: range_outside_grid, range_backwards, no_topology, unknown_node,
// bad_max_points, answer_too_large.
// Computes everything; to_json only writes. Dear for long runs: FIFO pieces are made of whole
// series.
Result<FlowFacts> query_flow_facts(std::shared_ptr<const StoredRun> run,
                                   const FlowFactsRequest& request);

// The answer of GET /v1/runs/{runId}/flow-facts.
// Pure; the facts keep the run that it names things from.
std::string to_json(const FlowFacts& facts);

}  // namespace flowtime
