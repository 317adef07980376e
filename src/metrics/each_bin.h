// A metric of single values, applied to whole series.
//
// Every series has as many bins as the output; an empty input stands for a series that does not
// exist and is absent in every bin.
#pragma once

#include <cstddef>
#include <span>

#include "base/check.h"
#include "series/absent.h"

namespace flowtime {

using SeriesIn = std::span<const double>;
using SeriesOut = std::span<double>;

inline double value_at(SeriesIn series, std::size_t bin) {
  return series.empty() ? kAbsent : series[bin];
}

// out[t] = metric(inputs[t]...)
template <class Metric, class... Inputs>
void each_bin(SeriesOut out, Metric metric, Inputs... inputs) {
  FT_CHECK(((inputs.empty() || inputs.size() == out.size()) && ...));
  for (std::size_t t = 0; t < out.size(); ++t) out[t] = metric(value_at(inputs, t)...);
}

}  // namespace flowtime
