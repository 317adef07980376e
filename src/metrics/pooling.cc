#include "metrics/pooling.h"

#include <algorithm>
#include <functional>

namespace flowtime {
namespace {

// Pages pool millions of values while a person moves a slider. So several points are folded at a
// time, each a chain of operations that wait for one another; and most series are known in every
// bin, which shows in the fold itself.
constexpr std::size_t kAtOnce = 4;

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
template <class Within>
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

// kAtOnce points of `count` bins each, one after another. False where one of the values is absent,
// or their sum is beyond what a number holds.
bool pool_means(const double* bins, std::size_t count, double* points) {
  double sum[kAtOnce] = {};
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t p = 0; p < kAtOnce; ++p) sum[p] += bins[p * count + i];
  }
  for (std::size_t p = 0; p < kAtOnce; ++p) points[p] = sum[p] / static_cast<double>(count);
  return std::all_of(sum, sum + kAtOnce, [](double one) { return is_finite(one); });
}

// The same of the largest or the smallest.
template <class Within>
bool pool_extremes(const double* bins, std::size_t count, double* points, Within within) {
  double found[kAtOnce], zero[kAtOnce] = {};  // nothing times zero but a number is zero
  for (std::size_t p = 0; p < kAtOnce; ++p) found[p] = bins[p * count];
  for (std::size_t i = 0; i < count; ++i) {
    for (std::size_t p = 0; p < kAtOnce; ++p) {
      const double value = bins[p * count + i];
      zero[p] += value * 0;
      found[p] = within(value, found[p]) ? found[p] : value;
    }
  }
  std::copy(found, found + kAtOnce, points);
  return std::all_of(zero, zero + kAtOnce, [](double one) { return one == 0; });
}

bool pool_known(const double* bins, std::size_t count, Pooling pooling, double* points) {
  switch (pooling) {
    case Pooling::kMean: return pool_means(bins, count, points);
    case Pooling::kMax: return pool_extremes(bins, count, points, std::less_equal<>());
    case Pooling::kMin: return pool_extremes(bins, count, points, std::greater_equal<>());
  }
  return false;
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
  const std::size_t whole = std::min(points.size(), series.size() / bins_per_point);
  for (std::size_t p = 0; p < points.size();) {
    const std::size_t first = p * bins_per_point;
    if (p + kAtOnce <= whole &&
        pool_known(series.data() + first, bins_per_point, pooling, &points[p])) {
      p += kAtOnce;
      continue;
    }
    const std::size_t end = std::min(points.size(), p + kAtOnce);
    for (; p < end; ++p) {
      const std::size_t from = p * bins_per_point;
      points[p] =
          pooled(series.subspan(from, std::min(bins_per_point, series.size() - from)), pooling);
    }
  }
}

void pool(SeriesIn series, std::size_t bins_per_point, Pooling pooling,
          std::vector<double>& points) {
  points.resize(point_count(series.size(), bins_per_point));
  pool(series, bins_per_point, pooling, SeriesOut(points));
}

}  // namespace flowtime
