// What arrives at a node beside its edges because it was somewhere before: retries, rework,
// reopened items. Only of arrivals that an author wrote; what a router routes is on the edges.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "checks/run_series.h"

namespace flowtime::checks {

// A stored series, read `lag` bins back, of which a part counts.
// In bin t it adds factor x series[t - lag] items; nothing before bin 0.
struct Returned {
  std::string series;  // id
  std::int64_t lag = 0;
  double factor = 1;
};

// Those addends of the node's arrivals that read nothing but earlier bins (SHIFT and CONV, in any
// formula) or are the node's retry echo; not what a source of an incoming edge served earlier,
// which comes over that edge. Nothing: something comes back that no sum of stored series tells.
// For example arrivals = new + 0.2 * SHIFT(failed, 3) gives {failed, 3, 0.2}. `node` is an index
// into topology.nodes. Empty: nothing returns, also for arrivals that a router makes. Beyond 4096
// parts in all formulas are not followed.
std::optional<std::vector<Returned>> returned_items(const RunSeries& run, std::size_t node);

}  // namespace flowtime::checks
