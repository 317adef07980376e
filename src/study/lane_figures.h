// One number of many scenarios, as lanes of one plan. Only the numbers are kept.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "eval/evaluate_lanes.h"

namespace flowtime {

// What all bins of a series come to.
using ReduceSeries = std::function<double(std::span<const double> values)>;

// By scenario. `series` is the one that is reduced. Scenarios are evaluated some at a time, so that
// the series of those take at most about 64 MB.
std::vector<double> lane_figures(const Plan& plan, std::span<const LaneParameters> scenarios,
                                 SeriesIndex series, const ReduceSeries& reduce, int threads = 1);

}  // namespace flowtime
