#include "figures/class_figure.h"

#include <algorithm>
#include <vector>

#include "metrics/class_queues.h"
#include "metrics/class_waits.h"
#include "model/names.h"

namespace flowtime::figures {
namespace {

// By a served part that an author wrote, each class is a queue of its own as well.
bool is_served_by_class(const Model& model, const TopologyNode& node) {
  const auto& served = node.semantics[Role::kServed];
  if (!served || discipline_of(model, node).kind != Discipline::Kind::kMixed) return false;
  if (!served->class_id.empty()) return true;
  return std::any_of(
      model.traffic.begin(), model.traffic.end(), [&](const TrafficArrival& arrival) {
        return arrival.flow_class && model.nodes[arrival.node.value].id == served->id;
      });
}

// The order in which the classes leave, as far as waits go.
Discipline order_of(const Model& model, const TopologyNode& node, ClassIndex flow_class) {
  const Discipline discipline = discipline_of(model, node);
  if (is_served_by_class(model, node)) {
    return {.kind = Discipline::Kind::kPriority, .priority = {flow_class}};
  }
  return discipline;
}

ClassWaits waits_in(const std::vector<FifoQueue>& queues, const ClassQueues& classes,
                    std::size_t flow) {
  return ClassWaits(queues[classes.queue_of(flow)], classes.shares_of(flow),
                    classes.initial_share_of(flow));
}

double percentile_in(const ClassWaits& waits, Reducer reducer) {
  const double share = reducer == Reducer::kP50Wait   ? 0.5
                       : reducer == Reducer::kP85Wait ? 0.85
                                                      : 0.95;
  return waits.percentiles({&share, 1})[0];
}

bool is_class_wait(Reducer reducer) {
  return reducer == Reducer::kP50Wait || reducer == Reducer::kP85Wait ||
         reducer == Reducer::kP95Wait || reducer == Reducer::kLongest;
}

double value_of(const ClassWaits& waits, Reducer reducer, double promise_bins) {
  switch (reducer) {
    case Reducer::kP50Wait:
    case Reducer::kP85Wait:
    case Reducer::kP95Wait: return percentile_in(waits, reducer);
    case Reducer::kLongest: return waits.longest();
    case Reducer::kLate: return waits.late(promise_bins);
    case Reducer::kLateShare: return ratio_or_absent(waits.late(promise_bins), waits.items());
    case Reducer::kUndelivered: return waits.undelivered();
    default: return kAbsent;
  }
}

}  // namespace

FigureValue class_figure(const judge::JudgedRun& run, const judge::NodeFlows& flows,
                         ClassIndex flow_class, Reducer reducer, double promise_minutes) {
  FigureValue made{.unit = std::string(about(reducer).unit)};
  const std::vector<ClassFlow> parts = flows.class_flows();
  if (!flows.has_queue() || parts.empty()) {
    made.why_absent = flows.node().id + " does not tell its classes apart";
    return made;
  }
  if (reducer == Reducer::kPeakQueue) {
    const SeriesIn depth = parts[flow_class.value].depth;
    made.value = *std::max_element(depth.begin(), depth.end());
    return made;
  }
  const ClassQueues classes(order_of(run.model, flows.node(), flow_class), parts,
                            flows.initial_depth(), flows.noise().empty);
  const double bin_minutes = run.model.grid.bin_minutes();
  const ClassWaits waits = waits_in(classes.queues(), classes, flow_class.value);
  made.value = value_of(waits, reducer, promise_minutes / bin_minutes * (1 + 1e-9));
  if (is_class_wait(reducer)) {
    made.value = canonical(made.value * bin_minutes);
    made.at_least = waits.undelivered() > flows.noise().empty;
  }
  if (is_absent(made.value)) made.why_absent = "nothing of the class came to " + flows.node().id;
  return made;
}

}  // namespace flowtime::figures
