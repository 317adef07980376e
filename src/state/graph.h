// The graph of a run: its topology nodes and edges, and in full mode what their series are made of.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "state/stored_run.h"
#include "state/window.h"

namespace flowtime {

// Filters narrow what is shown; they never change what a node says.
struct GraphRequest {
  StateMode mode = StateMode::kOperational;
  std::vector<std::string> kinds{};              // in any case; empty: those of the mode
  std::vector<std::string> dependency_fields{};  // of full mode; empty: all
};

// Exactly one of the two is set.
struct ShownNode {
  const TopologyNode* node = nullptr;  // or
  const Node* computed = nullptr;      // a const, expr or pmf of the model
  // Valid as long as the graph.
  const std::string& id() const { return node != nullptr ? node->id : computed->id; }
};

// An edge of the topology, or of full mode a dependency between a node and what its series come
// from.
// `weight` is the number of the edge, `lag` is in bins.
struct ShownEdge {
  std::string id{};
  std::string from{}, to{};  // with the ports as written
  double weight = 1;
  std::string type{};   // "throughput", ..., "dependency"
  std::string field{};  // may be empty
  std::optional<double> multiplier{};
  std::optional<std::int64_t> lag{};
};

// Keeps the run alive: nodes point into its model.
struct Graph {
  std::shared_ptr<const StoredRun> run{};
  std::vector<ShownNode> nodes{};    // topology nodes in order, then computed ones
  std::vector<ShownEdge> edges{};    // likewise
  std::vector<std::string> order{};  // ids so that edges point forward; a ring is cut where its
                                     // first node in the order of declaration is
};

// Problems: unknown_kind, unknown_dependency_field, no_topology.
// Reads no values: the model alone says it.
Result<Graph> query_graph(std::shared_ptr<const StoredRun> run, const GraphRequest& request);

// The answer of GET /v1/runs/{runId}/graph.
std::string to_json(const Graph& graph);

}  // namespace flowtime
