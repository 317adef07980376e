// What nodes and shared constraints came to in two runs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "answers/judgement.h"

namespace flowtime {

namespace figures {
class RunFigures;
}

// One node in one run; items and minutes over the whole run, absent where it has no such figure.
// Shares are of `arrivals`, between 0 and 1; `load` is a ratio, 1 at the limit.
// A share is 0 where nothing came. Waits of a pile are absent: they say nothing of service.
struct NodeSide {
  Verdict verdict = Verdict::kNone;
  double arrivals = 0;                           // that came, what was turned away included
  double load = kAbsent;                         // the largest of a bin
  double waiting = kAbsent;                      // the most at the end of a bin
  double p95_wait = kAbsent, longest = kAbsent;  // minutes
  bool at_least = false;                         // lower bounds
  double late = 0, late_share = 0, lost = 0, lost_share = 0, harmed = 0;
  double promise = kAbsent;  // minutes
  bool promise_declared = false, is_pile = false;
  double item_minutes = 0;  // sum of what waited x time; 0 of piles and transits
  double dust = 0;          // fewer items are none
};

// Nodes are paired by id.
struct NodeChange {
  std::string id{};
  std::optional<NodeSide> before{}, after{};  // one of them is missing: only one run has the node
};

// `harmed`: items that were late or lost because of it.
struct ConstraintSide {
  Verdict verdict = Verdict::kNone;
  double load = kAbsent, harmed = 0;
};
struct ConstraintChange {
  std::string id{};
  std::optional<ConstraintSide> before{}, after{};
};

// In the order of the first run, then those that only the second one has.
std::vector<NodeChange> compare_nodes(const figures::RunFigures& before,
                                      const figures::RunFigures& after);
std::vector<ConstraintChange> compare_constraints(const figures::RunFigures& before,
                                                  const figures::RunFigures& after);

// First attempts that come from outside the model: the external demand of the nodes that declare
// it, else the arrivals, without what comes back, of the nodes to which no edge leads and whose
// arrivals are not what another node gave on. Absent where there is no such node.
// Items over the whole run.
// Two runs whose values differ by more than 1 % did different work (compare/outcome.h).
double external_arrivals(const figures::RunFigures& run);

}  // namespace flowtime
