// Which bins of a node the table of verdicts marks, row by row. docs/semantics.md, "Judgement".
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "answers/judgement.h"
#include "judge/judged_run.h"
#include "judge/node_flows.h"
#include "metrics/threshold_table.h"
#include "metrics/useful_share.h"

namespace flowtime::judge {

// Everything the rows compare. All references and spans belong to the caller's NodeWork; spans have
// one value per bin or are empty.
struct MarkInputs {
  const JudgedRun& run;
  const NodeFlows& flows;
  const Thresholds& limits;
  const std::vector<NodeActivity>& activities;
  std::span<const double> wait;     // bins; empty: nothing ever waits
  std::span<const double> dropped;  // items per bin; empty: none
  std::span<const double> work;     // W
  const UsefulShare& useful;        // share empty: nothing fails
  double promise = 1;               // bins
  bool declared = false;
  bool is_transit = false, is_pile = false;
  // The last ones are facts of the end of the run, which the row `willBeLate` marks at the last
  // bin.
  double rise = 0;         // of the queue lately, in items; 0: it does not rise
  double late_so_far = 0;  // items
  double late_at_end = 0;  // of those that have not left: late already, or by the outlook
  std::size_t lately = 6;
  std::vector<double> failed_for_good{};  // items per bin; empty: nothing fails for good
};

// A bin's verdict is the worst row that marks it.
struct Marks {
  std::vector<Verdict> verdict;           // per bin; empty: the node is not judged
  std::vector<JudgedRow> rows;            // that apply, worst first
  std::vector<bool> failing;              // bins that a row about work marks; empty: none
  std::array<double, kRowCount> share{};  // of the bins that the row marks
};
// Cost: linear in the bins.
Marks mark_verdicts(const MarkInputs& in);

}  // namespace flowtime::judge
