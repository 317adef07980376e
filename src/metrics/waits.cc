#include "metrics/waits.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "metrics/percentile.h"

namespace flowtime {
namespace {

constexpr double kNever = std::numeric_limits<double>::infinity();

// The waits of the first and the last item of a piece; between them they lie on a line.
struct Ends {
  double first = 0, last = 0;
};

// Rounding may put a departure just before its arrival.
Ends ends_of(const FifoPiece& piece) {
  return {std::max(0.0, piece.left_from - piece.came_from),
          std::max(0.0, piece.left_to - piece.came_to)};
}

// What of a line between two waits lies above `limit`: its share, and the mean excess of that part.
struct Above {
  double share = 0, mean_excess = 0;
};
Above above(Ends ends, double limit) {
  const double low = std::min(ends.first, ends.last), high = std::max(ends.first, ends.last);
  if (!(high > limit)) return {};
  if (low >= limit) return {1, (low + high) / 2 - limit};
  return {(high - limit) / (high - low), (high - limit) / 2};
}

Spread spread_of(Ends ends, double weight) {
  return {std::min(ends.first, ends.last), std::max(ends.first, ends.last), weight};
}

}  // namespace

// Passes the pieces with the waits that they would end with.
template <class Pass>
void ItemWaits::with_outlook(Outlook outlook, Pass pass) const {
  double before = 0;  // items that wait in front
  std::size_t next = 0;
  for (const QueueEnd& queue : queues_) {
    // A queue that leaves by itself is not delayed by the ones before it, and does not delay those
    // after.
    const bool alone = !is_absent(queue.own_rate);
    const double rate = alone ? queue.own_rate : outlook.rate_per_bin;
    double in_front = alone ? 0 : before;
    for (; next < queue.end; ++next) {
      const FifoPiece& piece = pieces_[next];
      Ends ends = ends_of(piece);
      if (!has_left(piece)) {
        // ends_of gives the wait to the end of the grid; what is in front adds to it.
        ends.first = rate > 0 ? ends.first + in_front / rate : kNever;
        in_front += piece.amount;
        ends.last = rate > 0 ? ends.last + in_front / rate : kNever;
      }
      pass(piece, ends);
    }
    if (!alone) before = in_front;
  }
}

ItemWaits::ItemWaits(const FifoQueue& queue, double at_once)
    : ItemWaits(std::span(&queue, 1), at_once) {}

ItemWaits::ItemWaits(std::span<const FifoQueue> queues, double at_once)
    : longest_of_arrivals_(queues[0].depth.size(), 0.0),
      oldest_age_(queues[0].depth.size(), 0.0),
      bins_(static_cast<std::int64_t>(queues[0].depth.size())),
      at_once_(at_once),
      items_(at_once) {
  for (const FifoQueue& queue : queues) add(queue);
}

void ItemWaits::add(const FifoQueue& queue) {
  std::vector<double> oldest(oldest_age_.size(), kAbsent);
  const std::vector<FifoPiece> pieces = fifo_pieces(queue, oldest);
  for (std::size_t t = 0; t < oldest.size(); ++t) {
    const double age = is_absent(oldest[t]) ? 0 : static_cast<double>(t + 1) - oldest[t];
    oldest_age_[t] = std::max(oldest_age_[t], age);
  }
  for (const FifoPiece& piece : pieces) {
    const Ends ends = ends_of(piece);
    const double longest = std::max(ends.first, ends.last);
    items_ += piece.amount;
    if (!has_left(piece)) undelivered_ += piece.amount;
    // Dust counts as items but never decides which wait was the longest.
    if (piece.amount <= queue.dust) continue;
    longest_ = std::max(longest_, longest);
    if (piece.came_bin == FifoPiece::kBeforeGrid) continue;
    double& of_bin = longest_of_arrivals_[static_cast<std::size_t>(piece.came_bin)];
    of_bin = std::max(of_bin, longest);
  }
  pieces_.insert(pieces_.end(), pieces.begin(), pieces.end());
  queues_.push_back({pieces_.size(), queue.own_rate});
}

std::vector<Spread> ItemWaits::spreads(std::optional<Outlook> outlook) const {
  std::vector<Spread> spreads;
  spreads.reserve(pieces_.size() + 1);
  // A weight of 0 is skipped by the percentile.
  spreads.push_back({0, 0, at_once_});
  each_waiting(outlook, [&](const FifoPiece& piece, double first, double last) {
    spreads.push_back(spread_of({first, last}, piece.amount));
  });
  return spreads;
}

std::vector<double> ItemWaits::percentiles(std::span<const double> shares) const {
  return flowtime::percentiles(spreads(), shares);
}

std::vector<double> ItemWaits::percentiles(std::span<const double> shares, Outlook outlook) const {
  return flowtime::percentiles(spreads(outlook), shares);
}

ItemTotals ItemWaits::totals(const ItemChoice& choice) const {
  ItemTotals totals;
  each_waiting(choice.outlook, [&](const FifoPiece& piece, double first, double last) {
    const std::int64_t came = std::max<std::int64_t>(0, piece.came_bin);
    if (came < choice.came.first || came >= choice.came.end) return;
    const double amount = piece.amount * (choice.share ? choice.share(came) : 1);
    if (!(amount > 0)) return;
    totals.waits.push_back(spread_of({first, last}, amount));
    totals.items += amount;
    totals.late += amount * part_above_zero(first - choice.promise, last - choice.promise).share();
    totals.waited += amount * (first + last) / 2;
    if (amount > choice.dust) totals.longest = std::max({totals.longest, first, last});
    if (!has_left(piece)) totals.undelivered += amount;
  });
  return totals;
}

double ItemWaits::late(double promise) const {
  double late = 0;
  for (const FifoPiece& piece : pieces_)
    late += piece.amount * above(ends_of(piece), promise).share;
  return late;
}

double ItemWaits::late(double promise, Outlook outlook) const {
  double late = 0;
  with_outlook(outlook, [&](const FifoPiece& piece, Ends ends) {
    // Lines to infinity have no part below a limit.
    late += piece.amount * (ends.first == kNever ? 1.0 : above(ends, promise).share);
  });
  return late;
}

double ItemWaits::lateness(double promise) const {
  double sum = 0;
  for (const FifoPiece& piece : pieces_) {
    const Above part = above(ends_of(piece), promise);
    sum += piece.amount * part.share * part.mean_excess;
  }
  return sum;
}

std::vector<double> ItemWaits::in_time_share_by_leaving(double promise) const {
  std::vector<double> left(static_cast<std::size_t>(bins_), 0.0), late(left);
  for (const FifoPiece& piece : pieces_) {
    if (!has_left(piece)) continue;
    const auto t = static_cast<std::size_t>(piece.left_bin);
    left[t] += piece.amount;
    late[t] += piece.amount * above(ends_of(piece), promise).share;
  }
  for (std::size_t t = 0; t < left.size(); ++t) {
    left[t] = left[t] > 0 ? std::clamp(1 - late[t] / left[t], 0.0, 1.0) : 1.0;
  }
  return left;
}

void ItemWaits::each(std::optional<Outlook> outlook, const Visit& visit) const {
  if (at_once_ > 0) {
    // They have no place in the queue; a piece of bin 0 stands for them.
    visit({.amount = at_once_}, 0, 0);
  }
  each_waiting(outlook, visit);
}

void ItemWaits::each_waiting(std::optional<Outlook> outlook, const Visit& visit) const {
  if (outlook) {
    with_outlook(*outlook,
                 [&](const FifoPiece& piece, Ends ends) { visit(piece, ends.first, ends.last); });
    return;
  }
  for (const FifoPiece& piece : pieces_) {
    const Ends ends = ends_of(piece);
    visit(piece, ends.first, ends.last);
  }
}

bool is_at_least(double p95, double p95_later) {
  constexpr double kMostBins = 0.5, kMostShare = 0.05;
  // Infinite minus finite is not within any limit; infinite minus infinite is absent, and so is not
  // either.
  return !(p95_later - p95 <= std::max(kMostBins, kMostShare * p95));
}

PartAbove part_above_zero(double first, double last) {
  if (first > 0 && last > 0) return {0, 1};
  if (!(first > 0) && !(last > 0)) return {};
  if (is_absent(first) || is_absent(last)) return {0, 1};  // infinite: never leaves
  const double root = first / (first - last);
  return first > 0 ? PartAbove{0, root} : PartAbove{root, 1};
}

}  // namespace flowtime
