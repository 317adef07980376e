// All series of a run in the forms that other tools read, below aggregates/ of its bundle.
//
//   csv, ndjson   rows of one table: time_bin,component_id,measure,value,class
//   csv-wide      one row per bin: time_bin and one column per series, by its bare id
//   openmetrics, grafana    metrics_text.h
//   parquet       parquet_file.h
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

enum class ExportFormat { kCsv, kCsvWide, kNdjson, kOpenMetrics, kParquet, kGrafana };
inline constexpr ExportFormat kExportFormats[] = {
    ExportFormat::kCsv,         ExportFormat::kCsvWide, ExportFormat::kNdjson,
    ExportFormat::kOpenMetrics, ExportFormat::kParquet, ExportFormat::kGrafana};

// By name_of, in any case; "aggregates" and "gold" are CSV too.
std::optional<ExportFormat> parse_export_format(std::string_view text);
const char* name_of(ExportFormat format);  // "csv", "csv-wide", "ndjson", "openmetrics", ...
std::string export_file_name(ExportFormat format);  // "export.csv"
const char* content_type_of(ExportFormat format);
std::string export_path(const std::string& run_id, ExportFormat format);

// Writes the export at `path`, with the memory of one block, or of one series as Parquet. Problems:
// those of the run's model (openmetrics, parquet and grafana name nodes), io codes.
Result<Done> write_export(Env& env, const Run& run, ExportFormat format, const std::string& path);

}  // namespace flowtime
