// FindingFacts: one finding with what its rank and its sentence need beside it.
// Made and sorted in findings.cc; points into the stories, which outlive it.
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
  // The rank compares these after verdict and declared promise, in this order: harmed x weight of
  // the node in items, item-bins late, load (absent: 0). `arrivals` is for the second clause of the
  // headline.
  double weighted_harm = 0, lateness = 0, load = kAbsent, arrivals = 0;
  // Of a retry storm; nullptr for every other kind.
  const Storm* storm = nullptr;
};

// The sentence of a finding.
// One sentence, past tense; every figure in it is a part of its own, so that a reader can be led
// from it to the series and the bin it comes from.
std::vector<SentencePart> sentence_of(const JudgedRun& run, const FindingFacts& facts);
// What is added at the end of the headline: another critical finding that harms most of what came.
// Adds to `parts`; `other` is the best ranked one that deserves it.
void add_second_clause(std::vector<SentencePart>& parts, const RankedFinding& other);

}  // namespace flowtime::judge
