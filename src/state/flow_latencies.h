// Flow latencies of every node of a run over some bins; metrics/flow_latency.h defines them.
#pragma once

#include <vector>

#include "metrics/each_bin.h"
#include "series/bin_window.h"
#include "state/stored_run.h"

namespace flowtime {

// Const after construction. Holds nodes x bins doubles; may outlive the run.
class FlowLatencies {
 public:
  // A node's latency needs all of its predecessors, so all nodes are computed at once.
  FlowLatencies(const StoredRun& run, BinWindow bins);
  // In ms, one value per bin.
  // Valid as long as the object; absent where nothing passed.
  SeriesIn of(std::size_t node) const { return latency_[node]; }

 private:
  std::vector<std::vector<double>> latency_;
};

}  // namespace flowtime
