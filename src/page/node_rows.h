// What a page draws of every node and edge of a topology, per bin or per point of several bins.
//
// A row has the values that the answers about a stored run give under the same name
// (state/node_metric.h); a node without such a series has absent values alone.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "answers/judgement.h"
#include "judge/judged_run.h"

namespace flowtime::page {

// What came; what was served; what waits at the end; what the node can do, as the model says it:
// one of as many as work at once; its load; the wait in minutes; what failed for good; what comes
// back; how many work at once, where the model says it.
enum class NodeRow : std::uint32_t {
  kArrivals,
  kServed,
  kQueue,
  kCapacity,
  kLoad,
  kWait,
  kExhaustedFailures,
  kRetryEcho,
  kParallelism,
};
inline constexpr std::size_t kNodeRowCount = 9;

// block[(node * kNodeRowCount + row) * points + p], nodes in the order of the topology; a point
// stands for `bins_per_point` bins: the largest queue, load and wait, else the mean.
void node_rows(const judge::JudgedRun& run, const Judgement& judgement, std::size_t bins_per_point,
               std::vector<double>& block);

// block[edge * points + p]: what flows along each edge, in the order of the topology; of an edge
// without a flow of its own the attempts, of a terminal edge the failures that it carries. Pooled
// like node_rows; absent where nothing is known.
void edge_rows(const judge::JudgedRun& run, std::size_t bins_per_point, std::vector<double>& block);

}  // namespace flowtime::page
