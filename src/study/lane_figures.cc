#include "study/lane_figures.h"

#include <algorithm>

namespace flowtime {
namespace {

constexpr std::int64_t kMostKeptValues = std::int64_t{8} << 20;

// All bins of one series for every lane. Lanes are written by one thread each.
class SeriesOfLanes : public LaneSink {
 public:
  SeriesOfLanes(std::size_t lanes, std::int64_t bins, SeriesIndex series)
      : series_(series), bins_(static_cast<std::size_t>(bins)), values_(lanes * bins_) {}
  void accept(const LaneTile& tile) override {
    for (std::int64_t lane = 0; lane < tile.lanes; ++lane) {
      double* out = values_.data() + static_cast<std::size_t>(tile.first_lane + lane) * bins_ +
                    static_cast<std::size_t>(tile.first_bin);
      for (std::int64_t t = 0; t < tile.bins; ++t) out[t] = tile.value(series_, t, lane);
    }
  }
  std::span<const double> of(std::size_t lane) const {
    return std::span(values_).subspan(lane * bins_, bins_);
  }

 private:
  SeriesIndex series_;
  std::size_t bins_;
  std::vector<double> values_;
};

}  // namespace

std::vector<double> lane_figures(const Plan& plan, std::span<const LaneParameters> scenarios,
                                 SeriesIndex series, const ReduceSeries& reduce, int threads) {
  const std::int64_t fit = std::max<std::int64_t>(1, kMostKeptValues / plan.bins);
  const auto at_once = static_cast<std::size_t>(fit);
  std::vector<double> figures;
  for (std::size_t first = 0; first < scenarios.size(); first += at_once) {
    const auto some = scenarios.subspan(first, std::min(at_once, scenarios.size() - first));
    SeriesOfLanes sink(some.size(), plan.bins, series);
    evaluate_lanes(plan, some, sink, threads);
    for (std::size_t lane = 0; lane < some.size(); ++lane) figures.push_back(reduce(sink.of(lane)));
  }
  return figures;
}

}  // namespace flowtime
