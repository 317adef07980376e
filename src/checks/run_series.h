// Where the series of a model's nodes and edges are in a run, looked up once.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "model/model.h"
#include "series/series_view.h"

namespace flowtime::checks {

// A role that is not declared, or a series that was not evaluated.
inline constexpr SeriesIndex kNoSeries{0xFFFFFFFF};
inline bool exists(SeriesIndex series) { return series != kNoSeries; }

// What each role of one topology node is in the catalogue.
struct NodeSeries {
  std::array<SeriesIndex, kRoleCount> roles;  // queueDepth: the depth of the node's queue
  SeriesIndex served_effective = kNoSeries;   // what left in truth; served without such a queue
  SeriesIndex parallelism = kNoSeries;        // of a parallelism that is a series
  double parallelism_number = 1;              // of one that is a number
  bool evaluated_queue = false;               // evaluation runs the node's queue
  // kNoSeries for a role without a series.
  SeriesIndex operator[](Role role) const { return roles[static_cast<std::size_t>(role)]; }
};

// Refers to the model and the catalogue, which outlive it. Construction costs a look-up per role
// and edge; every question after that is an index, but for `find` and `parts_of`, which look ids
// up.
//
// Threads: const after construction.
class RunSeries {
 public:
  RunSeries(const Model& model, const SeriesCatalog& catalog);

  const Model& model() const { return model_; }
  const SeriesCatalog& catalog() const { return catalog_; }
  const std::vector<TopologyNode>& nodes() const { return model_.topology.nodes; }
  const std::vector<Edge>& edges() const { return model_.topology.edges; }

  const NodeSeries& of(std::size_t node) const { return node_series_[node]; }
  // The flowVolume of an edge; kNoSeries where it has none.
  SeriesIndex flow_of(std::size_t edge) const { return flows_[edge]; }
  // Indices of edges, in the order of the model. `node` and `edge` are indices into the topology.
  std::span<const std::uint32_t> incoming(std::size_t node) const { return incoming_[node]; }
  std::span<const std::uint32_t> outgoing(std::size_t node) const { return outgoing_[node]; }

  // kNoSeries for an unknown id.
  SeriesIndex find(std::string_view id) const;
  SeriesIndex find(const Rare<SeriesRef>& ref) const;  // also of a class part
  // Parts of a total: one per declared class, then the unattributed part; kNoSeries where there is
  // none. Empty when the series has no part at all.
  std::vector<SeriesIndex> parts_of(const std::string& id) const;
  // Name of the i-th part: a class id, or "DEFAULT".
  // Also the i-th entry of parts_of.
  std::string part_name(std::size_t i) const;

  // A router makes this series.
  // Its arrivals are not an author's then.
  bool is_routed(const std::string& id) const { return route_targets_.count(id) > 0; }

 private:
  void find_series_of(std::size_t node);

  const Model& model_;
  const SeriesCatalog& catalog_;
  std::vector<NodeSeries> node_series_;
  std::vector<SeriesIndex> flows_;
  std::vector<std::vector<std::uint32_t>> incoming_, outgoing_;
  std::unordered_set<std::string> route_targets_;  // lookups only
};

// An edge that carries plain flow of what its source served.
bool carries_served(const Edge& edge);

// Whether what a service serves now came earlier: by its formulas, as far as the arrivals. What
// such a service has taken in and not served yet has not vanished. The node has arrivals and
// served.
bool takes_time(const RunSeries& run, const TopologyNode& node);

}  // namespace flowtime::checks
