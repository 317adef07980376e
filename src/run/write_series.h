// The values of a run: values.f64 as tiles arrive, then hashes and CSVs in one pass over it.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "run/bundle_files.h"
#include "series/series_view.h"
#include "series/values_matrix.h"
#include "sys/env.h"

namespace flowtime {

// Puts tiles into their places in the file. Rows that lie next to each other share a write.
class MatrixWriter {
 public:
  MatrixWriter(std::unique_ptr<File> file, ValuesMatrix shape);
  Result<Done> write(const SeriesTile& tile);
  void close() { file_.reset(); }
  const ValuesMatrix& shape() const { return shape_; }

 private:
  Result<Done> append(std::uint64_t offset, std::span<const double> values, bool all_finite);
  Result<Done> flush();

  std::unique_ptr<File> file_;
  ValuesMatrix shape_;
  std::vector<double> pending_;
  std::uint64_t pending_offset_ = 0;
};

// Reads values.f64 row by row, adds it to `files`, and writes the CSV of every row that has a path.
// At most two files are open at a time. Returns the hash of each CSV by row, empty without one.
Result<std::vector<std::string>> write_series_files(BundleFiles& files, const ValuesMatrix& shape,
                                                    const std::vector<std::string>& csv_paths);

}  // namespace flowtime
