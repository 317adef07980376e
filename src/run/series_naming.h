// Ids of stored series and the names of their CSVs.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/model.h"
#include "run/run_record.h"
#include "series/series_view.h"

namespace flowtime {

// <measure>@<MEASURE>@<CLASS>: the total is x@X@DEFAULT, the part of class Gold x@X@Gold, and the
// part of a classed series that no class accounts for x@X@DEFAULT.rest (no class id has a dot).
std::string stored_series_id(const SeriesInfo& info);

// The component token: the measure in upper case.
std::string component_id(const SeriesInfo& info);
// The class token of the id: "DEFAULT", "Gold", "DEFAULT.rest".
std::string stored_class(const SeriesInfo& info);
// "fallback" for totals, "specific" for class parts, "rest" for the unattributed part.
std::string stored_class_kind(const SeriesInfo& info);

// By SeriesIndex: the path of the CSV in the bundle, empty when it gets none.
//
// Selected are what `outputs` names (everything without outputs, or when they match nothing), every
// edge series, and whatever the topology refers to. `as` renames the total of its series; its class
// parts become <stem>_<class>. `exclude` narrows its own entry only.
// Problem: output_name_taken.
Result<std::vector<std::string>> csv_paths(const Model& model, const SeriesCatalog& series,
                                           CsvPolicy policy);

}  // namespace flowtime
