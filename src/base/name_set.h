// NameSet: distinct names in the order in which they came. A short one costs no memory of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash_index.h"

namespace flowtime {

// A position is given once and never changes: it may serve as an index into other arrays. Names
// cannot be removed. Threads: const members from any, add from one alone.
class NameSet {
 public:
  // For that many names in total; without it both arrays grow by doubling.
  void reserve(std::size_t count) {
    names_.reserve(count);
    index_.reserve(count);
  }
  // What add() found or did. Positions count from 0 in the order of the first occurrence.
  struct Added {
    std::uint32_t position = 0;  // among all names
    bool is_new = true;
  };
  // The name is copied when it is new. Names are compared byte for byte. At most 2^32 - 1 of them.
  Added add(std::string_view name) {
    const std::uint64_t hash = hash_of_name(name);
    if (const auto found = position_of(name, hash)) return {*found, false};
    const auto position = static_cast<std::uint32_t>(names_.size());
    index_.add(hash, position);
    names_.emplace_back(name);
    return {position, true};
  }
  // One lookup of constant cost on average; nothing is allocated.
  bool has(std::string_view name) const {
    return position_of(name, hash_of_name(name)).has_value();
  }
  // By position. The reference stays valid; views of single names do not survive the next add().
  const std::vector<std::string>& all() const { return names_; }

 private:
  // Nothing for a name that was not added.
  std::optional<std::uint32_t> position_of(std::string_view name, std::uint64_t hash) const {
    return index_.find(hash, [&](std::uint32_t at) { return names_[at] == name; });
  }

  std::vector<std::string> names_;
  HashIndex index_;
};

}  // namespace flowtime
