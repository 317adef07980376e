// Where within its layer each place stands: as near to its neighbours as the order allows.
#include <algorithm>

#include "layout/layers.h"

namespace flowtime::layout_detail {
namespace {

constexpr int kPasses = 8;
constexpr double kStandInWeight = 4;  // long edges stay straight

}  // namespace

// Pools neighbours that want to pass each other (pool adjacent violators).
std::vector<double> ordered_least_squares(const std::vector<double>& wanted,
                                          const std::vector<double>& weights,
                                          const std::vector<double>& gaps) {
  struct Block {
    double mean = 0, weight = 0;
    std::size_t count = 0;
  };
  std::vector<Block> blocks;
  double offset = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (i > 0) offset += gaps[i - 1];
    // Without the gaps the condition is only that means do not fall.
    blocks.push_back({wanted[i] - offset, weights[i], 1});
    while (blocks.size() > 1 && blocks[blocks.size() - 2].mean > blocks.back().mean) {
      const Block last = blocks.back();
      blocks.pop_back();
      Block& before = blocks.back();
      const double weight = before.weight + last.weight;
      before.mean = (before.mean * before.weight + last.mean * last.weight) / weight;
      before.weight = weight;
      before.count += last.count;
    }
  }
  std::vector<double> y;
  offset = 0;
  for (const Block& block : blocks) {
    for (std::size_t i = 0; i < block.count; ++i) {
      if (!y.empty()) offset += gaps[y.size() - 1];
      y.push_back(block.mean + offset);
    }
  }
  return y;
}

std::vector<double> vertical_positions(const LayeredGraph& graph,
                                       const std::vector<double>& heights, double gap) {
  const std::size_t places = graph.layer_of.size();
  const auto height = [&](Place p) { return p < graph.real_nodes ? heights[p] : 0.0; };
  std::vector<double> y(places);
  for (const auto& layer : graph.layers) {
    double top = 0;
    for (const Place place : layer) {
      y[place] = top + height(place) / 2;
      top += height(place) + gap;
    }
  }
  const auto align = [&](const std::vector<Place>& layer, const Links& first, const Links& second) {
    std::vector<double> wanted, weights, gaps;
    for (std::size_t i = 0; i < layer.size(); ++i) {
      const Place place = layer[i];
      // Towards the layer that was placed just before; the other one where there are no neighbours.
      const std::vector<Place>& near = first[place].empty() ? second[place] : first[place];
      double sum = 0;
      for (const Place neighbour : near) sum += y[neighbour];
      wanted.push_back(near.empty() ? y[place] : sum / static_cast<double>(near.size()));
      weights.push_back(place < graph.real_nodes ? 1 : kStandInWeight);
      if (i > 0) gaps.push_back((height(layer[i - 1]) + height(place)) / 2 + gap);
    }
    const std::vector<double> placed = ordered_least_squares(wanted, weights, gaps);
    for (std::size_t i = 0; i < layer.size(); ++i) y[layer[i]] = placed[i];
  };
  for (int pass = 0; pass < kPasses; ++pass) {
    if (pass % 2 == 0) {
      for (const auto& layer : graph.layers) align(layer, graph.up, graph.down);
    } else {
      for (auto it = graph.layers.rbegin(); it != graph.layers.rend(); ++it)
        align(*it, graph.down, graph.up);
    }
  }
  return y;
}

}  // namespace flowtime::layout_detail
