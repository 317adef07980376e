// What held the flow in each bin, from the stored states. docs/semantics.md, "Derived facts".
#pragma once

#include <vector>

#include "series/bin_window.h"
#include "state/flow_facts.h"
#include "state/stored_run.h"

namespace flowtime {

// The bottleneck of a bin: a node in outage, before all; else among the nodes that are saturated,
// shared or downstream the one with the largest (what waited + what entered) / capacity, where a
// shared node represents its constraint (demand / capacity) and a downstream one for what holds it,
// followed to the end. Of equals the first in the topology. Spans cover the window; without a
// judgement nothing is known to hold the flow.
// O(nodes x bins) at most, mostly far less: only bins in which a node is held or full are looked
// at.
std::vector<BottleneckSpan> find_bottlenecks(const StoredRun& run, BinWindow bins);

}  // namespace flowtime
