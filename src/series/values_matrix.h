// The binary form of all series of a run: float64, little-endian, one row per series, bins
// innermost, nothing before or after. Absent values are the one canonical NaN.
#pragma once

#include <bit>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "series/absent.h"

namespace flowtime {

// Rows are read and written as they are in memory.
static_assert(std::endian::native == std::endian::little);

// Shape of the matrix; offsets and sizes are in bytes.
// Row r, bin t is at byte (r x bins + t) x 8. The file has no header: rows and bins are in
// run.json.
struct ValuesMatrix {
  std::uint64_t rows = 0;
  std::uint64_t bins = 0;

  // Of the whole file.
  std::uint64_t bytes() const { return rows * bins * sizeof(double); }
  // Rows and bins count from 0; the caller keeps them within the matrix.
  std::uint64_t offset(std::uint64_t row, std::uint64_t bin) const {
    return (row * bins + bin) * sizeof(double);
  }
};

// What a value is stored as: itself when finite, else absent.
// Infinite values are stored as absent: JSON and CSV have no form for them.
inline double stored_value(double value) { return is_finite(value) ? value : kAbsent; }

// A view of the same memory.
inline std::string_view as_bytes(std::span<const double> values) {
  return {reinterpret_cast<const char*>(values.data()), values.size() * sizeof(double)};
}
// For reading a file straight into the values; any bytes are valid doubles.
inline std::span<char> as_writable_bytes(std::span<double> values) {
  return {reinterpret_cast<char*>(values.data()), values.size() * sizeof(double)};
}

}  // namespace flowtime
