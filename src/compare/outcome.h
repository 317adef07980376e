// Outcome: which of two runs served people better. docs/semantics.md, "Comparisons".
//
//   better   neither the late nor the lost share rises by more than 0.1 % of the arrivals at any
//            node, and one falls by more than that
//   worse    the reverse
//   mixed    one falls and another rises
//   same     neither moves; unless the time that items waited in all changes by more than 1 % (and
//            by more than a bin for 0.1 % of the arrivals), which makes it better or worse
//   differentWork  what comes from outside differs by more than 1 %; the shares are compared all
//            the same (`by_shares`)
#pragma once

#include <string>
#include <vector>

#include "compare/node_changes.h"

namespace flowtime {

// kNone: at least one run has no topology, so nothing is judged.
enum class CompareVerdict { kNone, kBetter, kWorse, kMixed, kSame, kDifferentWork };
const char* name_of(CompareVerdict outcome);  // "better", "differentWork"; "" for none

// A late or lost share that moved by more than 0.1 % of the arrivals.
// `before` and `after` are the late or lost items; 0 where the run lacks the node.
struct ShareMove {
  std::string node_id{};         // "": the nodes that only one of the runs has, taken together
  bool is_lost = false;          // else late
  double before = 0, after = 0;  // items
  double share_before = 0, share_after = 0;  // of the arrivals
  bool rises() const { return share_after > share_before; }
};

// Over the whole run.
struct Work {
  double before = kAbsent, after = kAbsent;  // items that came from outside
};

// item_minutes: the sum over nodes of what waited x time, without piles and transits.
struct OutcomeFacts {
  CompareVerdict outcome = CompareVerdict::kNone;    // none: a run without a topology
  CompareVerdict by_shares = CompareVerdict::kNone;  // the same, but where the work differs
  Work work{};
  std::vector<ShareMove> moves{};  // the largest first
  double item_minutes_before = 0, item_minutes_after = 0;
  bool by_waiting = false;  // no share moved; the time that items waited decided
};

// `bin_minutes` is of the second run. Pure: depends on its arguments alone.
// Absent work in either run: the work counts as equal.
// Where the work differs, the time that items waited is scaled to the work of the first run before
// the two are compared.
OutcomeFacts decide_outcome(const std::vector<NodeChange>& nodes, Work work, double bin_minutes);

}  // namespace flowtime
