// What the headline of a run is about: its curves, and what to ask to learn more of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/run_host.h"
#include "state/stored_run.h"

namespace flowtime {

// One value per bin, dust taken away; empty where the node has no such series. Of a constraint:
// what its members asked for, what it could give, and what waited in their queues.
// Copies; the run may be closed afterwards.
// Of a node with a schedule the capacity of a departure is divided among the bins since the one
// before, so that it compares with what arrives in a bin. Dust: depths that rounding leaves are 0.
struct HeadlineCurves {
  std::string name;                               // of the node or the constraint
  std::string items;                              // what flows, as the model calls it
  std::vector<double> demand, capacity, waiting;  // items per bin, items per bin, items
};

// A value whose explanation tells why: of a series, or else a metric of a node.
// Exactly one of `series` and `node` with `metric` is set.
// The bin is the one with the largest value.
struct WorthExplaining {
  std::string series{};          // bare id, or
  std::string node{}, metric{};  // a metric that explain knows
  std::int64_t bin = 0;
};

// The first finding of the run; nullptr: it has none, or was not judged.
// Valid as long as the run.
const RankedFinding* headline_of(const StoredRun& run);

// The node that the headline is about; of a shared constraint the member whose queue grew largest.
// Index into topology.nodes.
std::optional<std::size_t> headline_node(const StoredRun& run);

// Nothing without a headline, or when that is about the run as a whole.
// Cost: O(bins), of a constraint times its members.
std::optional<HeadlineCurves> headline_curves(const StoredRun& run);

// The peak of what waited, of what was dropped or failed, or of the load: what the kind of the
// finding is about. Nothing where the run has no such series.
// Only bins of the finding's own span count for drops and failures. A queue comes before a load: it
// explains more.
std::optional<WorthExplaining> worth_explaining(const StoredRun& run);

}  // namespace flowtime
