#include "state/pooling.h"

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

Result<std::size_t> pooled_bins(std::size_t bins, std::optional<std::int64_t> max_points,
                                std::size_t series) {
  if (!max_points) return std::size_t{1};
  if (*max_points < 1) {
    return Problem{.code = "bad_max_points",
                   .message = "maxPoints must be at least 1",
                   .remedy = "Leave it out to get every bin."};
  }
  const std::int64_t room =
      kMaxPooledCells / static_cast<std::int64_t>(std::max(series, std::size_t{1}));
  const std::int64_t points = std::clamp<std::int64_t>(room, 1, *max_points);
  return std::max<std::size_t>(1, point_count(bins, static_cast<std::size_t>(points)));
}

void pool(SeriesIn series, std::size_t bins_per_point, Pooling pooling,
          std::vector<double>& points) {
  points.resize(point_count(series.size(), bins_per_point));
  for (std::size_t p = 0; p < points.size(); ++p) {
    const std::size_t first = p * bins_per_point;
    points[p] =
        pooled(series.subspan(first, std::min(bins_per_point, series.size() - first)), pooling);
  }
}

}  // namespace flowtime
