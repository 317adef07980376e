// Figures of one class of a node: p95Wait(Payment@Gold). docs/figures.md.
#pragma once

#include <string>

#include "figures/figure.h"
#include "figures/figure_value.h"
#include "judge/node_flows.h"

namespace flowtime::figures {

// Of the items of the class over the whole run. Classes share the node's one queue, unless a
// discipline by priority or an author lets each leave by itself. Absent, with the reason, where the
// queue does not tell its classes apart.
FigureValue class_figure(const judge::JudgedRun& run, const judge::NodeFlows& flows,
                         ClassIndex flow_class, Reducer reducer, double promise_minutes);

}  // namespace flowtime::figures
