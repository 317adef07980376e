// Flow latencies of every node of a run over some bins; metrics/flow_latency.h defines them.
#pragma once

#include <vector>

#include "metrics/each_bin.h"
#include "series/bin_window.h"
#include "state/stored_run.h"

namespace flowtime {

class FlowLatencies {
 public:
  FlowLatencies(const StoredRun& run, BinWindow bins);
  // In ms, one value per bin.
  SeriesIn of(std::size_t node) const { return latency_[node]; }

 private:
  std::vector<std::vector<double>> latency_;
};

}  // namespace flowtime
