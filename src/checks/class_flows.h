// Where the class parts of a node's queue are among the series of a run.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "checks/run_series.h"
#include "metrics/class_queues.h"

namespace flowtime::checks {

// Of one class: what came, what found no room, what waits; kNoSeries where there is none.
struct ClassFlowSeries {
  SeriesIndex came = kNoSeries, overflow = kNoSeries, depth = kNoSeries;
};

// One per class of the model, then what no class accounts for; empty where the depth of the node's
// queue has no parts. `inflow` is the series that enters the queue.
std::vector<ClassFlowSeries> class_flows_of(const RunSeries& run, std::size_t node,
                                            SeriesIndex inflow);

// An author wrote which classes that wait at the node leave: a part, or a series whose classes come
// from elsewhere than its queue (docs/semantics.md, "The order in which items leave").
bool classes_are_written(const RunSeries& run, std::size_t node, SeriesIndex inflow);

// Where classes leave by themselves: what their queues are made of.
struct ClassQueueSource {
  SeriesIndex inflow = kNoSeries;  // what enters the queue
  double initial_depth = 0, dust = 0;
  std::function<SeriesIn(SeriesIndex)> values{};
};

// By priority, or as an author wrote, each class that waits at the node is a queue of its own.
// Nothing: they share one, or their parts do not say who waited.
std::optional<ClassQueues> class_queues_of(const RunSeries& run, std::size_t node,
                                           const ClassQueueSource& source);

}  // namespace flowtime::checks
