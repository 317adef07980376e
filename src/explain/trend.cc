#include "explain/trend.h"

#include <algorithm>

#include "metrics/noise.h"
#include "series/absent.h"

namespace flowtime {

std::optional<Trend> trend_of(SeriesIn series, std::int64_t bin) {
  const auto at = [&](std::int64_t t) { return series[static_cast<std::size_t>(t)]; };
  if (series.empty() || is_absent(at(bin)) || (bin > 0 && is_absent(at(bin - 1)))) {
    return std::nullopt;
  }
  const Noise noise = noise_of(series);
  const auto direction = [&](std::int64_t t) {
    return t == 0 ? 0 : noise.direction(at(t - 1), at(t));
  };
  Trend made{.direction = direction(bin), .since_bin = bin, .peak = at(bin), .peak_bin = bin};
  if (bin > 0) made.change = at(bin) - at(bin - 1);
  while (made.since_bin > 0 && direction(made.since_bin - 1) == made.direction &&
         !is_absent(at(made.since_bin - 1))) {
    --made.since_bin;
  }
  for (const double value : series)
    made.peak = std::max(made.peak, is_finite(value) ? value : made.peak);
  // The first bin that has the peak but for noise; the peak is then given as that bin has it.
  made.peak_bin = 0;
  while (is_absent(at(made.peak_bin)) || noise.is_change(made.peak - at(made.peak_bin)))
    ++made.peak_bin;
  made.peak = at(made.peak_bin);
  return made;
}

}  // namespace flowtime
