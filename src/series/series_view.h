// Series by position: what evaluation hands to whoever reads its results, and results kept in
// memory. Names live in SeriesCatalog, values in SeriesTile or SeriesTable.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/check.h"
#include "base/hash_index.h"
#include "base/strong_index.h"
#include "series/value_memory.h"

namespace flowtime {

using SeriesIndex = StrongIndex<struct SeriesTag>;

// What one published series is.
enum class SeriesKind { kNode, kEdge };
struct SeriesInfo {
  std::string id;        // bare id: "served", class part "served@Gold", "edge_e1_flowVolume"
  std::string measure;   // id without its class part
  std::string class_id;  // "" for the total, else the class or "DEFAULT" for the unattributed part
  SeriesKind kind = SeriesKind::kNode;
  bool synthesised = false;  // made by the compiler, not written by the author
};

// The published series of a model in their fixed order: authored nodes as declared, synthesised
// ones, edges; each total is followed by its class parts.
class SeriesCatalog {
 public:
  SeriesIndex add(SeriesInfo info);
  void reserve(std::size_t count);
  std::optional<SeriesIndex> find(std::string_view id) const;
  std::size_t size() const { return infos_.size(); }
  const SeriesInfo& operator[](SeriesIndex index) const { return infos_[index.value]; }
  std::span<const SeriesInfo> all() const { return infos_; }

 private:
  std::vector<SeriesInfo> infos_;
  HashIndex by_id_;
};

// Some consecutive bins of every published series, valid only during the call that passes it.
struct SeriesTile {
  std::int64_t first_bin = 0;
  std::int64_t bins = 0;
  std::span<const double* const> series{};  // by SeriesIndex; `bins` values each
  // By SeriesIndex: 0: it may hold absent or infinite values here, 1: none, 2: nor negative ones.
  std::span<const std::uint8_t> all_finite{};

  std::span<const double> operator[](SeriesIndex index) const {
    return {series[index.value], static_cast<std::size_t>(bins)};
  }
};

// Whole series kept in memory: one row per series, bins innermost; 0 where nothing was written.
class SeriesTable {
 public:
  SeriesTable() = default;
  SeriesTable(std::size_t series_count, std::int64_t bins);
  std::int64_t bins() const { return bins_; }
  std::size_t size() const { return series_count_; }
  std::span<const double> operator[](SeriesIndex index) const {
    FT_CHECK(index.value < series_count_);
    return {values_.data() + index.value * row(), row()};
  }
  std::span<double> row_of(SeriesIndex index) {
    FT_CHECK(index.value < series_count_);
    return {values_.data() + index.value * row(), row()};
  }
  // Copies the tile's bins into their place.
  void append(const SeriesTile& tile);
  // All bins as one tile. `pointers` and `all_finite` receive what the tile refers to.
  SeriesTile as_tile(std::vector<const double*>& pointers,
                     std::vector<std::uint8_t>& all_finite) const;

 private:
  std::size_t row() const { return static_cast<std::size_t>(bins_); }
  std::size_t series_count_ = 0;
  std::int64_t bins_ = 0;
  ValueMemory values_;
};

}  // namespace flowtime
