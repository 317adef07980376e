// One figure of many scenarios, as lanes of one plan. Only the figures are kept.
#pragma once

#include <span>
#include <vector>

#include "eval/evaluate_lanes.h"
#include "study/figure.h"

namespace flowtime {

// By scenario. `series` is the one the figure is of.
std::vector<double> lane_figures(const Plan& plan, std::span<const LaneParameters> scenarios,
                                 SeriesIndex series, const Figure& figure, int threads = 1);

}  // namespace flowtime
