// The hashes of values.f64: SHA-256 of each row's little-endian doubles, and of all rows.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "series/values_matrix.h"
#include "sys/sha256.h"

namespace flowtime {

// Takes the bytes of the rows as they are written: those of one row in their order, rows in any
// order. A row that comes in one piece costs no memory of its own.
// Not thread safe. Memory: a hash per row, and a context per row that is begun and not complete.
// Adding more bytes to a row than it has is a defect (FT_CHECK), and so is a row that lacks some.
class RowHashes {
 public:
  explicit RowHashes(const ValuesMatrix& shape)
      : row_bytes_(shape.bins * sizeof(double)), rows_(static_cast<std::size_t>(shape.rows)) {}
  // Pieces of one row in the order of its bins.
  // A row that is complete is hashed to its end at once; its context is freed.
  void add(std::uint64_t row, std::string_view bytes);
  // All rows at once, each complete: the whole matrix.
  void add_all(std::string_view bytes);
  // "sha256:<64 hex>" of every row. Every byte must have been added.
  // Once.
  std::vector<std::string> finish();

 private:
  // `begun` exists between the first piece and the last one.
  struct Row {
    std::string hash;  // of a row that is complete
    std::uint64_t bytes = 0;
    std::optional<Sha256> begun{};
  };
  std::uint64_t row_bytes_;
  std::vector<Row> rows_;
  Sha256 whole_;
};

// The hash of the matrix (`hashOf: rows`): SHA-256 of the row hashes, each with a line feed.
std::string hash_of_rows(const std::vector<std::string>& row_hashes);

}  // namespace flowtime
