// What an alignment is made of: exact sums, and values by a number that may grow both ways.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <deque>

#include "series/time_grid.h"

namespace flowtime {

// A sum that does not lose small terms (Neumaier).
// Infinite terms give NaN.
class ExactSum {
 public:
  void add(double x) {
    const double t = sum_ + x;
    lost_ += std::fabs(sum_) >= std::fabs(x) ? (sum_ - t) + x : (x - t) + sum_;
    sum_ = t;
  }
  double value() const { return sum_ + lost_; }

 private:
  double sum_ = 0, lost_ = 0;
};

// Values by a number that may grow both ways.
template <class T>
// Grows at both ends at constant cost per cell.
class Strip {
 public:
  // Nothing when the strip would become longer than a grid may be.
  // Grows the strip to the index; new cells are T{}. The pointer is valid until the next growth.
  T* at(std::int64_t index) {
    if (cells_.empty()) first_ = index;
    const std::int64_t end = first_ + static_cast<std::int64_t>(cells_.size());
    if (std::max(end, index + 1) - std::min(first_, index) > kMaxBins) return nullptr;
    if (index < first_) {
      cells_.insert(cells_.begin(), static_cast<std::size_t>(first_ - index), T{});
      first_ = index;
    }
    if (index >= end) cells_.resize(static_cast<std::size_t>(index - first_ + 1));
    return &cells_[static_cast<std::size_t>(index - first_)];
  }
  // Does not grow; null outside.
  const T* find(std::int64_t index) const {
    const std::int64_t at = index - first_;
    const bool inside = at >= 0 && at < static_cast<std::int64_t>(cells_.size());
    return inside ? &cells_[static_cast<std::size_t>(at)] : nullptr;
  }
  // Of an empty strip 0; `end` is behind the last cell.
  std::int64_t first() const { return first_; }
  std::int64_t end() const { return first_ + static_cast<std::int64_t>(cells_.size()); }
  std::size_t size() const { return cells_.size(); }
  bool empty() const { return cells_.empty(); }
  void clear() { cells_.clear(); }

 private:
  std::deque<T> cells_;
  std::int64_t first_ = 0;
};

}  // namespace flowtime
