#include "study/lane_figures.h"

namespace flowtime {
namespace {

// Tiles of one lane arrive in order, so that each figure is read by one thread, bin after bin.
class FigureSink : public LaneSink {
 public:
  FigureSink(std::size_t scenarios, SeriesIndex series, const Figure& figure)
      : series_(series), readers_(scenarios, FigureReader(figure)) {}
  void accept(const LaneTile& tile) override {
    for (std::int64_t lane = 0; lane < tile.lanes; ++lane) {
      FigureReader& reader = readers_[static_cast<std::size_t>(tile.first_lane + lane)];
      for (std::int64_t t = 0; t < tile.bins; ++t) {
        reader.read(tile.first_bin + t, tile.value(series_, t, lane));
      }
    }
  }
  std::vector<double> results() const {
    std::vector<double> results;
    for (const FigureReader& reader : readers_) results.push_back(reader.result());
    return results;
  }

 private:
  SeriesIndex series_;
  std::vector<FigureReader> readers_;
};

}  // namespace

std::vector<double> lane_figures(const Plan& plan, std::span<const LaneParameters> scenarios,
                                 SeriesIndex series, const Figure& figure, int threads) {
  FigureSink sink(scenarios.size(), series, figure);
  evaluate_lanes(plan, scenarios, sink, threads);
  return sink.results();
}

}  // namespace flowtime
