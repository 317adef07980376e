// Fewer crossings: sweeps over the layers, each ordered by the medians of the one before.
#include <algorithm>

#include "layout/layers.h"

namespace flowtime::layout_detail {
namespace {

// Later sweeps seldom gain anything.
constexpr int kSweeps = 16;
constexpr int kSweepsWithoutGain = 4;

class CrossingReducer {
 public:
  explicit CrossingReducer(LayeredGraph& graph)
      : graph_(graph), position_(graph.layer_of.size()), median_(graph.layer_of.size()) {}

  std::int64_t run() {
    start_by_search();
    number_all();
    std::vector<std::vector<Place>> best = graph_.layers;
    std::int64_t fewest = count_all();
    int without_gain = 0;
    for (int sweep = 0; sweep < kSweeps && fewest > 0; ++sweep) {
      sweep_once(sweep % 2 == 0);
      const std::int64_t crossings = count_all();
      if (crossings < fewest) {
        fewest = crossings;
        best = graph_.layers;
        without_gain = 0;
      } else if (++without_gain == kSweepsWithoutGain) {
        break;
      }
    }
    // The last order may be worse than one before: medians do not only improve.
    graph_.layers = std::move(best);
    return fewest;
  }

 private:
  // Neighbours found one after another start next to each other.
  void start_by_search() {
    std::vector<std::uint8_t> seen(position_.size());
    std::vector<std::vector<Place>> ordered(graph_.layers.size());
    std::vector<Place> path;
    const auto visit = [&](Place place) {
      if (seen[place] != 0) return;
      seen[place] = 1;
      ordered[graph_.layer_of[place]].push_back(place);
      path.push_back(place);
    };
    for (const auto& layer : graph_.layers) {
      for (const Place start : layer) {
        visit(start);
        while (!path.empty()) {
          const Place place = path.back();
          path.pop_back();
          for (auto it = graph_.down[place].rbegin(); it != graph_.down[place].rend(); ++it)
            visit(*it);
        }
      }
    }
    graph_.layers = std::move(ordered);
  }
  void number(const std::vector<Place>& layer) {
    for (std::size_t i = 0; i < layer.size(); ++i) position_[layer[i]] = i;
  }
  void number_all() {
    for (const auto& layer : graph_.layers) number(layer);
  }

  void sweep_once(bool downwards) {
    const std::size_t count = graph_.layers.size();
    for (std::size_t i = 1; i < count; ++i) {
      order_layer(graph_.layers[downwards ? i : count - 1 - i],
                  downwards ? graph_.up : graph_.down);
    }
  }
  // The middle of the neighbours' positions; a place without neighbours stays where it is.
  void order_layer(std::vector<Place>& layer, const Links& neighbours) {
    for (const Place place : layer) {
      std::vector<std::size_t> at;
      for (const Place neighbour : neighbours[place]) at.push_back(position_[neighbour]);
      if (at.empty()) {
        median_[place] = static_cast<double>(position_[place]);
        continue;
      }
      std::sort(at.begin(), at.end());
      const std::size_t half = at.size() / 2;
      median_[place] = at.size() % 2 == 1 ? static_cast<double>(at[half])
                                          : static_cast<double>(at[half - 1] + at[half]) / 2;
    }
    // Stable, so that equal medians keep their order and the layout is the same everywhere.
    std::stable_sort(layer.begin(), layer.end(),
                     [&](Place a, Place b) { return median_[a] < median_[b]; });
    number(layer);
  }

  std::int64_t count_all() {
    std::int64_t crossings = 0;
    for (std::size_t i = 0; i + 1 < graph_.layers.size(); ++i) crossings += count_below(i);
    return crossings;
  }
  // Pairs of edges out of order: inversions of the targets, by a binary indexed tree.
  std::int64_t count_below(std::size_t layer) {
    const std::size_t width = graph_.layers[layer + 1].size();
    std::vector<std::int64_t> tree(width + 1);
    std::int64_t crossings = 0, inserted = 0;
    for (const Place place : graph_.layers[layer]) {
      std::vector<std::size_t> targets;
      for (const Place to : graph_.down[place]) {
        if (graph_.layer_of[to] == layer + 1) targets.push_back(position_[to]);
      }
      // Edges of one place do not cross one another: all are counted before any is inserted.
      for (const std::size_t target : targets) {
        std::int64_t not_below = 0;
        for (std::size_t i = target + 1; i > 0; i -= i & (~i + 1)) not_below += tree[i];
        crossings += inserted - not_below;
      }
      for (const std::size_t target : targets) {
        for (std::size_t i = target + 1; i <= width; i += i & (~i + 1)) ++tree[i];
        ++inserted;
      }
    }
    return crossings;
  }

  LayeredGraph& graph_;
  std::vector<std::size_t> position_;
  std::vector<double> median_;
};

}  // namespace

std::int64_t reduce_crossings(LayeredGraph& graph) { return CrossingReducer(graph).run(); }

}  // namespace flowtime::layout_detail
