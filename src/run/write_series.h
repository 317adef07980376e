// The values of a run: values.f64 as tiles arrive, hashed on the way, then its CSVs.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "run/bundle_files.h"
#include "run/row_hashes.h"
#include "series/series_view.h"
#include "series/time_grid.h"
#include "series/values_matrix.h"
#include "sys/env.h"

namespace flowtime {

// Puts tiles into their places in the file and hashes their rows, large ones in a second thread.
// Rows that lie next to each other share a write.
class MatrixWriter {
 public:
  MatrixWriter(std::unique_ptr<File> file, ValuesMatrix shape);
  Result<Done> write(const SeriesTile& tile);
  void close() { file_.reset(); }
  const ValuesMatrix& shape() const { return shape_; }
  // Of every row, once every tile was written.
  std::vector<std::string> finish_hashes() { return hashes_.finish(); }

 private:
  Result<Done> write_rows(const SeriesTile& tile);
  void hash_rows(const SeriesTile& tile);
  Result<Done> append(std::uint64_t offset, std::span<const double> values);
  Result<Done> flush();

  std::unique_ptr<File> file_;
  ValuesMatrix shape_;
  RowHashes hashes_;
  std::vector<double> pending_;
  std::uint64_t pending_offset_ = 0;
};

// What was written: rows of `shape.bins` doubles.
struct MatrixView {
  ValuesMatrix shape;
  const double* first = nullptr;
  std::span<const double> row(std::size_t row) const {
    return {first + row * shape.bins, static_cast<std::size_t>(shape.bins)};
  }
};

// A series of series.csv: the name of its column and its row in the matrix.
struct WideColumn {
  std::string name;
  std::size_t row = 0;
};

// series.csv: `bin`, `start` where the grid has one, a column per series; one line per bin.
// Problems: stopped, io codes.
Result<Done> write_wide_csv(BundleFiles& files, const TimeGrid& grid,
                            const std::vector<WideColumn>& columns, const MatrixView& values);

// A CSV for every row that has a path. Problems: stopped, io codes.
Result<Done> write_csv_files(BundleFiles& files, const std::vector<std::string>& paths,
                             const MatrixView& values);

}  // namespace flowtime
