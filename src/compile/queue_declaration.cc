// Which queues a model has, and which series they make.
#include "compile/queues.h"
#include "model/names.h"

namespace flowtime::compile_detail {

Queue& QueueDeclaration::queue_for(const std::string& depth) {
  const auto [found, inserted] = queues_.by_depth.emplace(depth, queues_.all.size());
  if (inserted) {
    queues_.all.emplace_back();
    queues_.all.back().depth = depth;
    queues_.all.back().discipline = usual_discipline(model_);
  }
  return queues_.all[found->second];
}

void QueueDeclaration::find_queues() {
  for (const TopologyNode& node : model_.topology.nodes) {
    node.queue_semantics ? add_topology_queue(node) : honour_initial_condition(node);
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
void QueueDeclaration::note_differing_flows(const Queue& queue, const ServiceWithBufferNode& body) {
  const auto differs = [](const Rare<SeriesRef>& named, const SeriesRef& used) {
    return named && named->id != used.id;
  };
  if (queue.topology == nullptr) return;
  if (!differs(queue.inflow, body.inflow) && !differs(queue.outflow, body.outflow)) return;
  Finding finding;
  finding.code = "queue_flows_differ";
  finding.node_id = queue.topology->id;
  finding.message = "the queue '" + queue.depth + "' takes '" + body.inflow.id + "' in and '" +
                    body.outflow.id +
                    "' out as its entry in nodes says; the arrivals or served of '" +
                    queue.topology->id + "' name other series";
  world_.notes.push_back(std::move(finding));
}

// The author computes the depth; only what stood there before bin 0 is ours to honour.
void QueueDeclaration::honour_initial_condition(const TopologyNode& node) {
  const Rare<SeriesRef>& depth = node.semantics[Role::kQueueDepth];
  if (!depth || !node.initial_queue_depth || !has_slot(depth->id)) return;
  draft.columns[slot_of(depth->id).column.value].before_first_bin = *node.initial_queue_depth;
}

void QueueDeclaration::add_topology_queue(const TopologyNode& node) {
  const std::optional<std::string> depth = queue_depth_id(model_, node);
  if (!depth) return;
  const Node* authored = model_.find_node(*depth);
  const bool authored_series =
      authored != nullptr && !std::holds_alternative<ServiceWithBufferNode>(authored->body);
  if (authored_series) return honour_initial_condition(node);
  Queue& queue = queue_for(*depth);
  queues_.by_topology.emplace(node.id, queues_.by_depth.at(*depth));
  if (node.initial_queue_depth) queue.initial = *node.initial_queue_depth;
  // A second topology node with the same depth adds its name and perhaps an initial depth; all else
  // is as the first one says.
  if (queue.topology != nullptr) {
    queue.other_prefixes.push_back(snake_case(node.id));
    return;
  }
  queue.topology = &node;
  queue.discipline = discipline_of(model_, node);
  queue.discipline_is_written = node.discipline.has_value();
  queue.prefix = snake_case(node.id);
  queue.inflow = node.semantics[Role::kArrivals];
  // Without a served series items leave at the capacity.
  queue.outflow = node.semantics[Role::kServed] ? node.semantics[Role::kServed]
                                                : node.semantics[Role::kCapacity];
  queue.loss = node.semantics[Role::kErrors];
  if (node.dispatch_schedule) queue.schedule = &*node.dispatch_schedule;
  queue.limit = node.wip_limit;
  queue.limit_series = node.wip_limit_series;
}

void QueueDeclaration::link_overflow() {
  for (std::size_t i = 0; i < queues_.all.size(); ++i) {
    const TopologyNode* node = queues_.all[i].topology;
    if (node == nullptr || !node->wip_overflow || !queues_.all[i].limited()) continue;
    const std::string& target = model_.topology.nodes[node->wip_overflow->value].id;
    const auto found = queues_.by_topology.find(target);
    if (found == queues_.by_topology.end()) continue;
    queues_.all[i].overflow_to = found->second;
    queues_.all[found->second].overflow_from.push_back(i);
  }
}

void QueueDeclaration::declare_series_of(const Queue& queue) {
  Slot& depth = declare_series(queue.depth, true);
  draft.columns[depth.column.value].before_first_bin = queue.initial;
  if (!queue.overflow_from.empty()) declare_series(queue.prefix + "_inflow", true);
  if (queue.limited()) declare_series(queue.prefix + "_overflow", true);
  declare_series(queue.prefix + "_served_effective", true);
  for (const std::string& prefix : queue.other_prefixes) {
    declare_series(prefix + "_served_effective", true);
  }
}

Queues QueueDeclaration::run() {
  queues_.all.reserve(model_.topology.nodes.size());
  find_queues();
  for (const Queue& queue : queues_.all) declare_series_of(queue);
  return std::move(queues_);
}

}  // namespace flowtime::compile_detail
