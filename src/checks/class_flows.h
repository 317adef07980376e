// Where the class parts of a node's queue are among the series of a run.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "checks/run_series.h"
#include "metrics/class_queues.h"

namespace flowtime::checks {

// Of one class: what came, what found no room, what waits; kNoSeries where there is none.
// By bin, items per bin; `depth` in items at the end of the bin.
struct ClassFlowSeries {
  SeriesIndex came = kNoSeries, overflow = kNoSeries, depth = kNoSeries;
};

// One per class of the model, then what no class accounts for; empty where the depth of the node's
// queue has no parts. `inflow` is the series that enters the queue.
// `node` is an index into topology.nodes here and below. `inflow` may be kNoSeries: then the answer
// is empty too.
std::vector<ClassFlowSeries> class_flows_of(const RunSeries& run, std::size_t node,
                                            SeriesIndex inflow);

// An author wrote which classes that wait at the node leave: a part, or a series whose classes come
// from elsewhere than its queue (docs/semantics.md, "The order in which items leave").
// False where a discipline or a schedule decides, and where formulas are longer than 1000 names.
bool classes_are_written(const RunSeries& run, std::size_t node, SeriesIndex inflow);

// Where classes leave by themselves: what their queues are made of.
// `dust`: a level below it counts as empty (items). `values` gives all bins of a series, empty for
// kNoSeries; what it returns is read during the call only.
struct ClassQueueSource {
  SeriesIndex inflow = kNoSeries;  // what enters the queue
  double initial_depth = 0, dust = 0;
  std::function<SeriesIn(SeriesIndex)> values{};
};

// By priority, or as an author wrote, each class that waits at the node is a queue of its own.
// Nothing: they share one, or their parts do not say who waited.
// The classes without a priority share one queue. Reads all bins of the node's classes.
std::optional<ClassQueues> class_queues_of(const RunSeries& run, std::size_t node,
                                           const ClassQueueSource& source);

}  // namespace flowtime::checks
