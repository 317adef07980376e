// The values of a const node from a file: `values: {file: x.csv}` and `--set id=@x.csv`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace flowtime {

// One number per row, in order, after an optional header of one name; or a series CSV
// (series/series_csv.h) with one row for every bin from 0. Every row must hold a finite number,
// because a const node has no absent values.
// Problems, with line and column in `file`: values_file_empty, csv_value, csv_columns and the other
// codes of series_csv.h.
Result<std::vector<double>> read_values_csv(std::string_view text, const std::string& file);

}  // namespace flowtime
