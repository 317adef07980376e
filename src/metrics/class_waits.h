// How long the items of one class of a queue waited. docs/semantics.md, "Judgement", "Waits".
//
// Classes share the node's one queue, first in, first out: the items of a class are its share of
// what came in each bin. Where a discipline or an author lets a class leave by itself, the class is
// a queue of its own, first in, first out. Times are in bins.
#pragma once

#include <span>
#include <vector>

#include "metrics/fifo.h"
#include "metrics/percentile.h"

namespace flowtime {

class ClassWaits {
 public:
  // `share_of_bin` is the class's share of what entered the queue in each bin (1 in a queue of its
  // own), `share_before` of what was there before bin 0.
  ClassWaits(const FifoQueue& queue, SeriesIn share_of_bin, double share_before);

  double items() const { return items_; }
  double undelivered() const { return undelivered_; }
  double longest() const { return longest_; }  // so far, of what has not left
  // One for each share (ascending); absent without items.
  std::vector<double> percentiles(std::span<const double> shares) const;
  double late(double promise) const;  // items that waited longer, so far

 private:
  void add(const FifoPiece& piece, double first, double last, double share);
  std::vector<Spread> waits_;
  std::int64_t bins_ = 0;
  double dust_ = 0;
  double items_ = 0, undelivered_ = 0, longest_ = 0;
};

}  // namespace flowtime
