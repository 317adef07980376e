#include "explain/series_facts.h"

#include <algorithm>
#include <iterator>
#include <string_view>

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

void add_name(std::vector<std::string>& names, const std::string& name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
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
    case CauseKind::kBacklog: return "backlog";
    case CauseKind::kShare: return "share";
    case CauseKind::kOutflow: return "outflow";
    case CauseKind::kLoss: return "loss";
    case CauseKind::kOverflow: return "overflow";
    case CauseKind::kHeld: return "held";
    case CauseKind::kRest: return "rest";
    case CauseKind::kRounding: return "rounding";
  }
  return "";
}

SeriesFacts::SeriesFacts(const Model& model, const SeriesCatalog& series,
                         std::vector<ParameterPlace> parameters)
    : model_(model) {
  place(std::move(parameters));
  for (const TopologyNode& node : model.topology.nodes) add_node(node);
  add_limits();
  for (const TrafficArrival& arrival : model.traffic) {
    kinds_.emplace(model.nodes[arrival.node.value].id, CauseKind::kArrivals);
  }
  for (const SeriesInfo& info : series.all()) {
    if (info.kind == SeriesKind::kEdge) facts_.emplace(info.measure, Fact{nullptr, "edge", 0});
  }
}

// Of equal weights the first node of the topology has the series.
void SeriesFacts::add(const std::string& measure, const TopologyNode& node, std::string role,
                      int weight) {
  Fact& fact = facts_[measure];
  if (fact.weight < weight) fact = {&node, std::move(role), weight};
}

void SeriesFacts::add_node(const TopologyNode& node) {
  for (int i = 0; i < kRoleCount; ++i) {
    const auto role = static_cast<Role>(i);
    const Rare<SeriesRef>& ref = node.semantics[role];
    if (!ref || ref->kind != SeriesRef::Kind::kSeries) continue;
    add(ref->id, node, kRoleNames[static_cast<std::size_t>(i)], weight_of(role));
    if (role == Role::kServed) servers_.emplace(ref->id, &node);
    if (role == Role::kArrivals || role == Role::kExternalDemand) {
      kinds_.emplace(ref->id, CauseKind::kArrivals);
    }
    if (role == Role::kCapacity) kinds_[ref->id] = CauseKind::kCapacity;
  }
  if (node.semantics.parallelism) {
    if (const auto* ref = std::get_if<SeriesRef>(&*node.semantics.parallelism)) {
      add(ref->id, node, "parallelism", 3);
      kinds_[ref->id] = CauseKind::kCapacity;
    }
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
  const auto limit = [&](const Rare<SeriesRef>& ref) {
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

bool SeriesFacts::is_flow(const std::string& measure) const {
  const std::string role = role_of(measure);
  return !role.empty() && role != "capacity" && role != "parallelism";
}

std::string SeriesFacts::constraint_of(const std::string& measure) const {
  for (const Constraint& constraint : model_.topology.constraints) {
    if (constraint.served.id == measure) return constraint.id;
  }
  return "";
}

// A parameter belongs to what begins last before it.
// The map has an entry for every beginning, also where no parameter follows: else a parameter would
// be given to something that ended before.
void SeriesFacts::place(std::vector<ParameterPlace> parameters) {
  if (parameters.empty()) return;
  const auto begin = [&](const SourcePos& where) { parameters_[where]; };
  for (const Node& node : model_.nodes) begin(node.where);
  for (const TopologyNode& node : model_.topology.nodes) begin(node.where);
  for (const Edge& edge : model_.topology.edges) begin(edge.where);
  for (const Constraint& constraint : model_.topology.constraints) begin(constraint.where);
  for (ParameterPlace& parameter : parameters) {
    const auto after = parameters_.upper_bound(parameter.where);
    if (after != parameters_.begin()) std::prev(after)->second.push_back(std::move(parameter));
  }
}

const std::vector<ParameterPlace>* SeriesFacts::placed_at(const SourcePos& where) const {
  const auto found = parameters_.find(where);
  return found == parameters_.end() ? nullptr : &found->second;
}

bool SeriesFacts::is_of_other_classes(const Node& node, const std::string& class_id) const {
  bool others = false;
  for (const TrafficArrival& arrival : model_.traffic) {
    if (class_id.empty() || &model_.nodes[arrival.node.value] != &node) continue;
    if (!arrival.flow_class) return false;
    if (model_.classes[arrival.flow_class->value].id == class_id) return false;
    others = true;
  }
  return others;
}

void SeriesFacts::collect(const std::string& measure, const std::string& class_id,
                          std::vector<std::string>& names, std::vector<const Node*>& seen) const {
  const Node* node = model_.find_node(measure);
  if (node == nullptr || std::find(seen.begin(), seen.end(), node) != seen.end()) return;
  seen.push_back(node);
  if (is_of_other_classes(*node, class_id)) return;
  if (const auto* placed = placed_at(node->where)) {
    for (const ParameterPlace& parameter : *placed) add_name(names, parameter.name);
  }
  const auto* body = std::get_if<ExprNodeBody>(&node->body);
  if (body == nullptr) return;
  for (const std::string& name : body->expr.names) {
    if (!is_flow(name)) collect(name, class_id, names, seen);
  }
}

std::vector<std::string> SeriesFacts::parameters_of(const std::string& measure,
                                                    const std::string& class_id) const {
  std::vector<std::string> names;
  std::vector<const Node*> seen;
  collect(measure, class_id, names, seen);
  constexpr std::string_view kLimit = ".wipLimit";
  for (const TopologyNode& node : model_.topology.nodes) {
    if (measure == node.id + std::string(kLimit)) return parameters_of(node, {"wipLimit"});
  }
  return names;
}

std::vector<std::string> SeriesFacts::parameters_of(const TopologyNode& node,
                                                    std::initializer_list<const char*> keys) const {
  std::vector<std::string> names;
  const auto* placed = placed_at(node.where);
  if (placed == nullptr) return names;
  for (const ParameterPlace& parameter : *placed) {
    const bool wanted = std::find(keys.begin(), keys.end(), parameter.key) != keys.end();
    if (wanted) add_name(names, parameter.name);
  }
  return names;
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
