#include "layout/layers.h"

#include <algorithm>

#include "base/check.h"

namespace flowtime::layout_detail {
namespace {

struct OutEdges {
  std::vector<std::vector<std::size_t>> by_node;  // edges that leave it
  OutEdges(std::size_t nodes, const std::vector<LayoutEdge>& edges) : by_node(nodes) {
    for (std::size_t e = 0; e < edges.size(); ++e) by_node[edges[e].from].push_back(e);
  }
};

constexpr std::size_t kMostStandIns = 20'000;

}  // namespace

// An edge back to a node on the path of the search closes a cycle.
std::vector<std::uint8_t> edges_to_turn(std::size_t nodes, const std::vector<LayoutEdge>& edges) {
  enum : std::uint8_t { kNew, kOpen, kDone };
  const OutEdges out(nodes, edges);
  std::vector<std::uint8_t> turned(edges.size()), state(nodes, kNew);
  std::vector<std::size_t> next(nodes);
  std::vector<std::size_t> incoming(nodes);
  for (const LayoutEdge& edge : edges) incoming[edge.to] += edge.from != edge.to;
  std::vector<Place> starts, path;
  for (Place n = 0; n < nodes; ++n) {
    if (incoming[n] == 0) starts.push_back(n);
  }
  // Behind the sources: what only cycles reach.
  for (Place n = 0; n < nodes; ++n) starts.push_back(n);
  for (const Place start : starts) {
    if (state[start] != kNew) continue;
    path.assign(1, start);
    state[start] = kOpen;
    while (!path.empty()) {
      const Place node = path.back();
      if (next[node] == out.by_node[node].size()) {
        state[node] = kDone;
        path.pop_back();
        continue;
      }
      const std::size_t edge = out.by_node[node][next[node]++];
      const Place to = edges[edge].to;
      if (state[to] == kOpen) turned[edge] = 1;
      if (state[to] != kNew) continue;
      state[to] = kOpen;
      path.push_back(to);
    }
  }
  return turned;
}

std::vector<std::uint32_t> layers_of(std::size_t nodes, const std::vector<LayoutEdge>& edges) {
  const OutEdges out(nodes, edges);
  std::vector<std::size_t> incoming(nodes);
  for (const LayoutEdge& edge : edges) ++incoming[edge.to];
  std::vector<std::uint32_t> layers(nodes);
  std::vector<Place> ready;
  for (Place n = 0; n < nodes; ++n) {
    if (incoming[n] == 0) ready.push_back(n);
  }
  const std::vector<Place> sources = ready;
  for (std::size_t i = 0; i < ready.size(); ++i) {
    for (const std::size_t edge : out.by_node[ready[i]]) {
      const Place to = edges[edge].to;
      layers[to] = std::max(layers[to], layers[ready[i]] + 1);
      if (--incoming[to] == 0) ready.push_back(to);
    }
  }
  FT_CHECK(ready.size() == nodes);
  // A source stands next to what it feeds.
  for (const Place source : sources) {
    std::uint32_t nearest = 0;
    for (const std::size_t edge : out.by_node[source]) {
      const std::uint32_t layer = layers[edges[edge].to] - 1;
      nearest = edge == out.by_node[source].front() ? layer : std::min(nearest, layer);
    }
    layers[source] = nearest;
  }
  return layers;
}

LayeredGraph build_layers(std::size_t nodes, const std::vector<LayoutEdge>& edges,
                          const std::vector<std::uint32_t>& layers, EdgePaths& paths) {
  LayeredGraph graph;
  graph.real_nodes = nodes;
  graph.layer_of = layers;
  graph.down.resize(nodes);
  graph.up.resize(nodes);
  const auto join = [&](Place from, Place to) {
    graph.down[from].push_back(to);
    graph.up[to].push_back(from);
  };
  paths.stand_ins.assign(edges.size(), {});
  for (std::size_t e = 0; e < edges.size(); ++e) {
    const LayoutEdge& edge = edges[e];
    const std::size_t between = layers[edge.to] - layers[edge.from] - 1;
    // A dense graph with long edges would have a stand-in for each pair of edge and layer.
    if (graph.layer_of.size() - nodes + between > kMostStandIns) continue;
    Place from = edge.from;
    for (std::uint32_t layer = layers[edge.from] + 1; layer < layers[edge.to]; ++layer) {
      const auto stand_in = static_cast<Place>(graph.layer_of.size());
      graph.layer_of.push_back(layer);
      graph.down.emplace_back();
      graph.up.emplace_back();
      paths.stand_ins[e].push_back(stand_in);
      join(from, stand_in);
      from = stand_in;
    }
    join(from, edge.to);
  }
  const std::uint32_t last = *std::max_element(graph.layer_of.begin(), graph.layer_of.end());
  graph.layers.resize(last + 1);
  for (Place p = 0; p < graph.layer_of.size(); ++p) graph.layers[graph.layer_of[p]].push_back(p);
  return graph;
}

}  // namespace flowtime::layout_detail
