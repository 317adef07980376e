#include "layout/layered.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "layout/layers.h"

namespace flowtime {
namespace {

using namespace layout_detail;

// Nodes that edges join, in the order of their first nodes.
struct Part {
  std::vector<Place> nodes;
  std::vector<std::size_t> edges;
};

std::vector<Part> parts_of(std::size_t nodes, const std::vector<LayoutEdge>& edges) {
  std::vector<Place> leader(nodes);
  std::iota(leader.begin(), leader.end(), 0);
  const auto find = [&](Place node) {
    while (leader[node] != node) node = leader[node] = leader[leader[node]];
    return node;
  };
  for (const LayoutEdge& edge : edges) {
    const Place a = find(edge.from), b = find(edge.to);
    // The smaller leads, so that a part is known by its first node.
    leader[std::max(a, b)] = std::min(a, b);
  }
  std::vector<std::size_t> part_by_leader(nodes);
  std::vector<Part> parts;
  for (Place n = 0; n < nodes; ++n) {
    const Place first = find(n);
    if (first == n) {
      part_by_leader[n] = parts.size();
      parts.emplace_back();
    }
    parts[part_by_leader[first]].nodes.push_back(n);
  }
  for (std::size_t e = 0; e < edges.size(); ++e) {
    parts[part_by_leader[find(edges[e].from)]].edges.push_back(e);
  }
  return parts;
}

class Layouter {
 public:
  Layouter(const std::vector<LayoutNode>& nodes, const std::vector<LayoutEdge>& edges,
           const LayoutOptions& options)
      : nodes_(nodes), edges_(edges), options_(options) {
    made_.nodes.resize(nodes.size());
    made_.edges.resize(edges.size());
  }

  Layout run() {
    top_ = options_.margin;
    std::vector<Place> alone;
    for (const Part& part : parts_of(nodes_.size(), edges_)) {
      if (part.nodes.size() == 1) {
        alone.push_back(part.nodes.front());
      } else {
        place_part(part);
      }
    }
    place_in_rows(alone);
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      if (edges_[e].from == edges_[e].to) draw_loop(e);
    }
    made_.width += options_.margin;
    made_.height =
        nodes_.empty() ? 2 * options_.margin : top_ - options_.node_gap + options_.margin;
    return std::move(made_);
  }

  Layout run(const std::vector<LayoutPoint>& places) {
    double left = 0, top = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      left = i == 0 ? places[i].x : std::min(left, places[i].x);
      top = i == 0 ? places[i].y : std::min(top, places[i].y);
    }
    double bottom = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
      made_.nodes[i] = {places[i].x - left + options_.margin, places[i].y - top + options_.margin,
                        0};
      reach(i);
      bottom = std::max(bottom, made_.nodes[i].y + nodes_[i].height);
    }
    for (std::size_t e = 0; e < edges_.size(); ++e) {
      if (edges_[e].from == edges_[e].to) {
        draw_loop(e);
      } else {
        made_.edges[e].points = {right_of(edges_[e].from), left_of(edges_[e].to)};
      }
    }
    made_.width += options_.margin;
    made_.height = bottom + options_.margin;
    return std::move(made_);
  }

 private:
  LayoutPoint right_of(std::size_t n) const {
    return {made_.nodes[n].x + nodes_[n].width, made_.nodes[n].y + nodes_[n].height / 2};
  }
  LayoutPoint left_of(std::size_t n) const {
    return {made_.nodes[n].x, made_.nodes[n].y + nodes_[n].height / 2};
  }
  void reach(std::size_t n) {
    made_.width = std::max(made_.width, made_.nodes[n].x + nodes_[n].width);
  }
  void draw_loop(std::size_t e) {
    const std::size_t n = edges_[e].from;
    const LayoutPoint right = right_of(n);
    const double above = made_.nodes[n].y - options_.node_gap / 3;
    const double middle = made_.nodes[n].x + nodes_[n].width / 2;
    made_.edges[e] = {{right, {right.x + 8, above}, {middle, above}, {middle, made_.nodes[n].y}},
                      true};
  }

  void place_in_rows(const std::vector<Place>& alone) {
    if (alone.empty()) return;
    // About as many columns as rows.
    const auto columns =
        static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(alone.size()))));
    double x = options_.margin, tallest = 0;
    for (std::size_t i = 0; i < alone.size(); ++i) {
      made_.nodes[alone[i]] = {x, top_, 0};
      reach(alone[i]);
      x += nodes_[alone[i]].width + options_.node_gap;
      tallest = std::max(tallest, nodes_[alone[i]].height);
      if ((i + 1) % columns != 0 && i + 1 < alone.size()) continue;
      top_ += tallest + options_.node_gap;
      x = options_.margin;
      tallest = 0;
    }
  }

  void place_part(const Part& part);
  void draw_edges(const Part& part, const std::vector<std::uint8_t>& turned,
                  const std::vector<std::size_t>& drawn, const EdgePaths& paths,
                  const LayeredGraph& graph, const std::vector<double>& y);

  const std::vector<LayoutNode>& nodes_;
  const std::vector<LayoutEdge>& edges_;
  const LayoutOptions& options_;
  Layout made_;
  double top_ = 0;                  // where the next part begins
  std::vector<double> layer_left_;  // of the part being placed
  std::vector<double> layer_width_;
};

void Layouter::place_part(const Part& part) {
  std::vector<std::uint32_t> local(nodes_.size());
  std::vector<double> heights;
  for (std::size_t i = 0; i < part.nodes.size(); ++i) {
    local[part.nodes[i]] = static_cast<std::uint32_t>(i);
    heights.push_back(nodes_[part.nodes[i]].height);
  }
  std::vector<LayoutEdge> edges;
  for (const std::size_t e : part.edges) {
    edges.push_back({local[edges_[e].from], local[edges_[e].to]});
  }
  const std::vector<std::uint8_t> turned = edges_to_turn(part.nodes.size(), edges);
  std::vector<LayoutEdge> forward;
  std::vector<std::size_t> drawn;  // by forward edge: its place in the part
  for (std::size_t i = 0; i < edges.size(); ++i) {
    // Loops are drawn at the end: they have no layers.
    if (edges[i].from == edges[i].to) continue;
    forward.push_back(turned[i] != 0 ? LayoutEdge{edges[i].to, edges[i].from} : edges[i]);
    drawn.push_back(i);
  }
  const std::vector<std::uint32_t> layers = layers_of(part.nodes.size(), forward);
  EdgePaths paths;
  LayeredGraph graph = build_layers(part.nodes.size(), forward, layers, paths);
  made_.crossings += reduce_crossings(graph);
  std::vector<double> y = vertical_positions(graph, heights, options_.node_gap);
  double highest = y.front(), lowest = y.front();
  for (std::size_t p = 0; p < y.size(); ++p) {
    // Stand-ins have no height.
    const double half = p < heights.size() ? heights[p] / 2 : 0;
    highest = std::min(highest, y[p] - half);
    lowest = std::max(lowest, y[p] + half);
  }
  for (double& centre : y) centre += top_ - highest;
  layer_left_.assign(graph.layers.size(), options_.margin);
  layer_width_.assign(graph.layers.size(), 0);
  for (std::size_t i = 0; i < part.nodes.size(); ++i) {
    layer_width_[layers[i]] = std::max(layer_width_[layers[i]], nodes_[part.nodes[i]].width);
  }
  for (std::size_t l = 1; l < layer_left_.size(); ++l) {
    layer_left_[l] = layer_left_[l - 1] + layer_width_[l - 1] + options_.layer_gap;
  }
  for (std::size_t i = 0; i < part.nodes.size(); ++i) {
    const Place node = part.nodes[i];
    const double spare = layer_width_[layers[i]] - nodes_[node].width;
    made_.nodes[node] = {layer_left_[layers[i]] + spare / 2, y[i] - heights[i] / 2, layers[i]};
    reach(node);
  }
  draw_edges(part, turned, drawn, paths, graph, y);
  top_ += lowest - highest + options_.node_gap;
}

void Layouter::draw_edges(const Part& part, const std::vector<std::uint8_t>& turned,
                          const std::vector<std::size_t>& drawn, const EdgePaths& paths,
                          const LayeredGraph& graph, const std::vector<double>& y) {
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const bool against = turned[drawn[i]] != 0;
    const std::size_t e = part.edges[drawn[i]];
    const std::size_t left = against ? edges_[e].to : edges_[e].from;
    const std::size_t right = against ? edges_[e].from : edges_[e].to;
    std::vector<LayoutPoint> points{right_of(left)};
    for (const Place stand_in : paths.stand_ins[i]) {
      const std::uint32_t layer = graph.layer_of[stand_in];
      points.push_back({layer_left_[layer] + layer_width_[layer] / 2, y[stand_in]});
    }
    points.push_back(left_of(right));
    // Points always run from the edge's own start.
    if (against) std::reverse(points.begin(), points.end());
    made_.edges[e] = {std::move(points), against};
  }
}

}  // namespace

Layout layered_layout(const std::vector<LayoutNode>& nodes, const std::vector<LayoutEdge>& edges,
                      const LayoutOptions& options) {
  return Layouter(nodes, edges, options).run();
}

Layout placed_layout(const std::vector<LayoutNode>& nodes, const std::vector<LayoutEdge>& edges,
                     const std::vector<LayoutPoint>& places, const LayoutOptions& options) {
  return Layouter(nodes, edges, options).run(places);
}

}  // namespace flowtime
