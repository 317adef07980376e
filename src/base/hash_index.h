// HashIndex: from a hash to positions in somebody else's array. The keys stay where they are, so a
// lookup costs one probe here and one comparison there, and nothing is allocated per key.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

namespace flowtime {

// Of this process: not to be stored.
inline std::uint64_t hash_of_name(std::string_view name) {
  return std::hash<std::string_view>{}(name);
}

// Open addressing with linear probing. A cell holds half of the hash as a tag, so that most wrong
// candidates are rejected without a look at the caller's array. Nothing can be removed.
//
//   HashIndex by_id;
//   by_id.add(hash_of_name(id), position);
//   by_id.find(hash_of_name(id), [&](std::uint32_t at) { return items[at].id == id; });
//
// Threads: const members from any, add from one alone.
class HashIndex {
 public:
  // Room for so many entries without growing.
  // Twice the count: at most half of the cells are used, so runs stay short.
  void reserve(std::size_t count) {
    const std::size_t wanted = std::bit_ceil(2 * count);
    if (wanted > cells_.size()) rehash(wanted);
  }

  // The earliest added position with this hash of which `is_it` is true.
  template <class Predicate>
  // `is_it` decides by the key itself; it is called for few positions but the right one.
  std::optional<std::uint32_t> find(std::uint64_t hash, Predicate is_it) const {
    if (cells_.empty()) return std::nullopt;
    const auto tag = static_cast<std::uint32_t>(hash >> 32);
    for (std::size_t at = hash & mask();; at = (at + 1) & mask()) {
      const Cell& cell = cells_[at];
      if (cell.position == kFree) return std::nullopt;
      if (cell.tag == tag && is_it(cell.position)) return cell.position;
    }
  }

  // Equal entries may be added; `find` meets the earliest first.
  // Precondition: position is not 0xffffffff.
  void add(std::uint64_t hash, std::uint32_t position) {
    if (2 * (count_ + 1) > cells_.size()) rehash(cells_.empty() ? 16 : 2 * cells_.size());
    place({static_cast<std::uint32_t>(hash >> 32), static_cast<std::uint32_t>(hash), position});
    ++count_;
  }

  // Equal entries count each.
  std::size_t size() const { return count_; }

 private:
  static constexpr std::uint32_t kFree = 0xffffffff;
  // 12 bytes: the high half of the hash, the low half (where its run begins), the position.
  struct Cell {
    std::uint32_t tag = 0, low = 0, position = kFree;
  };

  // The count of cells is a power of two: `& mask()` is the remainder of a division by it.
  std::size_t mask() const { return cells_.size() - 1; }
  // Into the first free cell of its run. A free cell exists, as at most half of them are used.
  void place(const Cell& cell) {
    std::size_t at = cell.low & mask();
    while (cells_[at].position != kFree) at = (at + 1) & mask();
    cells_[at] = cell;
  }
  // Walks the old cells from the start of a run, so that equal entries keep their order.
  void rehash(std::size_t size) {
    std::vector<Cell> old(size);
    old.swap(cells_);
    std::size_t start = 0;
    while (start < old.size() && old[start].position != kFree) ++start;
    for (std::size_t i = 0; i < old.size(); ++i) {
      const Cell& cell = old[(start + i) & (old.size() - 1)];
      if (cell.position != kFree) place(cell);
    }
  }

  std::vector<Cell> cells_;  // a power of two of them, at most half in use
  std::size_t count_ = 0;
};

}  // namespace flowtime
