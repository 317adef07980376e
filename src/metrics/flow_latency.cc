#include "metrics/flow_latency.h"

namespace flowtime {
namespace {

// A terminal edge leads out of the flow: nothing waits for what left by it.
bool carries_latency(const Edge& edge) { return edge.type != EdgeType::kTerminal; }

// Edges of each node in the order of their declaration, one list behind the other.
// Counts, then prefix sums, then places: two lists instead of one list per node.
class EdgesByNode {
 public:
  EdgesByNode(const Topology& topology, TopologyIndex Edge::*end)
      : first_(topology.nodes.size() + 1), edges_(topology.edges.size()) {
    for (const Edge& edge : topology.edges) {
      if (carries_latency(edge)) ++first_[(edge.*end).value + 1];
    }
    for (std::size_t v = 1; v < first_.size(); ++v) first_[v] += first_[v - 1];
    std::vector<std::size_t> next = first_;
    for (std::size_t e = 0; e < topology.edges.size(); ++e) {
      const Edge& edge = topology.edges[e];
      if (carries_latency(edge)) edges_[next[(edge.*end).value]++] = e;
    }
  }
  std::span<const std::size_t> operator[](std::size_t node) const {
    return std::span(edges_).subspan(first_[node], first_[node + 1] - first_[node]);
  }

 private:
  std::vector<std::size_t> first_, edges_;
};

}  // namespace

double upstream_latency_ms(std::span<const UpstreamFlow> predecessors) {
  double weighted = 0, total = 0;
  for (const UpstreamFlow& from : predecessors) {
    if (!is_finite(from.flow) || from.flow <= 0 || is_absent(from.latency_ms)) continue;
    weighted += from.flow * from.latency_ms;
    total += from.flow;
  }
  return ratio_or_absent(weighted, total);
}

double node_flow_latency_ms(double cycle_time_ms, double upstream_ms, double passed) {
  if (is_absent(passed) || passed <= 0) return kAbsent;
  if (is_absent(cycle_time_ms) && is_absent(upstream_ms)) return kAbsent;
  return finite_or_zero(cycle_time_ms) + finite_or_zero(upstream_ms);
}

std::vector<TopologyIndex> flow_latency_order(const Topology& topology) {
  const EdgesByNode outgoing(topology, &Edge::from);
  std::vector<std::size_t> waiting_for(topology.nodes.size());
  for (const Edge& edge : topology.edges) {
    if (carries_latency(edge)) ++waiting_for[edge.to.value];
  }
  std::vector<TopologyIndex> order;
  for (std::uint32_t v = 0; v < waiting_for.size(); ++v) {
    if (waiting_for[v] == 0) order.push_back({v});
  }
  for (std::size_t next = 0; next < order.size(); ++next) {
    for (const std::size_t e : outgoing[order[next].value]) {
      const TopologyIndex to = topology.edges[e].to;
      if (--waiting_for[to.value] == 0) order.push_back(to);
    }
  }
  // Fewer: a cycle kept its nodes waiting. Any order is a guess then; the declared one does not
  // depend on how the others were counted.
  if (order.size() == topology.nodes.size()) return order;
  order.resize(topology.nodes.size());
  for (std::uint32_t v = 0; v < order.size(); ++v) order[v] = {v};
  return order;
}

std::vector<std::vector<double>> flow_latency_ms(const Topology& topology,
                                                 const FlowLatencyInput& input, std::size_t bins) {
  const EdgesByNode incoming(topology, &Edge::to);
  std::vector<std::vector<double>> latency(topology.nodes.size(),
                                           std::vector<double>(bins, kAbsent));
  std::vector<UpstreamFlow> upstream;
  for (const TopologyIndex node : flow_latency_order(topology)) {
    const std::size_t v = node.value;
    for (std::size_t t = 0; t < bins; ++t) {
      // One list for all bins: its storage is allocated once.
      upstream.clear();
      for (const std::size_t e : incoming[v]) {
        upstream.push_back(
            {value_at(input.flow_volume[e], t), latency[topology.edges[e].from.value][t]});
      }
      latency[v][t] =
          node_flow_latency_ms(value_at(input.cycle_time_ms[v], t), upstream_latency_ms(upstream),
                               value_at(input.passed[v], t));
    }
  }
  return latency;
}

}  // namespace flowtime
