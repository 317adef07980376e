#include "metrics/pooling.h"

#include <algorithm>

namespace flowtime {
namespace {

double pooled(SeriesIn bins, Pooling pooling) {
  double sum = 0, most = kAbsent, least = kAbsent;
  std::size_t present = 0;
  for (const double value : bins) {
    if (is_absent(value)) continue;
    ++present;
    sum += value;
    if (!(value <= most)) most = value;
    if (!(value >= least)) least = value;
  }
  if (present == 0) return kAbsent;
  switch (pooling) {
    case Pooling::kMean: return sum / static_cast<double>(present);
    case Pooling::kMax: return most;
    case Pooling::kMin: return least;
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
