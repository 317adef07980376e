// A queue as two curves: what has come and what has left, first come first served.
//
// Within a bin both curves are straight lines. What left in a bin is what the depth says, whichever
// way it left (served, lost, overflowed):
//
//   left[t] = max(0, (depth[t-1] + inflow[t]) - depth[t]),     depth[-1] = initial depth
//
// Missing or negative inflow counts as nothing, a missing depth as the one before it. A level below
// the dust (metrics/noise.h) is none: what is left of it leaves in that bin.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "metrics/each_bin.h"

namespace flowtime {

struct FifoQueue {
  SeriesIn inflow, depth;  // one value per bin of the grid
  double initial_depth = 0;
  double dust = 0;  // items: what is left of an arrival below it is not "the oldest"
  // Of one of several queues of a node that does not wait for the others: items that would leave it
  // in a bin after the end.
  double own_rate = kAbsent;
};

// What came in a bin and was let in: max(0, offered - overflow). Either may be empty.
void entered_flow(SeriesIn offered, SeriesIn overflow, SeriesOut entered);

// Items that came one after the other and left one after the other. Times are in bins from the
// start of the grid: something that came in the first half of bin 3 came from 3 to 3.5.
struct FifoPiece {
  static constexpr std::int64_t kBeforeGrid = -1;
  double amount = 0;
  std::int64_t came_bin = 0;  // kBeforeGrid: there from the beginning, its times are 0
  double came_from = 0, came_to = 0;
  std::int64_t left_bin = 0;  // the number of bins: still there at the end, its times are that
  double left_from = 0, left_to = 0;
  double mean_delay_bins() const { return (left_from + left_to) / 2 - (came_from + came_to) / 2; }
};
// `oldest_came`, when it is not empty, gets per bin when the item came that has waited longest at
// the end of the bin (0: it was there from the beginning); absent where nothing waits.
// Pieces are in the order in which they leave, those that are still there last. Linear in the bins.
std::vector<FifoPiece> fifo_pieces(const FifoQueue& queue, SeriesOut oldest_came = {});

// Mean time from coming to leaving of what came in each bin, in bins; absent where nothing came and
// where some of it had not left at the end of the grid.
void fifo_delay_bins(const FifoQueue& queue, SeriesOut delay);

// cumulative_in[t] = initial depth + inflow[0] + ... + inflow[t]; the flows up to the end of bin t.
// cumulative_out[t] = cumulative_in[t] - depth[t].
void cumulative_flow(const FifoQueue& queue, SeriesOut cumulative_in, SeriesOut cumulative_out);

// Little's law over bins first .. end - 1, as an identity between two ways to count:
//   mean depth (from the depth alone) = items per bin * mean bins spent (from the pieces alone)
// where items are all that were there at some time in the window, and the time that an item spends
// counts only inside the window.
struct LittlesLaw {
  double mean_depth = kAbsent;      // items, the depth between two bin ends on a straight line
  double items = 0;                 // there at the start, or came
  double rate_per_bin = kAbsent;    // items / bins
  double mean_time_bins = kAbsent;  // per item, inside the window; 0 items: absent
  double residual() const;          // mean_depth - rate_per_bin * mean_time_bins
};
LittlesLaw littles_law(const FifoQueue& queue, std::int64_t first, std::int64_t end);

}  // namespace flowtime
