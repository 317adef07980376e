// All series of a run as rows of one table, below aggregates/ of its bundle.
//
//   time_bin,component_id,measure,value,class
//
// time_bin is the start of the bin, "2026-01-01T00:00:00Z", or its index when the grid has no
// start. Rows go by series in the order of the index, then by bin. An absent value is an empty
// cell, and null in NDJSON. Equal runs give equal bytes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "run/open_run.h"
#include "sys/env.h"

namespace flowtime {

enum class ExportFormat { kCsv, kNdjson };

// "csv", "aggregates" and "gold" are CSV; in any case.
std::optional<ExportFormat> parse_export_format(std::string_view text);
const char* name_of(ExportFormat format);           // "csv", "ndjson"
std::string export_file_name(ExportFormat format);  // "export.csv"
std::string export_path(const std::string& run_id, ExportFormat format);

// Writes the table at `path`, with the memory of one block. Problems: io codes.
Result<Done> write_export(Env& env, const Run& run, ExportFormat format, const std::string& path);

}  // namespace flowtime
