// The queues that the classes of a node form where each leaves by itself: one for every class of an
// order, by priority or because an author wrote which leaves, and one for all others.
// docs/semantics.md, "Queues" and "Judgement".
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "metrics/fifo.h"
#include "model/model.h"

namespace flowtime {

// Of one class of a queue, or of what no class accounts for, per bin; empty: there is none.
// The spans refer to series of the caller.
struct ClassFlow {
  SeriesIn came, overflow, depth;
};

// Not thread safe while it is built; the const members may be called by any number of threads.
// Memory: three values per class and bin.
class ClassQueues {
 public:
  // `order`: the classes with a queue of their own. `flows`: one per class of the model, then the
  // unattributed. `dust`: a level below it is empty.
  ClassQueues(std::span<const ClassIndex> order, std::span<const ClassFlow> flows,
              double initial_depth, double dust);
  // No class waits for another: each continues as it left in the last bins.
  void leave_by_themselves(std::size_t lately_bins);

  // No queue grew by more than what came. Where one did, more of another class left than there was
  // of it, and the parts do not say who waited.
  bool balances() const;

  // First in, first out each; they refer to this object. Of equals in time the first one leaves.
  std::vector<FifoQueue> queues() const;
  // Which of them the class is in, and its share of what was let into that queue, per bin.
  std::size_t queue_of(std::size_t flow) const { return queue_of_[flow]; }
  std::vector<double> shares_of(std::size_t flow) const;

 private:
  struct Queue {
    std::vector<double> entered{}, depth{};
    double initial = 0, own_rate = kAbsent;
  };
  std::vector<Queue> queues_;
  std::vector<std::size_t> queue_of_;         // by flow
  std::vector<std::vector<double>> entered_;  // by flow
  double dust_ = 0;
};

}  // namespace flowtime
