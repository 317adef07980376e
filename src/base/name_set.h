// NameSet: distinct names in the order in which they came. A short one costs no memory of its own.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash_index.h"

namespace flowtime {

class NameSet {
 public:
  void reserve(std::size_t count) {
    names_.reserve(count);
    index_.reserve(count);
  }
  struct Added {
    std::uint32_t position = 0;  // among all names
    bool is_new = true;
  };
  Added add(std::string_view name) {
    const std::uint64_t hash = hash_of_name(name);
    if (const auto found = position_of(name, hash)) return {*found, false};
    const auto position = static_cast<std::uint32_t>(names_.size());
    index_.add(hash, position);
    names_.emplace_back(name);
    return {position, true};
  }
  bool has(std::string_view name) const {
    return position_of(name, hash_of_name(name)).has_value();
  }
  const std::vector<std::string>& all() const { return names_; }

 private:
  std::optional<std::uint32_t> position_of(std::string_view name, std::uint64_t hash) const {
    return index_.find(hash, [&](std::uint32_t at) { return names_[at] == name; });
  }

  std::vector<std::string> names_;
  HashIndex index_;
};

}  // namespace flowtime
