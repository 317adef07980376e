// Which series carry class parts: decided once, so that evaluation never asks.
#pragma once

#include <vector>

#include "compile/edge_lowering.h"
#include "compile/queues.h"
#include "compile/routes.h"

namespace flowtime::compile_detail {

// Marks the classed slots, fills World::attributed and gives classed slots their part columns; or
// sets World::problems where the series exceed their limit.
// Runs after every mechanism has declared its series and before any emits an op: a value is lowered
// with its parts or without them, never first one and then the other.
//
// A series is classed when traffic gives it classes, or when something it is computed from is
// classed and the rule of the operation hands classes on (docs/semantics.md, "Classes"). A classed
// slot gets one part column per declared class and one for DEFAULT, in that order.
//
// Problems: too_many_series. The work grows with the reads of the model, not with its square.
void decide_classed(World& world, const Routes& routes, const Queues& queues,
                    const std::vector<EdgeSeries>& edges);

}  // namespace flowtime::compile_detail
