#include "checks/class_flows.h"

#include <algorithm>
#include <string>
#include <unordered_set>

#include "metrics/waits.h"
#include "model/names.h"

namespace flowtime::checks {

std::vector<ClassFlowSeries> class_flows_of(const RunSeries& run, std::size_t node,
                                            SeriesIndex inflow) {
  const SeriesIndex depth = run.of(node)[Role::kQueueDepth];
  if (!exists(depth) || !exists(inflow)) return {};
  const std::vector<SeriesIndex> waits = run.parts_of(run.catalog()[depth].id);
  const std::vector<SeriesIndex> came = run.parts_of(run.catalog()[inflow].id);
  const auto lost = run.parts_of(snake_case(run.nodes()[node].id) + "_overflow");
  if (waits.empty()) return {};
  std::vector<ClassFlowSeries> flows(waits.size());
  for (std::size_t i = 0; i < flows.size(); ++i) {
    flows[i].depth = waits[i];
    if (!came.empty()) flows[i].came = came[i];
    if (!lost.empty()) flows[i].overflow = lost[i];
  }
  return flows;
}

namespace {

bool has_priority(const TopologyNode& node) {
  return node.discipline && node.discipline->kind == Discipline::Kind::kPriority;
}

std::vector<ClassIndex> every_class(std::size_t parts) {
  std::vector<ClassIndex> order;
  for (std::uint32_t i = 0; i + 1 < parts; ++i) order.push_back({i});
  return order;
}

std::size_t lately(const RunSeries& run, const TopologyNode& node) {
  const DispatchSchedule* schedule = schedule_of(run.model(), node);
  return static_cast<std::size_t>(schedule != nullptr ? schedule->period_bins : kLatelyBins);
}

// What the served of a node is made of, as far as formulas tell.
// A walk over names, from the served back through expressions. It ends at the first series that is
// no expression: const nodes, queues, targets of routers.
class MadeOf {
 public:
  MadeOf(const RunSeries& run, const std::string& served) : run_(run), pending_{served} {
    while (!pending_.empty() && names_.size() < kMostNames) {
      const std::string name = pending_.back();
      pending_.pop_back();
      if (names_.insert(name).second) follow(name, name == served);
    }
  }
  // A walk that was cut short counts as reading everything: the safe answer is that the queue
  // decides.
  bool reads(const std::string& id) const { return !pending_.empty() || names_.count(id) > 0; }
  bool has_classes() const { return has_classes_; }

 private:
  static constexpr std::size_t kMostNames = 1000;  // a longer way than people write
  void follow(const std::string& name, bool is_served) {
    const Node* node = run_.model().find_node(name);
    const auto* formula = node == nullptr ? nullptr : std::get_if<ExprNodeBody>(&node->body);
    if (formula != nullptr) {
      pending_.insert(pending_.end(), formula->expr.names.begin(), formula->expr.names.end());
      return;
    }
    // A number that is served has its classes from the queue, unless traffic gives it some.
    const bool is_const = node != nullptr && std::holds_alternative<ConstNode>(node->body);
    if (is_served && is_const && !brought_by_traffic(*node)) return;
    has_classes_ |= !run_.parts_of(name).empty();
  }
  bool brought_by_traffic(const Node& node) const {
    const Model& model = run_.model();
    return std::any_of(model.traffic.begin(), model.traffic.end(), [&](const TrafficArrival& one) {
      return one.flow_class && model.nodes[one.node.value].id == node.id;
    });
  }

  const RunSeries& run_;
  std::vector<std::string> pending_;
  std::unordered_set<std::string> names_;  // lookups only
  bool has_classes_ = false;
};

Rare<SeriesRef> outflow_of(const Model& model, const TopologyNode& node) {
  const Node* authored = authored_queue(model, node);
  if (authored == nullptr) return node.semantics[Role::kServed];
  return std::get<ServiceWithBufferNode>(authored->body).outflow;
}

}  // namespace

bool classes_are_written(const RunSeries& run, std::size_t node, SeriesIndex inflow) {
  const TopologyNode& about = run.nodes()[node];
  const auto outflow = outflow_of(run.model(), about);
  if (!outflow || about.discipline || schedule_of(run.model(), about) != nullptr) return false;
  if (!outflow->class_id.empty()) return true;
  if (run.parts_of(outflow->id).empty()) return false;
  const SeriesIndex depth = run.of(node)[Role::kQueueDepth];
  const auto id_of = [&](SeriesIndex series) { return run.catalog()[series].id; };
  const MadeOf made(run, outflow->id);
  if (exists(depth) && made.reads(id_of(depth))) return false;
  return made.has_classes() && !(exists(inflow) && made.reads(id_of(inflow)));
}

std::optional<ClassQueues> class_queues_of(const RunSeries& run, std::size_t node,
                                           const ClassQueueSource& source) {
  const TopologyNode& about = run.nodes()[node];
  const bool written = classes_are_written(run, node, source.inflow);
  if (!written && !has_priority(about)) return std::nullopt;
  std::vector<ClassFlow> flows;
  for (const ClassFlowSeries& of_class : class_flows_of(run, node, source.inflow)) {
    flows.push_back({source.values(of_class.came), source.values(of_class.overflow),
                     source.values(of_class.depth)});
  }
  if (flows.empty()) return std::nullopt;
  ClassQueues queues(written ? every_class(flows.size()) : about.discipline->priority, flows,
                     source.initial_depth, source.dust);
  // Parts that an author wrote may let more of a class leave than there was: no queue explains
  // these.
  if (!queues.balances()) return std::nullopt;
  if (written) queues.leave_by_themselves(lately(run, about));
  return queues;
}

}  // namespace flowtime::checks
