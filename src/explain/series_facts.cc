#include "explain/series_facts.h"

#include "model/names.h"

namespace flowtime {
namespace {

// How well a role tells what a series is: what a node does to items says more than what arrives.
int weight_of(Role role) {
  switch (role) {
    case Role::kQueueDepth: return 5;
    case Role::kServed:
    case Role::kErrors:
    case Role::kAttempts:
    case Role::kFailures:
    case Role::kExhaustedFailures:
    case Role::kRetryEcho:
    case Role::kRetryBudgetRemaining:
    case Role::kProcessingTimeMsSum:
    case Role::kServedCount: return 4;
    case Role::kCapacity: return 3;
    case Role::kExternalDemand: return 2;
    case Role::kArrivals: return 1;
  }
  return 0;
}

}  // namespace

const char* name_of(CauseKind kind) {
  switch (kind) {
    case CauseKind::kArrivals: return "arrivals";
    case CauseKind::kCapacity: return "capacity";
    case CauseKind::kLimit: return "limit";
    case CauseKind::kInput: return "input";
    case CauseKind::kNumber: return "number";
    case CauseKind::kInitial: return "initial";
    case CauseKind::kEcho: return "echo";
    case CauseKind::kDecision: return "decision";
    case CauseKind::kDraw: return "draw";
    case CauseKind::kRest: return "rest";
    case CauseKind::kRounding: return "rounding";
  }
  return "";
}

SeriesFacts::SeriesFacts(const Model& model, const SeriesCatalog& series) : model_(model) {
  for (const TopologyNode& node : model.topology.nodes) add_node(node);
  add_limits();
  for (const TrafficArrival& arrival : model.traffic) {
    kinds_.emplace(model.nodes[arrival.node.value].id, CauseKind::kArrivals);
  }
  for (const SeriesInfo& info : series.all()) {
    if (info.kind == SeriesKind::kEdge) facts_.emplace(info.measure, Fact{nullptr, "edge", 0});
  }
}

void SeriesFacts::add(const std::string& measure, const TopologyNode& node, std::string role,
                      int weight) {
  Fact& fact = facts_[measure];
  if (fact.weight < weight) fact = {&node, std::move(role), weight};
}

void SeriesFacts::add_node(const TopologyNode& node) {
  for (int i = 0; i < kRoleCount; ++i) {
    const auto role = static_cast<Role>(i);
    const std::optional<SeriesRef>& ref = node.semantics[role];
    if (!ref || ref->kind != SeriesRef::Kind::kSeries) continue;
    add(ref->id, node, kRoleNames[static_cast<std::size_t>(i)], weight_of(role));
    if (role == Role::kServed) servers_.emplace(ref->id, &node);
    if (role == Role::kArrivals || role == Role::kExternalDemand) {
      kinds_.emplace(ref->id, CauseKind::kArrivals);
    }
    if (role == Role::kCapacity) kinds_[ref->id] = CauseKind::kCapacity;
  }
  if (const auto depth = queue_depth_id(model_, node)) add(*depth, node, "queueDepth", 5);
  const std::string prefix = snake_case(node.id);
  if (const auto effective = served_effective_id(model_, node)) {
    add(*effective, node, "servedEffective", 4);
    servers_.emplace(*effective, &node);
  }
  if (!node.queue_semantics) return;
  add(prefix + "_overflow", node, "overflow", 4);
  add(prefix + "_inflow", node, "inflow", 4);
}

void SeriesFacts::add_limits() {
  const auto limit = [&](const std::optional<SeriesRef>& ref) {
    if (ref) kinds_.emplace(ref->id, CauseKind::kLimit);
  };
  for (const TopologyNode& node : model_.topology.nodes) {
    limit(node.wip_limit_series);
    kinds_.emplace(node.id + ".wipLimit", CauseKind::kLimit);
    if (node.dispatch_schedule) limit(node.dispatch_schedule->capacity_series);
    for (const std::string& constraint : node.constraints) {
      add(allocation_id(node, constraint), node, "allocation", 4);
      add(limited_id(node, constraint), node, "limited", 4);
    }
  }
  for (const Constraint& constraint : model_.topology.constraints) {
    kinds_.emplace(constraint.served.id, CauseKind::kLimit);
  }
}

const TopologyNode* SeriesFacts::node_of(const std::string& measure) const {
  const auto found = facts_.find(measure);
  return found == facts_.end() ? nullptr : found->second.node;
}

const TopologyNode* SeriesFacts::server_of(const std::string& measure) const {
  const auto found = servers_.find(measure);
  return found == servers_.end() ? nullptr : found->second;
}

std::string SeriesFacts::role_of(const std::string& measure) const {
  const auto found = facts_.find(measure);
  return found == facts_.end() ? "" : found->second.role;
}

CauseKind SeriesFacts::cause_kind(const std::string& measure) const {
  const auto found = kinds_.find(measure);
  return found == kinds_.end() ? CauseKind::kInput : found->second;
}

SourcePos SeriesFacts::position_of(const std::string& measure) const {
  if (const Node* node = model_.find_node(measure)) return node->where;
  if (const TopologyNode* node = node_of(measure)) return node->where;
  for (const Edge& edge : model_.topology.edges) {
    const std::string stem = edge_series_id(edge, "");
    if (measure.compare(0, stem.size(), stem) == 0) return edge.where;
  }
  return {};
}

}  // namespace flowtime
