// Findings: what is worth saying of a run, ranked; the first is the headline. docs/semantics.md,
// "Judgement".
#pragma once

#include <vector>

#include "answers/judgement.h"
#include "judge/judged_run.h"
#include "judge/node_story.h"

namespace flowtime::judge {

inline constexpr std::size_t kMostFindings = 100;

// At most kMostFindings, best rank first. Fills the constraints' judgements.
std::vector<RankedFinding> rank_findings(const JudgedRun& run, StoryTeller& teller,
                                         const std::vector<NodeStory>& stories,
                                         std::vector<ConstraintJudgement>& constraints);

}  // namespace flowtime::judge
