// FindingFacts: one finding with what its rank and its sentence need beside it.
#pragma once

#include <string>
#include <vector>

#include "answers/judgement.h"
#include "judge/node_story.h"

namespace flowtime::judge {

struct FindingFacts {
  double asked_at_first = kAbsent;  // of a constraint, in the first bin of the finding
  RankedFinding finding{};
  const NodeStory* story = nullptr;  // of the node; nullptr: of a constraint
  std::uint32_t index = 0;           // of the node or the constraint
  bool declared = false;
  double weighted_harm = 0, lateness = 0, load = kAbsent, arrivals = 0;
  const Storm* storm = nullptr;
};

// The sentence of a finding.
std::vector<SentencePart> sentence_of(const JudgedRun& run, const FindingFacts& facts);
// What comes to an end of the headline: another critical finding that harms most of what came.
void add_second_clause(std::vector<SentencePart>& parts, const RankedFinding& other);

}  // namespace flowtime::judge
