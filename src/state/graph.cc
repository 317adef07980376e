#include "state/graph.h"

#include <algorithm>
#include <array>
#include <set>
#include <unordered_map>

#include "base/ascii.h"
#include "base/nearest_name.h"
#include "model/names.h"
#include "model/node_category.h"
#include "state/node_facts.h"

namespace flowtime {
namespace {

constexpr std::array<std::string_view, 13> kKinds{
    "service", "servicewithbuffer", "queue", "dlq",      "router", "external", "sink", "dependency",
    "expr",    "expression",        "const", "constant", "pmf"};

struct FieldRow {
  std::string_view name;
  Role role;
};
constexpr std::array<FieldRow, 10> kFields{{{"arrivals", Role::kArrivals},
                                            {"served", Role::kServed},
                                            {"errors", Role::kErrors},
                                            {"attempts", Role::kAttempts},
                                            {"failures", Role::kFailures},
                                            {"exhaustedFailures", Role::kExhaustedFailures},
                                            {"retryEcho", Role::kRetryEcho},
                                            {"retryBudgetRemaining", Role::kRetryBudgetRemaining},
                                            {"queue", Role::kQueueDepth},
                                            {"capacity", Role::kCapacity}}};
constexpr std::string_view kExprField = "expr";

std::string computed_kind(const Node& node) {
  if (std::holds_alternative<ConstNode>(node.body)) return "const";
  if (std::holds_alternative<ExprNodeBody>(node.body)) return "expr";
  return std::holds_alternative<PmfNode>(node.body) ? "pmf" : "";
}

bool is_hidden(const Node& node) {
  for (const char* name : {"graph.hidden", "ui.hidden"}) {
    const auto found = node.metadata.find(name);
    if (found != node.metadata.end() && same_ignoring_case(found->second, "true")) return true;
  }
  return false;
}

Problem unknown(const char* code, const std::string& what, const std::string& given,
                const std::vector<std::string_view>& known) {
  const std::string nearest = nearest_name(given, known);
  std::string all;
  for (const std::string_view name : known) all += (all.empty() ? "" : ", ") + std::string(name);
  return Problem{
      .code = code,
      .message = "there is no " + what + " '" + given + "'",
      .remedy = nearest.empty() ? "Known are " + all + "." : "Did you mean '" + nearest + "'?"};
}

// One step of the query after another.
class GraphQuery {
 public:
  GraphQuery(const StoredRun& run, const GraphRequest& request) : run_(run), request_(request) {}

  Result<Done> read_filters() {
    std::vector<std::string_view> kinds(kKinds.begin(), kKinds.end());
    std::vector<std::string> own;
    for (const TopologyNode& node : run_.topology().nodes) own.push_back(lower_kind(node));
    // A kind that this run has is known, whatever the table says.
    kinds.insert(kinds.end(), own.begin(), own.end());
    for (const std::string& kind : request_.kinds) {
      if (std::find(kinds.begin(), kinds.end(), lower_case(kind)) == kinds.end()) {
        return unknown("unknown_kind", "kind", kind, {kKinds.begin(), kKinds.end()});
      }
      kinds_.insert(lower_case(kind));
    }
    std::vector<std::string_view> fields{kExprField};
    for (const FieldRow& row : kFields) fields.push_back(row.name);
    for (const std::string& field : request_.dependency_fields) {
      const auto same = [&](std::string_view name) { return same_ignoring_case(name, field); };
      if (std::none_of(fields.begin(), fields.end(), same)) {
        return unknown("unknown_dependency_field", "dependency field", field, fields);
      }
      fields_.insert(lower_case(field));
    }
    return Done{};
  }

  void add_nodes(Graph& graph) {
    for (const TopologyNode& node : run_.topology().nodes) {
      if (shows(node)) add(graph, {.node = &node});
    }
    if (request_.mode != StateMode::kFull) return;
    for (const Node& node : run_.model().nodes) {
      const std::string kind = computed_kind(node);
      if (kind.empty() || is_hidden(node)) continue;
      // A topology node of the same id shows it already.
      if (run_.model().topology_index(node.id)) continue;
      if (!kinds_.empty() && kinds_.count(kind) == 0) continue;
      add(graph, {.computed = &node});
    }
  }

  void add_edges(Graph& graph) {
    for (const Edge& edge : run_.topology().edges) {
      const std::string& from = run_.topology().nodes[edge.from.value].id;
      const std::string& to = run_.topology().nodes[edge.to.value].id;
      // An edge with a hidden end would point to nothing.
      if (ids_.count(from) == 0 || ids_.count(to) == 0) continue;
      graph.edges.push_back({.id = edge.id,
                             .from = edge.from_text,
                             .to = edge.to_text,
                             .weight = edge.weight,
                             .type = kEdgeTypeNames[static_cast<std::size_t>(edge.type)],
                             .field = field_of(edge),
                             .multiplier = edge.multiplier,
                             .lag = edge.lag});
    }
    if (request_.mode != StateMode::kFull) return;
    find_owners();
    add_expression_edges(graph);
    add_role_edges(graph);
  }

 private:
  bool shows(const TopologyNode& node) const {
    if (!kinds_.empty()) {
      return kinds_.count(lower_kind(node)) > 0 ||
             kinds_.count(lower_case(analytical_identity(node))) > 0;
    }
    return request_.mode == StateMode::kFull || !traits_of(node.category).computed;
  }

  void add(Graph& graph, ShownNode node) {
    ids_.insert(node.id());
    graph.nodes.push_back(node);
  }

  static std::string field_of(const Edge& edge) {
    return kEdgeMeasureNames[static_cast<std::size_t>(effective_measure(edge))];
  }

  // Which node of the graph a series belongs to.
  // A series of nodes[] is its own node; a generated one belongs to its queue's node. emplace keeps
  // the first, so a node of that id wins.
  void find_owners() {
    for (const std::string& id : ids_) owner_.emplace(id, id);
    for (const TopologyNode& node : run_.topology().nodes) {
      if (const auto depth = queue_depth_id(run_.model(), node)) owner_.emplace(*depth, node.id);
      if (const auto out = served_effective_id(run_.model(), node)) owner_.emplace(*out, node.id);
    }
  }

  void depend(Graph& graph, const std::string& series, const std::string& to,
              std::string_view field) {
    const auto from = owner_.find(series);
    if (from == owner_.end() || from->second == to || ids_.count(from->second) == 0) return;
    const std::string id = "dep:" + from->second + "->" + to + ":" + std::string(field);
    // Several roles may name one series.
    if (!edge_ids_.insert(id).second) return;
    graph.edges.push_back({.id = id,
                           .from = from->second,
                           .to = to,
                           .type = "dependency",
                           .field = std::string(field)});
  }

  bool shows_field(std::string_view field) const {
    return fields_.empty() || fields_.count(lower_case(field)) > 0;
  }

  void add_expression_edges(Graph& graph) {
    if (!shows_field(kExprField)) return;
    // A copy: depend() adds edges, and a later change may add nodes.
    for (const ShownNode& node : std::vector<ShownNode>(graph.nodes)) {
      if (node.computed == nullptr) continue;
      const auto* body = std::get_if<ExprNodeBody>(&node.computed->body);
      if (body == nullptr) continue;
      for (const std::string& name : body->expr.names) depend(graph, name, node.id(), kExprField);
    }
  }

  void add_role_edges(Graph& graph) {
    for (const ShownNode& node : std::vector<ShownNode>(graph.nodes)) {
      if (node.node == nullptr) continue;
      for (const FieldRow& row : kFields) {
        const auto& ref = node.node->semantics[row.role];
        if (!ref || ref->kind != SeriesRef::Kind::kSeries || !shows_field(row.name)) continue;
        depend(graph, ref->id, node.id(), row.name);
      }
    }
  }

  const StoredRun& run_;
  const GraphRequest& request_;
  std::set<std::string> kinds_, fields_, ids_, edge_ids_;
  std::unordered_map<std::string, std::string> owner_;  // lookups only
};

std::string without_port(const std::string& end) { return end.substr(0, end.find(':')); }

// Kahn's algorithm with ordered sets: of the nodes that are ready the first declared one comes
// next.
std::vector<std::string> order_of(const Graph& graph) {
  std::unordered_map<std::string, std::size_t> at;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) at.emplace(graph.nodes[i].id(), i);
  std::vector<std::vector<std::size_t>> next(graph.nodes.size());
  std::vector<std::size_t> waits_for(graph.nodes.size());
  for (const ShownEdge& edge : graph.edges) {
    const std::size_t to = at.at(without_port(edge.to));
    next[at.at(without_port(edge.from))].push_back(to);
    ++waits_for[to];
  }
  std::set<std::size_t> ready, left;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) (waits_for[i] == 0 ? ready : left).insert(i);
  std::vector<std::string> order;
  while (!ready.empty() || !left.empty()) {
    // Nothing is ready: a ring is left, and its first node is taken as if it waited for nothing.
    std::set<std::size_t>& from = ready.empty() ? left : ready;
    const std::size_t node = *from.begin();
    from.erase(from.begin());
    order.push_back(graph.nodes[node].id());
    for (const std::size_t to : next[node]) {
      // Counts of nodes that were taken out of a ring fall as well; they are in neither set then.
      if (--waits_for[to] == 0 && left.erase(to) > 0) ready.insert(to);
    }
  }
  return order;
}

}  // namespace

Result<Graph> query_graph(std::shared_ptr<const StoredRun> run, const GraphRequest& request) {
  FT_RETURN_IF_PROBLEM(run->check_topology());
  GraphQuery query(*run, request);
  FT_RETURN_IF_PROBLEM(query.read_filters());
  Graph graph{.run = run};
  query.add_nodes(graph);
  query.add_edges(graph);
  graph.order = order_of(graph);
  return graph;
}

}  // namespace flowtime
