// Where the class parts of a node's queue are among the series of a run.
#pragma once

#include <vector>

#include "checks/run_series.h"

namespace flowtime::checks {

// Of one class: what came, what found no room, what waits; kNoSeries where there is none.
struct ClassFlowSeries {
  SeriesIndex came = kNoSeries, overflow = kNoSeries, depth = kNoSeries;
};

// One per class of the model, then what no class accounts for; empty where the depth of the node's
// queue has no parts. `inflow` is the series that enters the queue.
std::vector<ClassFlowSeries> class_flows_of(const RunSeries& run, std::size_t node,
                                            SeriesIndex inflow);

// Whether the classes that wait at the node leave one before the other, each a queue of its own.
bool leaves_class_by_class(const RunSeries& run, std::size_t node);

}  // namespace flowtime::checks
