#include "metrics/class_waits.h"

#include <algorithm>

#include "metrics/waits.h"

namespace flowtime {

ClassWaits::ClassWaits(const FifoQueue& queue, SeriesIn share_of_bin, double share_before)
    : bins_(static_cast<std::int64_t>(queue.depth.size())), dust_(queue.dust) {
  ItemWaits(queue).each({}, [&](const FifoPiece& piece, double first, double last) {
    const bool was_there = piece.came_bin == FifoPiece::kBeforeGrid;
    add(piece, first, last,
        was_there ? share_before : share_of_bin[static_cast<std::size_t>(piece.came_bin)]);
  });
}

void ClassWaits::add(const FifoPiece& piece, double first, double last, double share) {
  const double amount = piece.amount * share;
  if (!(amount > 0)) return;
  waits_.push_back({std::min(first, last), std::max(first, last), amount});
  items_ += amount;
  if (piece.left_bin == bins_) undelivered_ += amount;
  if (amount > dust_) longest_ = std::max(longest_, waits_.back().high);
}

std::vector<double> ClassWaits::percentiles(std::span<const double> shares) const {
  return flowtime::percentiles(waits_, shares);
}

double ClassWaits::late(double promise) const {
  double late = 0;
  for (const Spread& wait : waits_) {
    if (!(wait.high > promise)) continue;
    const bool all = wait.low >= promise;
    late += wait.weight * (all ? 1.0 : (wait.high - promise) / (wait.high - wait.low));
  }
  return late;
}

}  // namespace flowtime
