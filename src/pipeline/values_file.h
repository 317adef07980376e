// Values from a CSV file, by one reader: `values: {file: x.csv}` and `--set id=@x.csv`.
//
//   1                    one number per row, in order; a name above it is a header
//   bin,value            rows that name their bin: also bin_index, t or index, in any order
//   time,value           rows that name their time: also start, timestamp, date, datetime
//   bin,start,a,b        what `eval --format csv` prints: x.csv#a is the column a
//
// A first row of numbers is data, with the columns bin,value or time,value. Names count in any
// case; a BOM, CRLF, blank lines and quotes around a field are accepted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "pipeline/bin_range.h"
#include "series/time_grid.h"

namespace flowtime {

// The path and the column of "x.csv#a"; no column without a '#'.
struct ValuesPath {
  std::string path, column{};
};
ValuesPath parse_values_path(std::string_view text);

// The rows of one column, as they are in the file.
// All three lists have one entry per row; `at` is empty without keys.
struct ValuesTable {
  enum class Keys { kNone, kBins, kTimes };
  Keys keys = Keys::kNone;
  std::vector<std::int64_t> at{};  // by row: the bin, or the time in milliseconds since 1970
  std::vector<double> values{};    // absent where the field is empty or "nan"
  std::vector<int> lines{};        // by row, from 1
  std::string file{};
};

// `column` empty: the one with values, or of several the one called `id`. Problems, with line and
// column in `file`: values_file_empty, csv_separator, csv_value, csv_bin_index, csv_columns,
// csv_column.
Result<ValuesTable> read_values_table(std::string_view text, const std::string& file,
                                      const std::string& column, std::string_view id = {});

// Finite values. Of rows without a bin or time all of them, in order, for the caller to compare
// with the range; else one for each bin of the range, passing over rows outside it unless it is the
// whole grid. Problems, in the file: csv_gap (with the bins that lack a value), csv_duplicate_bin,
// csv_bin_out_of_range, csv_needs_start.
Result<std::vector<double>> values_of_bins(const ValuesTable& table, BinRange range,
                                           const TimeGrid& grid);

}  // namespace flowtime
