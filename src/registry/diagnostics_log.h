// Performance figures that a web client sends about itself, as rows of a CSV file:
// diagnostics/canvas-diagnostics.csv when `source` holds "canvas", else
// diagnostics/hover-diagnostics.csv.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

// Named figures in the order they came; texts, numbers and booleans as texts.
using DiagnosticsRow = std::vector<std::pair<std::string, std::string>>;

inline constexpr std::size_t kDiagnosticsRows = 720;     // the oldest ones go
inline constexpr std::size_t kDiagnosticsColumns = 128;  // further names are refused

// Appends the row. The file has a column for every name that any of its rows had, so that every row
// has as many cells as the header; `source` is "manual" when it is not given and `timestampUtc` is
// now. Returns the path below the data root.
// Problems: invalid_diagnostics (a name that is none, or too many of them), io codes.
// Reads and rewrites the whole file, at most `rows` rows, under a lock of the file.
Result<std::string> append_diagnostics(Env& env, DiagnosticsRow row,
                                       std::size_t rows = kDiagnosticsRows);

// The members of a flat JSON object; those of an object within it with its name before them
// ("canvas": {"width": 3} is canvasWidth). Problem: invalid_json.
Result<DiagnosticsRow> diagnostics_from_json(const std::string& text);

}  // namespace flowtime
