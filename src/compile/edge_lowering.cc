// Edge series: what flows, is attempted, fails or is retried along each edge.
#include "compile/edge_lowering.h"

#include <algorithm>

#include "model/names.h"
#include "series/absent.h"

namespace flowtime::compile_detail {
namespace {

bool is_effort(const Edge& edge) {
  return edge.type == EdgeType::kEffort || edge.type == EdgeType::kDependency;
}

// Plain flow of what the source served: a throughput edge out of its default port.
bool carries_served(const Edge& edge) {
  return edge.type == EdgeType::kThroughput && effective_measure(edge) == EdgeMeasure::kServed;
}

double weight_of(const Edge& edge) {
  return is_finite(edge.weight) && edge.weight > 0 ? edge.weight : 1.0;
}

double multiplier_of(const Edge& edge) {
  const double m = edge.multiplier.value_or(edge.weight);
  return is_finite(m) ? m : 1.0;
}

}  // namespace

// What does not change from one edge of a node to the next.
void EdgeLowering::find_edge_starts() {
  edge_starts_.resize(model_.topology.nodes.size());
  for (std::size_t i = 0; i < edge_starts_.size(); ++i) {
    const TopologyNode& node = model_.topology.nodes[i];
    const Node* producer = model_.find_node(node.id);
    const bool is_router =
        producer != nullptr && std::holds_alternative<RouterNode>(producer->body);
    if (is_router) edge_starts_[i].router = producer;
    if (const auto id = served_effective_id(model_, node)) edge_starts_[i].served = find_slot(*id);
  }
}

// The routes of the router the edge leaves that feed the node it enters; null for none.
const std::vector<std::size_t>* EdgeLowering::routes_along(const Edge& edge) const {
  const auto& arrivals = model_.topology.nodes[edge.to.value].semantics[Role::kArrivals];
  if (!arrivals) return nullptr;
  const auto found = routes_.between.find({router_of(edge), arrivals->id});
  return found == routes_.between.end() ? nullptr : &found->second;
}

std::vector<std::uint32_t> EdgeLowering::role_slots(const TopologyNode& node,
                                                    std::initializer_list<Role> roles) const {
  std::vector<std::uint32_t> slots;
  for (const Role role : roles) {
    const auto& ref = node.semantics[role];
    if (!ref || ref->kind != SeriesRef::Kind::kSeries) continue;
    if (const auto slot = find_slot(ref->id)) slots.push_back(*slot);
  }
  return slots;
}

void EdgeLowering::declare_edge(const Edge& edge, const char* metric,
                                std::vector<std::uint32_t> sources) {
  Slot& slot = declare_series(edge_series_id(edge, metric), true);
  slot.kind = SeriesKind::kEdge;
  edge_series_.push_back({slots_.index_of(slot), std::move(sources)});
}

void EdgeLowering::declare_measured_edge(const Edge& edge) {
  const TopologyNode& from = start_of(edge);
  const EdgeMeasure measure = effective_measure(edge);
  if (is_effort(edge) && (measure == EdgeMeasure::kAttempts || measure == EdgeMeasure::kLoad)) {
    std::vector<std::uint32_t> sources = role_slots(from, {Role::kAttempts});
    const bool derived = sources.empty();
    if (derived) sources = role_slots(from, {Role::kFailures, Role::kErrors});
    if (sources.empty()) return;
    const std::optional<std::uint32_t> served = edge_starts_[edge.from.value].served;
    if (derived && served) sources.push_back(*served);
    declare_edge(edge, "attemptsVolume", std::move(sources));
  }
  if (edge.type != EdgeType::kTerminal) return;
  const std::map<EdgeMeasure, Role> failure_roles{
      {EdgeMeasure::kErrors, Role::kErrors},
      {EdgeMeasure::kFailures, Role::kFailures},
      {EdgeMeasure::kExhaustedFailures, Role::kExhaustedFailures}};
  const auto role = failure_roles.find(measure);
  if (role == failure_roles.end()) return;
  std::vector<std::uint32_t> sources = role_slots(from, {role->second});
  if (!sources.empty()) declare_edge(edge, "failuresVolume", std::move(sources));
}

void EdgeLowering::declare() {
  if (model_.topology.edges.empty()) return;
  find_edge_starts();
  for (const Edge& edge : model_.topology.edges) {
    const Node* router = router_of(edge);
    if (carries_served(edge) && router != nullptr && routes_along(edge) != nullptr) {
      const auto queue = find_slot(std::get<RouterNode>(router->body).queue.id);
      declare_edge(edge, "flowVolume", queue ? std::vector{*queue} : std::vector<std::uint32_t>{});
    } else if (is_effort(edge) || (carries_served(edge) && router == nullptr)) {
      const std::optional<std::uint32_t> served = edge_starts_[edge.from.value].served;
      declare_edge(edge, "flowVolume",
                   served ? std::vector{*served} : std::vector<std::uint32_t>{});
    }
    declare_measured_edge(edge);
    if (edge.type != EdgeType::kThroughput) continue;
    std::vector<std::uint32_t> echo =
        role_slots(model_.topology.nodes[edge.to.value], {Role::kRetryEcho});
    if (!echo.empty() && has_slot(edge_series_id(edge, "flowVolume"))) {
      declare_edge(edge, "retryVolume", std::move(echo));
    }
  }
}

void EdgeLowering::define_edge(const Edge& edge, const char* metric, const Value& value) {
  Slot& slot = slot_of(edge_series_id(edge, metric));
  draft.begin_owner(slot.id);
  define(slot, value);
}

// What left the node where the edge starts, in truth.
Value EdgeLowering::served_along(const Edge& edge) {
  const std::optional<std::uint32_t> served = edge_starts_[edge.from.value].served;
  return served ? read(slots_[*served]) : Value{.total = Operand::immediate(0)};
}

std::optional<Value> EdgeLowering::role_value(const TopologyNode& node, Role role) {
  const auto& ref = node.semantics[role];
  if (!ref || ref->kind != SeriesRef::Kind::kSeries || !has_slot(ref->id)) return std::nullopt;
  return read(*ref);
}

// attempts, else served + failures, else nothing.
std::optional<Value> EdgeLowering::attempts_along(const Edge& edge) {
  const TopologyNode& node = start_of(edge);
  if (std::optional<Value> attempts = role_value(node, Role::kAttempts)) return attempts;
  std::optional<Value> failures = role_value(node, Role::kFailures);
  if (!failures) failures = role_value(node, Role::kErrors);
  if (!failures) return std::nullopt;
  return sum(served_along(edge), *failures);
}

void EdgeLowering::lower() {
  if (model_.topology.edges.empty()) return;
  lower_router_edges();
  lower_split_edges(false);
  lower_split_edges(true);
  lower_measured_edges();
  lower_retry_edges();
}

// A route whose target is the arrivals of the node an edge leads to is that edge's flow.
void EdgeLowering::lower_router_edges() {
  std::unordered_map<std::string, std::vector<Value>> routed;
  for (const Edge& edge : model_.topology.edges) {
    if (!carries_served(edge) || router_of(edge) == nullptr) continue;
    const std::vector<std::size_t>* routes = routes_along(edge);
    if (routes == nullptr) continue;
    const Node& node = *router_of(edge);
    draft.begin_owner(edge.id);
    if (routed.count(node.id) == 0) routed.emplace(node.id, routers_.routed_values(node));
    std::optional<Value> flow;
    for (const std::size_t route : *routes) {
      const Value& value = routed[node.id][route];
      flow = flow ? sum(*flow, value) : value;
    }
    if (flow->classed()) flow->parts = scaled(flow->total, flow->parts);
    define_edge(edge, "flowVolume", *flow);
  }
}

// Edges of one group share what their source served by weight.
void EdgeLowering::lower_split_edges(bool effort) {
  const auto belongs = [&](const Edge& edge) {
    return effort ? is_effort(edge) : carries_served(edge) && router_of(edge) == nullptr;
  };
  std::vector<std::vector<Weight>> weights(model_.topology.nodes.size());
  for (const Edge& edge : model_.topology.edges) {
    if (belongs(edge)) weights[edge.from.value].push_back({weight_of(edge), edge.weight_series});
  }
  std::vector<std::vector<Operand>> shares(weights.size());
  std::vector<std::size_t> taken(weights.size(), 0);
  for (const Edge& edge : model_.topology.edges) {
    if (!belongs(edge)) continue;
    draft.begin_owner(edge.id);
    // The shares of a group are emitted once, at its first edge; the others take theirs in order.
    std::vector<Operand>& of_source = shares[edge.from.value];
    if (of_source.empty()) of_source = shares_of(weights[edge.from.value]);
    const Operand share = of_source[taken[edge.from.value]++];
    define_edge(edge, "flowVolume", times(served_along(edge), share));
  }
}

void EdgeLowering::lower_measured_edges() {
  for (const Edge& edge : model_.topology.edges) {
    const TopologyNode& from = start_of(edge);
    const EdgeMeasure measure = effective_measure(edge);
    draft.begin_owner(edge.id);
    if (is_effort(edge) && (measure == EdgeMeasure::kAttempts || measure == EdgeMeasure::kLoad)) {
      if (const std::optional<Value> attempts = attempts_along(edge)) {
        define_edge(edge, "attemptsVolume", times(*attempts, multiplier_of(edge)));
      }
    }
    if (edge.type != EdgeType::kTerminal) continue;
    std::optional<Value> failures;
    if (measure == EdgeMeasure::kErrors) failures = role_value(from, Role::kErrors);
    if (measure == EdgeMeasure::kFailures) failures = role_value(from, Role::kFailures);
    if (measure == EdgeMeasure::kExhaustedFailures) {
      failures = role_value(from, Role::kExhaustedFailures);
    }
    if (failures) define_edge(edge, "failuresVolume", times(*failures, multiplier_of(edge)));
  }
}

// The echo of a node that retries comes over its incoming throughput edges, in proportion to flow.
void EdgeLowering::lower_retry_edges() {
  std::map<std::uint32_t, std::vector<const Edge*>> incoming;
  for (const Edge& edge : model_.topology.edges) {
    if (edge.type != EdgeType::kThroughput) continue;
    const auto& echo = model_.topology.nodes[edge.to.value].semantics[Role::kRetryEcho];
    if (echo && has_slot(edge_series_id(edge, "flowVolume"))) {
      incoming[edge.to.value].push_back(&edge);
    }
  }
  for (const auto& [target, edges] : incoming) {
    const std::optional<Value> echo = role_value(model_.topology.nodes[target], Role::kRetryEcho);
    if (!echo) continue;
    draft.begin_owner(model_.topology.nodes[target].id);
    DraftOp op{.code = OpCode::kApportion, .inputs = {echo->total}};
    for (const Edge* edge : edges) {
      op.inputs.push_back(read(edge_series_id(*edge, "flowVolume")).total);
    }
    // One op for all edges of the node: each share needs the flow of every edge.
    const std::vector<Operand> shares = draft.emit_many(std::move(op), edges.size());
    for (std::size_t i = 0; i < edges.size(); ++i) {
      Value value{.total = shares[i]};
      if (echo->classed()) value.parts = scaled(shares[i], echo->parts);
      define_edge(*edges[i], "retryVolume", value);
    }
  }
}

}  // namespace flowtime::compile_detail
