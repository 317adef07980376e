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
struct Transit {
  bool is_transit = false;
  double own_bins = 0;
};
// The largest lag of a served series that is a SHIFT or CONV of the node's own inflow alone.
Transit transit_by_plan(const JudgedRun& run, const PlanIndex& index, const NodeFlows& flows);
// From the delays of what arrived in the run and left it.
Transit transit_by_delays(const NodeFlows& flows, const ItemWaits& waits);

bool is_pile(const JudgedRun& run, std::size_t node);

// One activity per bin.
struct Activities {
  std::vector<NodeActivity> of_bin;
  std::vector<std::uint32_t> decider, holder;  // kNobody where there is none; empty: nowhere
  bool saturated_or_limited = false;           // in some bin
};

// `waits` is null for a node in which nothing ever waits.
Activities activities_of(const JudgedRun& run, Deciders& deciders, const NodeFlows& flows,
                         const ItemWaits* waits);

// A held bin of a transit is one of its transit.
void mark_transit(Activities& activities);

}  // namespace flowtime::judge
