#include "metrics/pooling.h"

#include <algorithm>
#include <functional>

namespace flowtime {
namespace {

// Without a branch per value: pages pool millions of them while a person moves a slider.
double mean_of(SeriesIn bins) {
  double sum = 0, present = 0;
  for (const double value : bins) {
    const bool known = !is_absent(value);
    sum += known ? value : 0;
    present += known ? 1 : 0;
  }
  return present > 0 ? sum / present : kAbsent;
}

// `within(value, found)`: nothing better than what was found.
template <typename Within>
double extreme_of(SeriesIn bins, Within within) {
  double found = kAbsent;
  for (const double value : bins) {
    const bool better = !is_absent(value) && !within(value, found);
    found = better ? value : found;
  }
  return found;
}

double pooled(SeriesIn bins, Pooling pooling) {
  switch (pooling) {
    case Pooling::kMean: return mean_of(bins);
    case Pooling::kMax: return extreme_of(bins, std::less_equal<>());
    case Pooling::kMin: return extreme_of(bins, std::greater_equal<>());
  }
  return kAbsent;
}

}  // namespace

const char* name_of(Pooling pooling) {
  switch (pooling) {
    case Pooling::kMean: return "mean";
    case Pooling::kMax: return "max";
    case Pooling::kMin: return "min";
  }
  return "";
}

std::size_t point_count(std::size_t bins, std::size_t bins_per_point) {
  return (bins + bins_per_point - 1) / bins_per_point;
}

void pool(SeriesIn series, std::size_t bins_per_point, Pooling pooling, SeriesOut points) {
  for (std::size_t p = 0; p < points.size(); ++p) {
    const std::size_t first = p * bins_per_point;
    points[p] =
        pooled(series.subspan(first, std::min(bins_per_point, series.size() - first)), pooling);
  }
}

void pool(SeriesIn series, std::size_t bins_per_point, Pooling pooling,
          std::vector<double>& points) {
  points.resize(point_count(series.size(), bins_per_point));
  pool(series, bins_per_point, pooling, SeriesOut(points));
}

}  // namespace flowtime
