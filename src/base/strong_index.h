// StrongIndex<Tag>: an index that cannot be mistaken for an index into something else.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace flowtime {

// Indices of one tag are compared and ordered by their value. 2^32 - 1 entries at most; some rooms
// use the largest as "none".
template <class Tag>
struct StrongIndex {
  std::uint32_t value = 0;
  auto operator<=>(const StrongIndex&) const = default;
};

// For unordered containers with such keys.
// The order of iteration is not specified: for lookups only.
struct StrongIndexHash {
  template <class Tag>
  std::size_t operator()(StrongIndex<Tag> index) const {
    return std::hash<std::uint32_t>{}(index.value);
  }
};

}  // namespace flowtime
