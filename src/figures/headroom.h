// Headroom: how much more could come from outside before an item is harmed. docs/figures.md.
#pragma once

#include <cstddef>
#include <optional>

#include "figures/figure_value.h"
#include "judge/judged_run.h"

namespace flowtime::figures {

inline constexpr double kMostHeadroom = 1024;

// The largest factor on what comes from outside with which nothing is late or dropped at the node
// (at no node without one), to a millionth below it. A search: the model is evaluated and judged
// some thirty times. More than kMostHeadroom is "at least" that. Absent, with the reason: nothing
// comes from outside; an item is harmed even when nothing comes.
// `node` is an index into topology.nodes.
FigureValue headroom_of(const judge::JudgedRun& run, std::optional<std::size_t> node);

}  // namespace flowtime::figures
