// A series as text: a table of bins and values, separated by commas or tabs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace flowtime {

// How the text was understood, so that an author can see a wrong guess.
struct IngestedTable {
  std::vector<double> values;  // by bin
  char delimiter =
      ',';  // ',' or '\t', whichever is more frequent in the first line; of equals the tab
  bool has_header = false;                              // its first cell is "bin", or no integer
  std::vector<std::string> columns = {"bin", "value"};  // in the order of the file
};

// Columns `bin` and `value`: in this order without a header, in any order and beside others with
// one. Every bin from 0 up once, lines in any order. Numbers may have thousands separators, and
// cells double quotes. Empty lines, CRLF and a BOM are fine.
// Problems, each with its line: series_empty, series_column_missing, series_bin_invalid,
// series_bin_twice, series_bins_incomplete, series_value_invalid.
// All mistakes of the text at once, but no more than 20. Sorts the rows: O(n log n).
Result<IngestedTable> read_series_table(std::string_view text);

}  // namespace flowtime
