// The steps of a layered layout of one connected part.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "layout/layered.h"

namespace flowtime::layout_detail {

// Index of a node or stand-in of one part.
using Place = std::uint32_t;
using Links = std::vector<std::vector<Place>>;  // by node: the nodes it leads to

// By edge: true for those to turn round so that no cycle is left. Loops count as turned.
// Depth first from the sources, so that the flow's own direction is kept. Linear.
std::vector<std::uint8_t> edges_to_turn(std::size_t nodes, const std::vector<LayoutEdge>& edges);

// By node: the layer; every edge leads from a smaller to a larger one. The edges have no cycle.
// Longest path; a source is then moved next to what it feeds. A cycle is a defect (FT_CHECK).
std::vector<std::uint32_t> layers_of(std::size_t nodes, const std::vector<LayoutEdge>& edges);

// Nodes and stand-ins for long edges, layer by layer, in an order with few crossings.
// `down` and `up` mirror each other.
struct LayeredGraph {
  std::vector<std::vector<Place>> layers;  // places in order from the top
  Links down, up;                          // to and from the neighbouring layers
  std::vector<std::uint32_t> layer_of;     // by place
  std::size_t real_nodes = 0;              // places from here on are stand-ins
};
// By edge: the stand-ins it passes, in order. Edges beyond a bound get none and pass straight.
// The bound is 20,000 stand-ins in all: a graph of very long edges would take too long otherwise.
struct EdgePaths {
  std::vector<std::vector<Place>> stand_ins;
};
LayeredGraph build_layers(std::size_t nodes, const std::vector<LayoutEdge>& edges,
                          const std::vector<std::uint32_t>& layers, EdgePaths& paths);

// Reorders the layers; returns the crossings that are left.
// By medians of neighbours, in at most 16 sweeps; the best order that was seen is kept.
std::int64_t reduce_crossings(LayeredGraph& graph);

// The y of every place: centres that keep the order and at least the gaps between them.
// `heights` of the real nodes; stand-ins have none. From 0 on, without a margin.
std::vector<double> vertical_positions(const LayeredGraph& graph,
                                       const std::vector<double>& heights, double gap);

// Least squares of y to `wanted` with y[i + 1] - y[i] >= gaps[i].
// Minimises the sum of weights[i] (y[i] - wanted[i])^2. Pool adjacent violators: linear.
std::vector<double> ordered_least_squares(const std::vector<double>& wanted,
                                          const std::vector<double>& weights,
                                          const std::vector<double>& gaps);

}  // namespace flowtime::layout_detail
