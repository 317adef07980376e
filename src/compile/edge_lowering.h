// Edge series: what flows, is attempted, fails or is retried along each edge.
#pragma once

#include <initializer_list>
#include <optional>
#include <vector>

#include "compile/routes.h"

namespace flowtime::compile_detail {

// The slot of one series of an edge, and of the series whose classes it takes over.
// `sources` are slots; the edge is classed when one of them is. Without a source it has no classes.
struct EdgeSeries {
  std::uint32_t slot = 0;
  std::vector<std::uint32_t> sources;
};

// All volumes are items per bin. For an edge from node u:
//
//     flowVolume      what u served (effective served) x weight / sum of the weights of its group,
//                     or what the routes along the edge carry when u is a router
//     attemptsVolume  (attempts, else served + failures) x multiplier; effort edges
//     failuresVolume  errors, failures or exhausted failures of u x multiplier; terminal edges
//     retryVolume     the echo of the node it enters, in proportion to its incoming flows
//
// Throughput edges and effort edges are two groups: one weight does not take from the other.
// docs/semantics.md, "Edges".
class EdgeLowering : SeriesWriter {
 public:
  EdgeLowering(World& world, const Routes& routes, RouterLowering& routers)
      : SeriesWriter(world), routes_(routes), routers_(routers) {}
  // Needs the slots of nodes, queues and echoes; an edge whose source series is unknown gets no
  // slot.
  void declare();
  // After queues, since an edge carries the effective served, not the authored one.
  void lower();
  // In the order of declaration; valid after declare(), as long as this object.
  const std::vector<EdgeSeries>& series() const { return edge_series_; }

 private:
  // What the edges of a topology node start from.
  struct EdgeStart {
    const Node* router = nullptr;         // when the node is one
    std::optional<std::uint32_t> served;  // slot of what leaves the node (effective served)
  };
  void find_edge_starts();
  void declare_edge(const Edge& edge, const char* metric, std::vector<std::uint32_t> sources);
  // Of edges whose volume is a role of the source (attempts, failures) and not a share of its flow.
  void declare_measured_edge(const Edge& edge);
  const TopologyNode& start_of(const Edge& edge) const {
    return model_.topology.nodes[edge.from.value];
  }
  const Node* router_of(const Edge& edge) const { return edge_starts_[edge.from.value].router; }
  // Owned by Routes.
  const std::vector<std::size_t>* routes_along(const Edge& edge) const;
  std::vector<std::uint32_t> role_slots(const TopologyNode& node,
                                        std::initializer_list<Role> roles) const;

  void lower_router_edges();
  void lower_split_edges(bool effort);
  void lower_measured_edges();
  void lower_retry_edges();
  Value served_along(const Edge& edge);
  // Nothing where the role is not set, is a file or names a series that is not there.
  std::optional<Value> role_value(const TopologyNode& node, Role role);
  std::optional<Value> attempts_along(const Edge& edge);
  void define_edge(const Edge& edge, const char* metric, const Value& value);

  const Routes& routes_;
  RouterLowering& routers_;
  std::vector<EdgeStart> edge_starts_;  // by topology node
  std::vector<EdgeSeries> edge_series_;
};

}  // namespace flowtime::compile_detail
