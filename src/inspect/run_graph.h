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
// Width grows with the label, up to 320 pixels. `topology` is empty for nodes of a model without
// one.
struct GraphNode {
  std::string id{}, kind{}, category{};
  LayoutNode size{};
  std::optional<LayoutPoint> hint{};  // `ui: {x, y}` of the model
  std::optional<TopologyIndex> topology{};
  bool retries = false;                    // what fails comes back to it
  std::vector<std::string> constraints{};  // whose capacity it shares
};
// `ends` are indices into RunGraph::nodes.
// Without a topology: type "reads", from what is read to its reader, and from a router to its
// targets.
struct GraphEdge {
  std::string id{}, type{};
  LayoutEdge ends{};
};
struct RunGraph {
  std::vector<GraphNode> nodes{};
  std::vector<GraphEdge> edges{};
};

// Copies: independent of the model afterwards.
// In the order of the model. Linear in nodes and edges.
RunGraph graph_of(const Model& model);

// Equal for graphs that are laid out alike: "sha256:..." over nodes, sizes, hints and edges.
// The label is part of the size. Values, verdicts and the id of the run are no part of it.
std::string structure_hash(const RunGraph& graph);

}  // namespace flowtime
