// What a node does in each bin: the partition of docs/semantics.md, "Judgement".
#pragma once

#include <cstdint>
#include <vector>

#include "answers/judgement.h"
#include "judge/deciders.h"
#include "judge/node_flows.h"
#include "metrics/waits.h"

namespace flowtime::judge {

// A node takes its time by design where what it serves is, by its formula, only what entered some
// bins ago (`by_plan`), or where the delays of the run hardly differ.
// Own time in bins, which the node's promise is at least as long as where none is declared.
struct Transit {
  bool is_transit = false;
  double own_bins = 0;
};
// The largest lag of a served series that is a SHIFT or CONV of the node's own inflow alone.
// No transit: own_bins 0.
Transit transit_by_plan(const JudgedRun& run, const PlanIndex& index, const NodeFlows& flows);
// From the delays of what arrived in the run and left it.
// For models that write a delay in a way that the plan does not show. Hardly differ: p95 - p5 at
// most max(half a bin, a quarter of the median), from 10 bins with arrivals on.
Transit transit_by_delays(const NodeFlows& flows, const ItemWaits& waits);

// Whether what lies in the node is not meant to be worked off: a dead-letter queue, or a node
// without capacity, schedule or throughput edge out that only terminal edges lead to.
bool is_pile(const JudgedRun& run, std::size_t node);

// One activity per bin.
// As documented: exactly one holds, the first that applies.
struct Activities {
  std::vector<NodeActivity> of_bin;
  // decider: row of a series; holder: a constraint for kShared, a node for kDownstream.
  std::vector<std::uint32_t> decider, holder;  // kNobody where there is none; empty: nowhere
  bool saturated_or_limited = false;           // in some bin
};

// `waits` is null for a node in which nothing ever waits.
// Cost: one look per bin, and a walk through the plan for each bin that nothing else explains.
Activities activities_of(const JudgedRun& run, Deciders& deciders, const NodeFlows& flows,
                         const ItemWaits* waits);

// A held bin of a transit is one of its transit.
// A second step, because only a node that was never saturated or limited can be a transit, and
// `activities` says whether it was.
void mark_transit(Activities& activities);

}  // namespace flowtime::judge
