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
Balance balance_of(const JudgedRun& run, Echoes& echoes, const std::vector<NodeStory>& stories);

}  // namespace flowtime::judge
