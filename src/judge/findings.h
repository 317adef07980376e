// Findings: what is worth saying of a run, ranked; the first is the headline. docs/semantics.md,
// "Judgement".
#pragma once

#include <vector>

#include "answers/judgement.h"
#include "judge/judged_run.h"
#include "judge/node_story.h"

namespace flowtime::judge {

// More than a person reads; bounds run.json for very large topologies.
inline constexpr std::size_t kMostFindings = 100;

// At most kMostFindings, best rank first. Fills the constraints' judgements.
// In `constraints`: verdict, harm and the nodes that each one held. Never empty: where there is
// nothing to say, the one finding is kCalm. Sorting is stable, so equals keep the order of the
// topology, nodes before constraints.
std::vector<RankedFinding> rank_findings(const JudgedRun& run, StoryTeller& teller,
                                         const std::vector<NodeStory>& stories,
                                         std::vector<ConstraintJudgement>& constraints);

}  // namespace flowtime::judge
