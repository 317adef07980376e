// How long single items waited, first in, first out. docs/semantics.md, "Judgement".
//
// The delay of an item is the distance between the arrival and the departure curve at its place;
// both are straight within a bin, so the delay is linear between the breakpoints of both (means of
// bins are off by up to 47 %). Items that were there before bin 0 and items that have not left
// count with their wait so far, to the end of the grid. Times are in bins.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "metrics/each_bin.h"
#include "metrics/fifo.h"
#include "metrics/percentile.h"
#include "series/bin_window.h"

namespace flowtime {

// Of a promise: what rounding may add to a wait that keeps it exactly.
inline constexpr double kWaitRounding = 1e-9;

// How those that have not left at the end of the grid would go on: the item with p items before it
// leaves p / rate bins later. 0: never. A queue with a rate of its own continues at that one.
struct Outlook {
  double rate_per_bin = 0;
};

// Bins that show at which rate items leave where no capacity says it (with a schedule: a period).
inline constexpr std::int64_t kLatelyBins = 6;

// What the items that came in some bins add up to. Times in bins.
struct ItemTotals {
  std::vector<Spread> waits{};
  double items = 0, late = 0, undelivered = 0;
  double longest = 0;
  double waited = 0;  // sum over the items; 0 for those that left as they came
};
struct ItemChoice {
  BinWindow came{};    // in bin 0: also what was there before
  double promise = 0;  // that `late` is beyond
  double dust = 0;     // fewer items in one piece are not the longest wait
  std::optional<Outlook> outlook{};
  std::function<double(std::int64_t bin)> share{};  // of what came in a bin; none: all of it
};

// Const after construction: may be read by any number of threads. Copies what it needs: the queues
// may be destroyed afterwards. Linear in the pieces for construction and for every question; a
// percentile sorts them.
class ItemWaits {
 public:
  // `at_once`: items beside the queue that left as they came, with a wait of 0.
  explicit ItemWaits(const FifoQueue& queue, double at_once = 0);
  // Several queues of one node over the same bins; the first one leaves first, but for those with a
  // rate of their own (metrics/class_queues.h).
  explicit ItemWaits(std::span<const FifoQueue> queues, double at_once = 0);

  std::span<const FifoPiece> pieces() const { return pieces_; }
  double items() const { return items_; }              // that were there or came
  double undelivered() const { return undelivered_; }  // that have not left
  double longest() const { return longest_; }          // bins; 0 without items

  // The percentile of the waits, one for each share (ascending).
  std::vector<double> percentiles(std::span<const double> shares) const;
  // The same if those that have not left went on like this; infinite where they never leave.
  std::vector<double> percentiles(std::span<const double> shares, Outlook outlook) const;

  // Of every item, so far or as it would end.
  std::vector<Spread> spreads(std::optional<Outlook> outlook = {}) const;
  // Of the chosen ones, without those that left as they came.
  ItemTotals totals(const ItemChoice& choice) const;

  // Items that waited longer than `promise` bins, so far. With an outlook also those that will.
  double late(double promise) const;
  double late(double promise, Outlook outlook) const;
  // Sum over those items of the time beyond the promise, in item-bins, so far.
  double lateness(double promise) const;
  // Every piece with the waits of its first and its last item (between them on a line), so far, or
  // with an outlook as they would end.
  using Visit = std::function<void(const FifoPiece& piece, double first, double last)>;
  void each(std::optional<Outlook> outlook, const Visit& visit) const;
  // The same without those that left as they came.
  void each_waiting(std::optional<Outlook> outlook, const Visit& visit) const;

  // Share of what left in the bin that had waited at most `promise` bins; 1 where nothing left.
  std::vector<double> in_time_share_by_leaving(double promise) const;

  // Per bin: the longest wait of what came in it (so far, where it has not left); 0 where nothing
  // came.
  std::span<const double> longest_of_arrivals() const { return longest_of_arrivals_; }
  // Per bin: how long the oldest waiting item has waited at its end; 0 where nothing waits.
  std::span<const double> oldest_age() const { return oldest_age_; }

 private:
  void add(const FifoQueue& queue);
  bool has_left(const FifoPiece& piece) const { return piece.left_bin < bins_; }
  template <class Pass>
  void with_outlook(Outlook outlook, Pass pass) const;

  struct QueueEnd {
    std::size_t end = 0;  // into pieces_
    double own_rate = kAbsent;
  };
  std::vector<FifoPiece> pieces_;  // queue by queue
  std::vector<QueueEnd> queues_;
  std::vector<double> longest_of_arrivals_, oldest_age_;
  std::int64_t bins_ = 0;
  double at_once_ = 0;
  double items_ = 0, undelivered_ = 0, longest_ = 0;
};

// The percentiles are lower bounds: letting those that have not left go on moves the 95th by more
// than half a bin and more than 5 %. Both in bins; the second may be infinite.
bool is_at_least(double p95, double p95_later);

// The part of a line from `first` to `last` that lies above 0, as an interval of its length [0, 1].
struct PartAbove {
  double from = 0, to = 0;
  double share() const { return to > from ? to - from : 0; }
};
PartAbove part_above_zero(double first, double last);

}  // namespace flowtime
