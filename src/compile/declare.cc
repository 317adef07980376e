// Which series there will be, in their published order, and which queues make them.
#include <algorithm>

#include "compile/lowering.h"

namespace flowtime::compile_detail {

Slot& Lowering::declare_series(const std::string& id, bool synthesised) {
  if (const std::optional<std::uint32_t> found = find_slot(id)) return slots_[*found];
  slot_by_id_.add(hash_of_name(id), static_cast<std::uint32_t>(slots_.size()));
  slots_.push_back({.id = id, .constant = {}, .synthesised = synthesised});
  Slot& slot = slots_.back();
  slot.column = slot.raw = draft.new_column(id);
  return slot;
}

// Room for what a model of this size usually declares, so that tables need not grow.
void Lowering::reserve() {
  const std::size_t series =
      model_.nodes.size() + 2 * model_.topology.nodes.size() + model_.topology.edges.size();
  slots_.reserve(series);
  slot_by_id_.reserve(series);
  queues_.reserve(model_.topology.nodes.size());
  draft.reserve(series);
}

void Lowering::declare() {
  reserve();
  collect_traffic();
  declare_nodes();
  declare_route_targets();
  declare_queues();
  declare_queue_series();
  declare_echoes();
  declare_clamped_delays();
  declare_constraints();
  declare_edges();
  decide_classed();
}

void Lowering::collect_traffic() {
  for (const TrafficArrival& arrival : model_.traffic) {
    arrivals_at_[model_.nodes[arrival.node.value].id].push_back(&arrival);
  }
}

bool Lowering::has_classed_traffic(const std::string& id) const {
  const auto arrivals = arrivals_at_.find(id);
  return arrivals != arrivals_at_.end() &&
         std::any_of(arrivals->second.begin(), arrivals->second.end(),
                     [](const TrafficArrival* arrival) { return arrival->flow_class.has_value(); });
}

void Lowering::declare_nodes() {
  for (const Node& node : model_.nodes) {
    const Slot& slot = declare_series(node.id, false);
    if (node.initial) draft.columns[slot.column.value].before_first_bin = *node.initial;
  }
}

void Lowering::declare_clamped_delays() {
  for (const Node& node : model_.nodes) {
    if (routes_to_.count(node.id) > 0) continue;
    if (const auto clamped = delay_clamped_id(node)) declare_series(*clamped, true);
  }
}

void Lowering::declare_route_targets() {
  collect_routes();
  for (const std::string& target : target_order_) declare_series(target, true);
}

Queue& Lowering::queue_for(const std::string& depth) {
  const auto [found, inserted] = queue_by_depth_.emplace(depth, queues_.size());
  if (inserted) {
    queues_.emplace_back();
    queues_.back().depth = depth;
    queues_.back().discipline = usual_discipline(model_);
  }
  return queues_[found->second];
}

void Lowering::declare_queues() {
  for (const TopologyNode& node : model_.topology.nodes) {
    node.queue_semantics ? declare_topology_queue(node) : honour_initial_condition(node);
  }
  for (const Node& node : model_.nodes) {
    const auto* body = std::get_if<ServiceWithBufferNode>(&node.body);
    if (body == nullptr) continue;
    Queue& queue = queue_for(node.id);
    if (queue.prefix.empty()) queue.prefix = snake_case(node.id);
    note_differing_flows(queue, *body);
    queue.inflow = body->inflow;
    queue.outflow = body->outflow;
    queue.loss = body->loss;
    if (node.dispatch_schedule) queue.schedule = &*node.dispatch_schedule;
  }
  link_overflow();
}

// nodes[] governs a depth whose topology node names other flows; the author should know.
void Lowering::note_differing_flows(const Queue& queue, const ServiceWithBufferNode& body) {
  const auto differs = [](const std::optional<SeriesRef>& named, const SeriesRef& used) {
    return named && named->id != used.id;
  };
  if (queue.topology == nullptr) return;
  if (!differs(queue.inflow, body.inflow) && !differs(queue.outflow, body.outflow)) return;
  Finding finding;
  finding.code = "queue_flows_differ";
  finding.node_id = queue.topology->id;
  finding.message = "the queue " + queue.depth + " takes " + body.inflow.id + " in and " +
                    body.outflow.id +
                    " out as its entry in nodes says; the arrivals or served of " +
                    queue.topology->id + " name other series";
  notes.push_back(std::move(finding));
}

// The author computes the depth; only what stood there before bin 0 is ours to honour.
void Lowering::honour_initial_condition(const TopologyNode& node) {
  const std::optional<SeriesRef>& depth = node.semantics[Role::kQueueDepth];
  if (!depth || !node.initial_queue_depth || !has_slot(depth->id)) return;
  draft.columns[slot_of(depth->id).column.value].before_first_bin = *node.initial_queue_depth;
}

void Lowering::declare_topology_queue(const TopologyNode& node) {
  const std::optional<std::string> depth = queue_depth_id(model_, node);
  if (!depth) return;
  const Node* authored = model_.find_node(*depth);
  const bool authored_series =
      authored != nullptr && !std::holds_alternative<ServiceWithBufferNode>(authored->body);
  if (authored_series) return honour_initial_condition(node);
  Queue& queue = queue_for(*depth);
  queue_by_topology_.emplace(node.id, queue_by_depth_.at(*depth));
  if (node.initial_queue_depth) queue.initial = *node.initial_queue_depth;
  if (queue.topology != nullptr) {
    queue.other_prefixes.push_back(snake_case(node.id));
    return;
  }
  queue.topology = &node;
  queue.discipline = discipline_of(model_, node);
  queue.discipline_is_written = node.discipline.has_value();
  queue.prefix = snake_case(node.id);
  queue.inflow = node.semantics[Role::kArrivals];
  queue.outflow = node.semantics[Role::kServed] ? node.semantics[Role::kServed]
                                                : node.semantics[Role::kCapacity];
  queue.loss = node.semantics[Role::kErrors];
  if (node.dispatch_schedule) queue.schedule = &*node.dispatch_schedule;
  queue.limit = node.wip_limit;
  queue.limit_series = node.wip_limit_series;
}

void Lowering::link_overflow() {
  for (std::size_t i = 0; i < queues_.size(); ++i) {
    const TopologyNode* node = queues_[i].topology;
    if (node == nullptr || !node->wip_overflow || !queues_[i].limited()) continue;
    const std::string& target = model_.topology.nodes[node->wip_overflow->value].id;
    const auto found = queue_by_topology_.find(target);
    if (found == queue_by_topology_.end()) continue;
    queues_[i].overflow_to = found->second;
    queues_[found->second].overflow_from.push_back(i);
  }
}

void Lowering::declare_queue_series() {
  for (const Queue& queue : queues_) {
    Slot& depth = declare_series(queue.depth, true);
    draft.columns[depth.column.value].before_first_bin = queue.initial;
    if (!queue.overflow_from.empty()) declare_series(queue.prefix + "_inflow", true);
    if (queue.limited()) declare_series(queue.prefix + "_overflow", true);
    declare_series(queue.prefix + "_served_effective", true);
    for (const std::string& prefix : queue.other_prefixes) {
      declare_series(prefix + "_served_effective", true);
    }
  }
}

void Lowering::declare_echoes() {
  for (const TopologyNode& node : model_.topology.nodes) {
    const std::optional<SeriesRef>& echo = node.semantics[Role::kRetryEcho];
    if (echo && echo->kind == SeriesRef::Kind::kSeries) declare_series(echo->id, true);
  }
}

// The members of each constraint whose served is known, in the order of topology.nodes.
void Lowering::find_members() {
  const std::vector<Constraint>& constraints = model_.topology.constraints;
  if (constraints.empty()) return;
  members_of_.resize(constraints.size());
  std::unordered_map<std::string_view, std::size_t> by_id;
  for (std::size_t i = 0; i < constraints.size(); ++i) by_id.emplace(constraints[i].id, i);
  for (const TopologyNode& node : model_.topology.nodes) {
    const std::optional<SeriesRef>& served = node.semantics[Role::kServed];
    if (node.constraints.empty() || !served || !has_slot(served->id)) continue;
    for (const std::string& id : node.constraints) {
      std::vector<const TopologyNode*>& of_one = members_of_[by_id.at(id)];
      if (of_one.empty() || of_one.back() != &node) of_one.push_back(&node);
    }
  }
}

void Lowering::declare_constraints() {
  find_members();
  for (std::size_t i = 0; i < members_of_.size(); ++i) {
    const std::string& constraint = model_.topology.constraints[i].id;
    for (const TopologyNode* node : members_of_[i]) {
      declare_series(allocation_id(*node, constraint), true);
      declare_series(limited_id(*node, constraint), true);
      const std::string& served = node->semantics[Role::kServed]->id;
      Slot& slot = slot_of(served);
      if (slot.constrained) continue;
      slot.constrained = true;
      slot.raw = draft.new_column(served + ":authored");
    }
  }
}

}  // namespace flowtime::compile_detail
