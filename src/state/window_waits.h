// How long single items of a node waited, over the run or of those that came in some bins of it.
// Definitions: docs/semantics.md, "Judgement".
#pragma once

#include <vector>

#include "metrics/fifo.h"
#include "metrics/waits.h"
#include "series/bin_window.h"
#include "state/stored_run.h"

namespace flowtime {

// The queue of a node as single items pass it: what was let in, without dust. It refers to the run
// and to itself.
// Not movable: its spans point into itself.
class NodeQueue {
 public:
  NodeQueue(const StoredRun& run, std::size_t node);
  NodeQueue(const NodeQueue&) = delete;
  NodeQueue& operator=(const NodeQueue&) = delete;
  // Valid as long as this object and the run.
  const FifoQueue& fifo() const { return queue_; }
  // Where its classes leave by themselves, those of their queues.
  // A copy of its own, made by a pass over the whole grid.
  ItemWaits waits() const;

 private:
  const StoredRun& run_;
  std::size_t node_;
  std::vector<double> entered_;
  FifoQueue queue_;
};

// In minutes and items; absent where nothing came, of a pile, and of a node without a queue.
// Percentiles count items that have not left with their wait so far.
struct WindowWaits {
  double p50 = kAbsent, p85 = kAbsent, p95 = kAbsent, longest = kAbsent;
  double late_share = kAbsent;  // over the promise, already or by the outlook of the run
  // Items that have not left could still move the percentile (metrics/waits.h).
  bool at_least = false;  // the percentiles are lower bounds
  double undelivered = 0;
  double mean = kAbsent;  // so far
};
// Of the whole run: what the stored judgement says. Of some bins: of the items that came in them
// (bin 0: also of those that were there before).
// `items` are those of NodeQueue::waits() of the same node.
WindowWaits waits_of(const StoredRun& run, std::size_t node, BinWindow bins,
                     const ItemWaits& items);

}  // namespace flowtime
