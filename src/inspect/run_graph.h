// The graph of a run that is drawn: its topology, or without one its nodes and what they read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "layout/layered.h"
#include "model/model.h"

namespace flowtime {

// `size` is in pixels of the drawing and follows from the label.
struct GraphNode {
  std::string id{}, kind{}, category{};
  LayoutNode size{};
  std::optional<LayoutPoint> hint{};  // `ui: {x, y}` of the model
  std::optional<TopologyIndex> topology{};
  bool retries = false;                    // what fails comes back to it
  std::vector<std::string> constraints{};  // whose capacity it shares
};
// `ends` are indices into RunGraph::nodes.
struct GraphEdge {
  std::string id{}, type{};
  LayoutEdge ends{};
};
struct RunGraph {
  std::vector<GraphNode> nodes{};
  std::vector<GraphEdge> edges{};
};

// Copies: independent of the model afterwards.
RunGraph graph_of(const Model& model);

// Equal for graphs that are laid out alike: "sha256:..." over nodes, sizes, hints and edges.
std::string structure_hash(const RunGraph& graph);

}  // namespace flowtime
