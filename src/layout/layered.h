// Layered layout of a graph, left to right: what feeds is left of what it feeds.
//
// Cycles are opened by turning some edges round, nodes get the layer of their longest path, long
// edges pass through every layer between, crossings are reduced by sweeps of medians, and positions
// within layers are least squares under the order (no two nodes overlap). The same graph gives the
// same layout, everywhere. Cost grows with (nodes + edges) * log.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace flowtime {

// In pixels.
// The caller measures its labels; the layout knows no fonts.
struct LayoutNode {
  double width = 120, height = 44;
};
// Indices into the vector of nodes that is given beside the edges.
struct LayoutEdge {
  std::uint32_t from = 0, to = 0;  // places of nodes; a loop (from = to) is allowed
};

// In pixels. Equal options and graphs give equal layouts.
struct LayoutOptions {
  double layer_gap = 72;  // between the columns of nodes
  double node_gap = 28;   // between nodes of one column, and between parts that no edge joins
  double margin = 24;
};

struct LayoutPoint {
  double x = 0, y = 0;
  bool operator==(const LayoutPoint&) const = default;
};
struct PlacedNode {
  double x = 0, y = 0;  // of the upper left corner
  std::uint32_t layer = 0;
};
// `from` and `to` are those of the edge as given, also where it was turned round.
// Two or more points; straight between them.
struct PlacedEdge {
  std::vector<LayoutPoint> points{};  // from the border of `from` to the border of `to`
  bool against_flow = false;          // turned round to open a cycle
};

// The origin is the upper left corner; x grows to the right, y downwards.
struct Layout {
  double width = 0, height = 0;
  std::vector<PlacedNode> nodes{};  // as given
  std::vector<PlacedEdge> edges{};  // as given
  std::int64_t crossings = 0;       // of edges between neighbouring layers
};

// Method: Sugiyama, Tagawa and Toda. Parts that no edge joins are placed below one another, single
// nodes in rows at the end. Pure: no randomness, no state.
Layout layered_layout(const std::vector<LayoutNode>& nodes, const std::vector<LayoutEdge>& edges,
                      const LayoutOptions& options = {});

// Nodes where the author put them (upper left corners), straight edges between them.
// One place for each node. Places are shifted as a whole so that the drawing begins at the margin;
// overlaps are the author's.
Layout placed_layout(const std::vector<LayoutNode>& nodes, const std::vector<LayoutEdge>& edges,
                     const std::vector<LayoutPoint>& places, const LayoutOptions& options = {});

}  // namespace flowtime
