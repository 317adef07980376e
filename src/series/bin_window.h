// BinWindow: some consecutive bins of a grid.
#pragma once

#include <cstddef>
#include <cstdint>

namespace flowtime {

// Plain numbers: whether the bins exist is the caller's to know. Empty where end == first.
struct BinWindow {
  std::int64_t first = 0, end = 0;  // first <= bin < end
  // Requires first <= end.
  std::size_t size() const { return static_cast<std::size_t>(end - first); }
  // Of a window that is not empty.
  std::int64_t last() const { return end - 1; }
  // By the first bin, then by the end.
  auto operator<=>(const BinWindow&) const = default;
};

}  // namespace flowtime
