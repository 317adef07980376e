// The series that a model being compiled will publish, by id and in their order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/hash_index.h"
#include "compile/draft.h"
#include "series/series_view.h"

namespace flowtime::compile_detail {

// What is known about a published series.
// Its columns are known from declaration on; `constant`, `classed` and the parts follow during
// lowering.
struct Slot {
  std::string id;
  ColumnIndex column{};            // what readers of the id get
  ColumnIndex raw{};               // before constraints cap it; else the same
  std::optional<double> constant;  // a number in every bin that no parameter changes
  bool classed = false;
  // By part: the declared classes, then DEFAULT; empty unless classed.
  std::vector<ColumnIndex> parts{}, raw_parts{};
  std::vector<Operand> initial_parts{};  // of a queue depth: its parts before bin 0
  // `column` is another than `raw`, and what computes the series writes `raw`.
  bool keeps_raw() const { return constrained || measured; }
  bool keeps_raw_parts() const { return keeps_raw() || !measured_parts.empty(); }
  bool constrained = false;
  bool measured = false;  // `column` holds what was measured, `raw` what is computed
  std::vector<std::uint8_t> measured_parts{};  // by part; empty: none
  // Of a measured series that constraints cap: what is computed, capped, where a series reads it.
  std::optional<ColumnIndex> computed{};
  // Of a series that was measured before bin `until` only: what was measured.
  struct Released {
    ColumnIndex measured{};
    std::int64_t until = 0;
  };
  std::optional<Released> released{};
  std::vector<std::optional<Released>> released_parts{};  // by part; empty: none
  bool synthesised = false;
  SeriesKind kind = SeriesKind::kNode;
};

// Positions stay as they are; references hold until the next series is added.
// The position of a slot is its place among the published totals, and an index that other tables
// use.
class SlotTable {
 public:
  void reserve(std::size_t series) {
    slots_.reserve(series);
    by_id_.reserve(series);
  }
  // A new series. Precondition: the id is not there yet.
  Slot& add(const std::string& id, bool synthesised) {
    by_id_.add(hash_of_name(id), static_cast<std::uint32_t>(slots_.size()));
    slots_.push_back({.id = id, .constant = {}, .synthesised = synthesised});
    return slots_.back();
  }
  std::optional<std::uint32_t> find(std::string_view id) const {
    return by_id_.find(hash_of_name(id),
                       [&](std::uint32_t index) { return slots_[index].id == id; });
  }
  // Precondition: the id is there.
  std::uint32_t index_of(std::string_view id) const {
    const std::optional<std::uint32_t> found = find(id);
    FT_CHECK(found.has_value());
    return *found;
  }
  // Precondition: the slot is in this table.
  std::uint32_t index_of(const Slot& slot) const {
    return static_cast<std::uint32_t>(&slot - slots_.data());
  }

  std::size_t size() const { return slots_.size(); }
  Slot& operator[](std::uint32_t index) { return slots_[index]; }
  const Slot& operator[](std::uint32_t index) const { return slots_[index]; }
  auto begin() { return slots_.begin(); }
  auto end() { return slots_.end(); }
  auto begin() const { return slots_.begin(); }
  auto end() const { return slots_.end(); }

 private:
  // In the order of declaration.
  std::vector<Slot> slots_;
  HashIndex by_id_;
};

}  // namespace flowtime::compile_detail
