// Ids of stored series and the names of their CSVs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/model.h"
#include "series/series_view.h"

namespace flowtime {

// <measure>@<MEASURE>@<CLASS>: the total is x@X@DEFAULT, the part of class Gold x@X@Gold, and the
// part of a classed series that no class accounts for x@X@DEFAULT.rest (no class id has a dot).
// Characters that a file name cannot hold become '_'. Ids are compared exactly, case included.
std::string stored_series_id(const SeriesInfo& info);

// The component token: the measure in upper case.
std::string component_id(const SeriesInfo& info);
// The class token of the id: "DEFAULT", "Gold", "DEFAULT.rest".
std::string stored_class(const SeriesInfo& info);
// "fallback" for totals, "specific" for class parts, "rest" for the unattributed part.
std::string stored_class_kind(const SeriesInfo& info);

// By SeriesIndex: the path of the CSV in the bundle, empty for a series that is not selected.
// Whether it is a file there, or made when asked for, is a matter of CsvPolicy.
//
// Selected are what `outputs` names (everything without outputs, or when they match nothing), every
// edge series, and whatever the topology refers to. `as` renames the total of its series; its class
// parts become <stem>_<class>. `exclude` narrows its own entry only.
// Problem: output_name_taken.
// Distinct, and at most 200 bytes long before the ending.
Result<std::vector<std::string>> csv_paths(const Model& model, const SeriesCatalog& series);
// Selected series x bins.
// What CsvPolicy judges.
std::int64_t csv_cells(const std::vector<std::string>& paths, std::int64_t bins);

// What spec.yaml binds each selected series to, below the bundle: its column of series.csv,
// "series.csv#served@SERVED@DEFAULT", else its row of the matrix, "series/values.f64#3".
std::vector<std::string> series_places(const SeriesCatalog& series,
                                       const std::vector<std::string>& csv_paths,
                                       bool has_wide_csv);

}  // namespace flowtime
