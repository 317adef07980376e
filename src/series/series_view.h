// Series by position: what evaluation hands to the readers of its results, and results kept in
// memory. Names live in SeriesCatalog, values in SeriesTile or SeriesTable.
// Positions are numbers into the catalogue of one plan; they mean nothing to another.
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

// 32 bits: a plan has at most kMaxSeries series.
using SeriesIndex = StrongIndex<struct SeriesTag>;

// What one published series is.
// An edge's series describes what flows between nodes; readers list the two apart.
enum class SeriesKind { kNode, kEdge };
// `id` is unique in its catalogue.
struct SeriesInfo {
  std::string id;        // bare id: "served", class part "served@Gold", "edge_e1_flowVolume"
  std::string measure;   // id without its class part
  std::string class_id;  // "" for the total, else the class or "DEFAULT" for the unattributed part
  SeriesKind kind = SeriesKind::kNode;
  bool synthesised = false;  // made by the compiler, not written by the author
};

// The published series of a model in their fixed order: authored nodes as declared, synthesised
// ones, edges; each total is followed by its class parts.
// Const after compile: may be read by any number of threads. References that it gives stay valid
// until the next add().
class SeriesCatalog {
 public:
  // The id must be new (FT_CHECK). The index is the number of series before it.
  SeriesIndex add(SeriesInfo info);
  // For catalogues of a known size: avoids moving names.
  void reserve(std::size_t count);
  // By bare id; O(1).
  std::optional<SeriesIndex> find(std::string_view id) const;
  // Totals and class parts together.
  std::size_t size() const { return infos_.size(); }
  // The index must be one of this catalogue.
  const SeriesInfo& operator[](SeriesIndex index) const { return infos_[index.value]; }
  // Valid until the next add().
  std::span<const SeriesInfo> all() const { return infos_; }

 private:
  std::vector<SeriesInfo> infos_;
  HashIndex by_id_;
};

// Some consecutive bins of every published series, valid only during the call that passes it.
// A view: copy what is to be kept. Values may be absent.
struct SeriesTile {
  std::int64_t first_bin = 0;
  std::int64_t bins = 0;
  std::span<const double* const> series{};  // by SeriesIndex; `bins` values each
  // By SeriesIndex: 0: it may hold absent or infinite values here, 1: none, 2: nor negative ones.
  // Lets checks and writers skip a look at each value; 0 is always a correct answer.
  std::span<const std::uint8_t> all_finite{};

  // `bins` values, absent ones among them.
  std::span<const double> operator[](SeriesIndex index) const {
    return {series[index.value], static_cast<std::size_t>(bins)};
  }
};

// Whole series kept in memory: one row per series, bins innermost; 0 where nothing was written.
// Owns series x bins doubles. Const members may be called by any number of threads.
class SeriesTable {
 public:
  SeriesTable() = default;
  // Memory: 8 bytes per series and bin.
  SeriesTable(std::size_t series_count, std::int64_t bins);
  std::int64_t bins() const { return bins_; }
  std::size_t size() const { return series_count_; }
  // Valid as long as the table is not moved or destroyed.
  std::span<const double> operator[](SeriesIndex index) const {
    FT_CHECK(index.value < series_count_);
    return {values_.data() + index.value * row(), row()};
  }
  // For writers; several threads may fill different rows.
  std::span<double> row_of(SeriesIndex index) {
    FT_CHECK(index.value < series_count_);
    return {values_.data() + index.value * row(), row()};
  }
  // Copies the tile's bins into their place.
  // Tiles may come in any order; one that leaves the table is a defect.
  void append(const SeriesTile& tile);
  // All bins as one tile. `pointers` and `all_finite` receive what the tile refers to.
  // The tile is valid as long as the table and both vectors.
  SeriesTile as_tile(std::vector<const double*>& pointers,
                     std::vector<std::uint8_t>& all_finite) const;

 private:
  std::size_t row() const { return static_cast<std::size_t>(bins_); }
  std::size_t series_count_ = 0;
  std::int64_t bins_ = 0;
  ValueMemory values_;
};

}  // namespace flowtime
