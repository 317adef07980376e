// StrongIndex<Tag>: an index that cannot be mistaken for an index into something else.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace flowtime {

template <class Tag>
struct StrongIndex {
  std::uint32_t value = 0;
  auto operator<=>(const StrongIndex&) const = default;
};

struct StrongIndexHash {
  template <class Tag>
  std::size_t operator()(StrongIndex<Tag> index) const {
    return std::hash<std::uint32_t>{}(index.value);
  }
};

}  // namespace flowtime
