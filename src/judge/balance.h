// Where everything went that came from outside, end to end. docs/figures.md.
#pragma once

#include <vector>

#include "answers/judgement.h"
#include "judge/echoes.h"
#include "judge/judged_run.h"
#include "judge/node_story.h"

namespace flowtime::judge {

// offered = delivered + lost + given up + inside + unaccounted, over the nodes on the way: those
// that no edge leads to and those that a throughput edge leads to.
// In items over the run. A node that only other kinds of edges lead to is left out: what reaches it
// is counted where it left. A pile on the way adds what it took in as given up. Absent figures (all
// of them) where nothing comes from outside. An unaccounted rest below 1e-9 of what was offered is
// rounding and becomes 0.
Balance balance_of(const JudgedRun& run, Echoes& echoes, const std::vector<NodeStory>& stories);

}  // namespace flowtime::judge
