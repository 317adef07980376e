// Which series carry class parts: decided once, so that evaluation never asks.
#pragma once

#include <vector>

#include "compile/edge_lowering.h"
#include "compile/queues.h"
#include "compile/routes.h"

namespace flowtime::compile_detail {

// Marks the classed slots, fills World::attributed and gives classed slots their part columns; or
// sets World::problems where the series exceed their limit.
void decide_classed(World& world, const Routes& routes, const Queues& queues,
                    const std::vector<EdgeSeries>& edges);

}  // namespace flowtime::compile_detail
