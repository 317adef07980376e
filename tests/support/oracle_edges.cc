// Edge series: what flows, is attempted, fails or is retried along each edge.
#include "support/oracle_impl.h"

namespace flowtime::tests {
namespace {

bool is_effort(const Edge& edge) {
  return edge.type == EdgeType::kEffort || edge.type == EdgeType::kDependency;
}

}  // namespace

const Node* ModelOracle::Impl::router_of(const Edge& edge) const {
  const Node* node = model_.find_node(model_.topology.nodes[edge.from.value].id);
  return node != nullptr && std::holds_alternative<RouterNode>(node->body) ? node : nullptr;
}

// The weights of all edges that share their source's served with this one.
double ModelOracle::Impl::group_weight(const Edge& edge) const {
  double sum = 0;
  for (const Edge& other : model_.topology.edges) {
    const bool same_source = other.from == edge.from;
    const bool shares = is_effort(edge) ? is_effort(other)
                                        : other.type == EdgeType::kThroughput &&
                                              effective_measure(other) == EdgeMeasure::kServed;
    if (same_source && shares) sum += positive(other.weight) > 0 ? other.weight : 1.0;
  }
  return sum;
}

void ModelOracle::Impl::define_edge(const Edge& edge, const char* metric,
                                    std::function<double(Bin)> total, std::function<bool()> classed,
                                    std::function<Parts(Bin)> parts) {
  const std::string id = edge_series_id(edge, metric);
  published_.insert(id);
  define(id, std::move(total), std::move(classed), std::move(parts));
}

void ModelOracle::Impl::define_scaled_edge(const Edge& edge, const char* metric,
                                           const std::string& id, double factor) {
  define_edge(
      edge, metric, [=, this](Bin t) { return total(id, t) * factor; },
      [=, this] { return classed(id); }, [=, this](Bin t) { return parts(id, t); });
}

void ModelOracle::Impl::define_router_edge(const Edge& edge, const Node& router) {
  const auto& arrivals = model_.topology.nodes[edge.to.value].semantics[Role::kArrivals];
  const auto& routes = std::get<RouterNode>(router.body).routes;
  std::vector<std::size_t> along;
  for (std::size_t r = 0; arrivals && r < routes.size(); ++r) {
    if (routes[r].target.id == arrivals->id) along.push_back(r);
  }
  if (along.empty()) return;
  define_edge(
      edge, "flowVolume",
      [=, this, &router](Bin t) {
        double sum = 0;
        for (const std::size_t r : along) sum += routed(router, r, t);
        return sum;
      },
      [=, this, &router] { return classed(target_of(std::get<RouterNode>(router.body).queue)); },
      [=, this, &router](Bin t) {
        Parts sum = nothing();
        for (const std::size_t r : along) {
          const Parts more = routed_parts(router, r, t);
          for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += more[i];
        }
        return sum;
      });
}

// A node's echo comes over its incoming throughput edges, in proportion to their flow.
void ModelOracle::Impl::define_retry_edges(const TopologyNode& node) {
  const auto& ref = node.semantics[Role::kRetryEcho];
  if (!ref) return;
  const std::string echo = target_of(*ref, &node);
  std::vector<std::string> flows;
  for (const Edge& edge : model_.topology.edges) {
    const bool here = &model_.topology.nodes[edge.to.value] == &node;
    if (here && edge.type == EdgeType::kThroughput && has_flow(edge)) {
      flows.push_back(edge_series_id(edge, "flowVolume"));
    }
  }
  for (const Edge& edge : model_.topology.edges) {
    const std::string flow = edge_series_id(edge, "flowVolume");
    const bool here = &model_.topology.nodes[edge.to.value] == &node;
    if (!here || edge.type != EdgeType::kThroughput || !has_flow(edge)) continue;
    define_edge(
        edge, "retryVolume",
        [=, this](Bin t) {
          double sum = 0;
          for (const std::string& id : flows) sum += positive(total(id, t));
          const double amount = total(echo, t);
          if (sum == 0) return amount / static_cast<double>(flows.size());
          return amount * positive(total(flow, t)) / sum;
        },
        [=, this] { return classed(echo); }, [=, this](Bin t) { return parts(echo, t); });
  }
}

void ModelOracle::Impl::define_edges() {
  for (const Edge& edge : model_.topology.edges) {
    const TopologyNode& from = model_.topology.nodes[edge.from.value];
    const EdgeMeasure measure = effective_measure(edge);
    const double weight = positive(edge.weight) > 0 ? edge.weight : 1.0;
    const double multiplier = edge.multiplier.value_or(weight);
    const bool plain = edge.type == EdgeType::kThroughput && measure == EdgeMeasure::kServed;
    if (plain && router_of(edge) != nullptr) {
      define_router_edge(edge, *router_of(edge));
    } else if (const auto served = served_effective_id(model_, from);
               served && (plain || is_effort(edge))) {
      define_scaled_edge(edge, "flowVolume", *served, weight / group_weight(edge));
    }
    const auto scale_role = [&](Role role, const char* metric) {
      const auto& ref = from.semantics[role];
      if (ref) define_scaled_edge(edge, metric, target_of(*ref, &from), multiplier);
    };
    const bool tries = measure == EdgeMeasure::kAttempts || measure == EdgeMeasure::kLoad;
    if (is_effort(edge) && tries) scale_role(Role::kAttempts, "attemptsVolume");
    if (edge.type != EdgeType::kTerminal) continue;
    if (measure == EdgeMeasure::kErrors) scale_role(Role::kErrors, "failuresVolume");
    if (measure == EdgeMeasure::kFailures) scale_role(Role::kFailures, "failuresVolume");
    if (measure == EdgeMeasure::kExhaustedFailures) {
      scale_role(Role::kExhaustedFailures, "failuresVolume");
    }
  }
  for (const TopologyNode& node : model_.topology.nodes) define_retry_edges(node);
}

}  // namespace flowtime::tests
