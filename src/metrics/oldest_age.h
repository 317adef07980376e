// How long the oldest waiting item of a queue has waited.
//
// First come, first served: what waits at the end of a bin are the latest arrivals, as many as the
// depth says. Arrivals are spread evenly over their bin. The answer for one bin depends on the
// series alone, never on which bins are asked for: sums run back from the bin to the start of its
// block of kBlock bins, then over whole blocks, then back within the block that holds the oldest.
// Example: 10 came in each of bins 0 .. 5 and 25 wait at the end of bin 5. The oldest of them came
// in the middle of bin 3, so its age is 2.5 bins.
#pragma once

#include <cstdint>
#include <vector>

#include "metrics/each_bin.h"

namespace flowtime {

// Not thread safe: sums of blocks are kept from one question to the next.
class OldestAge {
 public:
  // Both one value per bin of the grid; `inflow` is what entered the queue. They outlive the
  // object.
  OldestAge(SeriesIn inflow, SeriesIn depth);

  // Age at the end of `bin`, in bins: 0 where nothing waits; where the oldest item was there before
  // bin 0, the time since then (it is older than that); absent where the depth is.
  double operator()(std::int64_t bin);

 private:
  static constexpr std::int64_t kBlock = 64;
  double block_sum(std::int64_t block);
  SeriesIn inflow_, depth_;
  std::vector<double> sums_;  // of the blocks asked for so far; absent: not yet
};

}  // namespace flowtime
