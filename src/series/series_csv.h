// The CSV form of a series: header `bin_index,value`, one row per bin, LF, no BOM. An absent value
// is an empty field; numbers print as format_number.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace flowtime {

// Part of the files' contract: other programs look for it.
inline constexpr std::string_view kSeriesCsvHeader = "bin_index,value\n";

// Formats rows into one buffer that it keeps, so that formatting allocates nothing per row.
// Not thread safe. The buffer grows to the largest block and stays.
class SeriesCsvBlock {
 public:
  // The rows of `values`, the first of which belongs to `first_bin` (>= 0); preceded by the header
  // when first_bin is 0. Valid until the next call.
  // Blocks of one series follow each other: the first of each begins where the one before ended.
  // Each number is written with the shortest digits that read back to the same bits.
  std::string_view format(std::int64_t first_bin, std::span<const double> values);

 private:
  std::vector<char> buffer_;
};

// A whole file.
// About 25 bytes per bin.
std::string series_csv(std::span<const double> values);

// One column of values of a file, by class.
struct CsvSeries {
  std::string class_id;        // "" in a file without classes
  std::vector<double> values;  // one per bin; bins without a row are absent
  std::int64_t rows = 0;       // also those with an empty field
};

// Reads `bin_index,value`, `t,value` or `bin_index,classId,value` (names in any case, BOM and CRLF
// accepted, rows in any order, blank lines skipped). An empty field and NaN are absent; Infinity is
// kept for the caller to judge. Series come in the order in which their classes appear; a file
// without rows gives one series of absent values.
// Problems, each with its line and column in `file`, at most 20: csv_header, csv_columns,
// csv_bin_index, csv_bin_out_of_range, csv_duplicate_bin, csv_value.
// Memory: 8 bytes per class and bin, whatever the file has.
// Every series has `bins` values.
Result<std::vector<CsvSeries>> read_series_csv(std::string_view text, std::int64_t bins,
                                               const std::string& file);

}  // namespace flowtime
