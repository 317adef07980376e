// The values of a run: values.f64 as tiles arrive, hashed on the way, then its CSVs.
#pragma once

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "run/bundle_files.h"
#include "run/row_hashes.h"
#include "series/series_view.h"
#include "series/time_grid.h"
#include "series/value_memory.h"
#include "series/values_matrix.h"
#include "sys/env.h"

namespace flowtime {

// Gathers tiles, which follow one another, into bands: some bins of every row, at most 64 MiB, all
// bins where they fit. A band is written in as few pieces as its rows allow and hashed meanwhile, a
// large one in a second thread; one of all bins in the second thread alone, while the caller goes
// on to judge the rows. Evaluation is free to work in tiles that fit into a cache.
// One thread calls it, and does not move it after the first tile. Tiles are in ascending order
// without a gap; another one is a defect (FT_CHECK).
class MatrixWriter {
 public:
  static constexpr std::uint64_t kBandValues = std::uint64_t{1} << 23;  // 64 MiB
  MatrixWriter(std::unique_ptr<File> file, ValuesMatrix shape,
               std::uint64_t band_values = kBandValues);
  // Copies the tile: the caller may reuse its memory. Problems: io codes.
  Result<Done> write(const SeriesTile& tile);
  // Frees the descriptor, and the room of a file that is removed; and the rows in memory. Waits for
  // the second thread.
  void close();
  // All rows as they are written, where they are still in memory; else empty. Until close().
  std::string_view written_rows() const;
  const ValuesMatrix& shape() const { return shape_; }
  // Of every row, once every tile was written. Waits for the second thread; problems: what it could
  // not write (io codes).
  Result<std::vector<std::string>> finish_hashes();
  // Bytes of a band of a matrix of this shape.
  static std::uint64_t band_bytes(const ValuesMatrix& shape);

 private:
  // Infinite values become absent on the way (series/values_matrix.h).
  void gather(const SeriesTile& tile, std::uint64_t from, std::uint64_t bins);
  // Hashing and writing of a band happen at the same time from 131,072 values on.
  Result<Done> put_down();
  void put_down_meanwhile();
  // One write where the band has all bins, else one per row.
  Result<Done> write_band();
  void hash_band();
  std::span<const double> band_row(std::uint64_t row) const;

  std::unique_ptr<File> file_;
  ValuesMatrix shape_;
  RowHashes hashes_;
  std::uint64_t band_bins_;
  ValueMemory band_;  // band_bins_ values per row, of them `gathered_` so far
  std::uint64_t first_bin_ = 0, gathered_ = 0;
  bool is_whole_ = false;                // one band has all bins, and is put down
  std::future<Result<Done>> meanwhile_;  // of that band; ends before what it reads
};

// What was written: rows of `shape.bins` doubles.
// A view of mapped values: valid as long as the FileView that it was made of.
struct MatrixView {
  ValuesMatrix shape;
  const double* first = nullptr;
  std::span<const double> row(std::size_t row) const {
    return {first + row * shape.bins, static_cast<std::size_t>(shape.bins)};
  }
};

// A series of series.csv: the name of its column and its row in the matrix.
// The name is the stored id of the series.
// In the order in which the columns are written.
struct WideColumn {
  std::string name;
  std::size_t row = 0;
};

// series.csv: `bin`, `start` where the grid has one, a column per series; one line per bin.
// Problems: stopped, io codes.
// Memory: a block of 1 MiB and a pointer per column.
Result<Done> write_wide_csv(BundleFiles& files, const TimeGrid& grid,
                            const std::vector<WideColumn>& columns, const MatrixView& values);

// A CSV for every row that has a path. Problems: stopped, io codes.
// One file is open at a time.
Result<Done> write_csv_files(BundleFiles& files, const std::vector<std::string>& paths,
                             const MatrixView& values);

}  // namespace flowtime
