// Edge series: what flows, is attempted, fails or is retried along each edge.
#pragma once

#include <initializer_list>
#include <optional>
#include <vector>

#include "compile/routes.h"

namespace flowtime::compile_detail {

// The slot of one series of an edge, and of the series whose classes it takes over.
struct EdgeSeries {
  std::uint32_t slot = 0;
  std::vector<std::uint32_t> sources;
};

class EdgeLowering : SeriesWriter {
 public:
  EdgeLowering(World& world, const Routes& routes, RouterLowering& routers)
      : SeriesWriter(world), routes_(routes), routers_(routers) {}
  void declare();
  void lower();
  const std::vector<EdgeSeries>& series() const { return edge_series_; }

 private:
  // What the edges of a topology node start from.
  struct EdgeStart {
    const Node* router = nullptr;         // when the node is one
    std::optional<std::uint32_t> served;  // slot of what leaves the node (effective served)
  };
  void find_edge_starts();
  void declare_edge(const Edge& edge, const char* metric, std::vector<std::uint32_t> sources);
  void declare_measured_edge(const Edge& edge);
  const TopologyNode& start_of(const Edge& edge) const {
    return model_.topology.nodes[edge.from.value];
  }
  const Node* router_of(const Edge& edge) const { return edge_starts_[edge.from.value].router; }
  const std::vector<std::size_t>* routes_along(const Edge& edge) const;
  std::vector<std::uint32_t> role_slots(const TopologyNode& node,
                                        std::initializer_list<Role> roles) const;

  void lower_router_edges();
  void lower_split_edges(bool effort);
  void lower_measured_edges();
  void lower_retry_edges();
  Value served_along(const Edge& edge);
  std::optional<Value> role_value(const TopologyNode& node, Role role);
  std::optional<Value> attempts_along(const Edge& edge);
  void define_edge(const Edge& edge, const char* metric, const Value& value);

  const Routes& routes_;
  RouterLowering& routers_;
  std::vector<EdgeStart> edge_starts_;  // by topology node
  std::vector<EdgeSeries> edge_series_;
};

}  // namespace flowtime::compile_detail
