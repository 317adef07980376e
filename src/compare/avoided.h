// What a run that continues from another one avoided, from the bin where it begins to differ.
// Definitions: docs/telemetry.md, "What would have happened".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compare/parameter_titles.h"
#include "run/open_run.h"

namespace flowtime {

struct ComparedRun;

// From that bin on. Piles and what takes time by design are left out.
// Of one node, or of all: item_minutes = sum over bins of depth x bin width.
struct Backlog {
  double peak = 0;            // the most items that waited
  double item_minutes = 0;    // items waiting, times how long: the delay of all of them together
  double broken_minutes = 0;  // in which an item waited longer than promised
};

// Paired by their place in the topology: both runs are of one model.
struct AvoidedAt {
  std::string node_id;
  Backlog before, after;
};

// `from_bin` is the first bin that a setting changes, as the run's base records it.
struct Avoided {
  std::int64_t from_bin = 0;
  // Of all nodes: the largest backlog of all queues together; the minutes of each node added up.
  Backlog before, after;
  std::vector<AvoidedAt> nodes{};  // in which something differs, the most item-minutes first
  // For people, in the conditional: "would have been avoided".
  std::string sentence{};
};

// The base is known by its id and by its content hash: a run that replaced it is another one.
// False for a run without a base.
bool goes_on_from(const RunInfo& run, const RunInfo& base);
// `after` continues from `before`.
// Precondition: goes_on_from(after, before).
// O(nodes x bins). A promise counts as broken where the wait exceeds it by more than rounding.
// The sentence names a parameter by its title, where it has one.
Avoided avoided_by(const ComparedRun& before, const ComparedRun& after,
                   const ParameterTitles& titles = {});

}  // namespace flowtime
