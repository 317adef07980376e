// How often each node of a run met its service level, and what share of the items kept its promise.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "metrics/sla.h"
#include "series/bin_window.h"
#include "state/stored_run.h"

namespace flowtime {

// Of one node; `summary` has one ratio per bin of the window.
struct ServiceLevel {
  std::string node_id;
  SlaSummary summary;
  double promise_share = kAbsent;  // of the items that came in the bins: waited no longer than
                                   // promised; absent without a queue and where nothing came
};
struct RunMetrics {
  std::shared_ptr<const StoredRun> run{};
  BinWindow bins{};
  std::size_t bins_per_point = 1;        // of the ratios by bin
  std::vector<ServiceLevel> services{};  // nodes with arrivals and served, and a queue or a service
};

// Bins inclusive; absent: the grid's first and last. `max_points`: the ratios by bin are pooled so
// that each service has at most so many and all of them at most kMaxPooledCells. Problems:
// range_outside_grid, range_backwards, no_topology, bad_max_points.
// The promise share takes FIFO pieces of every queue: the costly part.
Result<RunMetrics> query_metrics(std::shared_ptr<const StoredRun> run,
                                 std::optional<std::int64_t> start_bin,
                                 std::optional<std::int64_t> end_bin,
                                 std::optional<std::int64_t> max_points = {});

// The answer of GET /v1/runs/{runId}/metrics.
// `slaPct` and `promisePct` are shares of 1; the names are those of the contract.
std::string to_json(const RunMetrics& metrics);

}  // namespace flowtime
