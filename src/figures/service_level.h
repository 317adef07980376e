// The service level of a node: which share of its items waits no longer than so long.
#pragma once

#include "figures/figure_value.h"
#include "judge/node_flows.h"
#include "pipeline/bin_range.h"

namespace flowtime::figures {

// P(W <= within) over the bins of the range, chance included. Where nothing waits in the fluid
// queue it is that of the overlay (metrics/overlay.h), the same as flow facts have it. Bins in
// which items wait count with the share of what came in them that left in time. Both are weighted
// by what came. Absent, with the reason, where the overlay knows no servers.
FigureValue service_level(const judge::JudgedRun& run, const judge::NodeFlows& flows, BinRange bins,
                          double within_minutes);

}  // namespace flowtime::figures
