// Imported series on disk, and reading them onto the grid of a model.
//
//   <data>/imports/<id>/import.json   what it was read from and how, its grid, columns and report
//   <data>/imports/<id>/values.f64    little-endian doubles, one row of bins per column
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "sys/env.h"
#include "telemetry/import_reader.h"

namespace flowtime {

inline constexpr const char* kImportsDirectory = "imports";

// Folders of `file` are not stored; the address of a server is.
struct ImportRequest {
  std::string file;  // what it is called
  std::string id{};  // empty: made of the content, so that the same import has the same id
  bool overwrite = false;
  ImportOptions options{};
};

// With `was_reused` nothing was written, and the input was read all the same.
struct StoredImport {
  std::string id;
  bool was_reused = false;  // the same was there already
  std::string json;         // of import.json
  ImportResult result;      // without values where it was reused
};

// Complete or not at all: one rename publishes it. Problems: invalid_id, import_exists (another one
// has the id), those of read_import, io codes.
// Without an id it is "imp-" and 16 hex digits over the bytes and how they were understood: options
// that lead to the same reading give the same id. With `overwrite` the two swap in one rename.
Result<StoredImport> store_import(Env& env, ByteSource& source, const ImportRequest& request,
                                  Env* zones, const ImportProgress& progress = {});

// {"id","wasReused","file","format","reading":{},"grid":{},"columns":[...],"gaps":[...],"gapCount",
//  "missingBins","missingMinutes","duplicates","offGrid","resets","clockSteps","rows","samples",
//  "blankValues","totals":{"before","after","conserved"},"remarks":[...],...}
std::string import_json(const std::string& id, const ImportRequest& request,
                        const ImportResult& result);

// import.json as it was written. Problems: invalid_id, import_not_found.
// No link leads out of the data root.
Result<std::string> read_import_json(Env& env, const std::string& id);

// "import:ID#column" -> the two. Nothing where the text does not start with "import:".
// The id ends at the first '#'; everything behind it is the column.
struct ImportRef {
  std::string id, column;  // column empty: the only one
};
// Neither part is looked up.
std::optional<ImportRef> parse_import_ref(std::string_view text);

// Reads "import:ID#column" from the imports of a data root, which outlives it.
std::function<Result<std::vector<double>>(const std::string& source, const TimeGrid& grid)>
import_reader(Env& env);

// The values of a column for every bin of `grid`: by the clock where both have a start, else from
// the first bin on. Bins that are a multiple as wide as those of the import take the sum of a flow,
// the mean, the last or the largest of a level.
// Problems: import_not_found, import_damaged, unknown_column, import_grid (other bins, or too few),
// import_gap (a bin without a value, which a const node cannot have).
// Reads the bins that it returns through a view of the file.
// Bins are merged, never divided. A merged bin that lacks a part has no value. The hash of the
// column is compared each time: linear in the bins of the import.
Result<std::vector<double>> read_import_values(Env& env, const ImportRef& ref,
                                               const TimeGrid& grid);

}  // namespace flowtime
