#include "export/run_export.h"

#include "base/ascii.h"
#include "base/number_text.h"
#include "export/block_file.h"
#include "export/metrics_text.h"
#include "export/parquet_file.h"
#include "run/bundle_paths.h"
#include "series/absent.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

std::string time_text(const TimeGrid& grid, std::int64_t bin) {
  const auto start = grid.bin_start_unix_ms(bin);
  return start ? format_utc(*start) : std::to_string(bin);
}

std::string measure_of(const SeriesEntry& entry) { return entry.id.substr(0, entry.id.find('@')); }

// A row without its time and value, in three parts around them.
// Made once per series, not for each of its bins.
struct RowText {
  std::string before_time, after_time, after_value;
};

RowText csv_row(const SeriesEntry& entry) {
  return {"", "," + entry.component_id + "," + measure_of(entry) + ",",
          "," + entry.class_token + "\n"};
}

RowText ndjson_row(const SeriesEntry& entry, bool has_times) {
  const std::string quote = has_times ? "\"" : "";
  return {"{\"time_bin\":" + quote,
          quote + ",\"component_id\":" + json_quote(entry.component_id) +
              ",\"measure\":" + json_quote(measure_of(entry)) + ",\"value\":",
          ",\"class\":" + json_quote(entry.class_token) + "}\n"};
}

struct FormatRow {
  ExportFormat format;
  const char *name, *file, *content_type;
};
constexpr FormatRow kFormats[] = {
    {ExportFormat::kCsv, "csv", "export.csv", "text/csv; charset=utf-8"},
    {ExportFormat::kCsvWide, "csv-wide", "export-wide.csv", "text/csv; charset=utf-8"},
    {ExportFormat::kNdjson, "ndjson", "export.ndjson", "application/x-ndjson"},
    {ExportFormat::kOpenMetrics, "openmetrics", "export.om",
     "application/openmetrics-text; version=1.0.0; charset=utf-8"},
    {ExportFormat::kParquet, "parquet", "export.parquet", "application/octet-stream"},
    {ExportFormat::kGrafana, "grafana", "grafana.json", "application/json; charset=utf-8"}};

const FormatRow& row_of(ExportFormat format) { return kFormats[static_cast<std::size_t>(format)]; }

// One row per series and bin.
Result<Done> write_long(const Run& run, bool csv, BlockFile& out) {
  const TimeGrid& grid = run.info().grid;
  if (csv) out.text() = "time_bin,component_id,measure,value,class\n";
  for (std::size_t row = 0; row < run.series().size(); ++row) {
    const SeriesEntry& entry = run.series()[row];
    const RowText around = csv ? csv_row(entry) : ndjson_row(entry, grid.start_unix_ms.has_value());
    std::int64_t bin = 0;
    for (const double value : run.values(row)) {
      std::string& text = out.text();
      text += around.before_time;
      text += time_text(grid, bin++);
      text += around.after_time;
      if (!is_absent(value))
        append_number(text, value);
      else if (!csv)
        text += "null";
      text += around.after_value;
      // After each row, so the memory is a block and a row at most.
      FT_RETURN_IF_PROBLEM(out.flush_when_full());
    }
  }
  return Done{};
}

// A name with a comma or a quote stands in quotes.
std::string csv_field(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

// One row per bin.
Result<Done> write_wide(const Run& run, BlockFile& out) {
  const TimeGrid& grid = run.info().grid;
  out.text() = "time_bin";
  for (const SeriesEntry& entry : run.series()) out.text() += "," + csv_field(entry.bare_id);
  out.text() += "\n";
  for (std::int64_t bin = 0; bin < grid.bins; ++bin) {
    std::string& text = out.text();
    text += time_text(grid, bin);
    for (std::size_t row = 0; row < run.series().size(); ++row) {
      text += ',';
      const double value = run.values(row)[static_cast<std::size_t>(bin)];
      if (!is_absent(value)) append_number(text, value);
    }
    text += '\n';
    FT_RETURN_IF_PROBLEM(out.flush_when_full());
  }
  return Done{};
}

Result<Done> write_as(ExportFormat format, const Run& run, BlockFile& out) {
  switch (format) {
    case ExportFormat::kCsv: return write_long(run, true, out);
    case ExportFormat::kNdjson: return write_long(run, false, out);
    case ExportFormat::kCsvWide: return write_wide(run, out);
    case ExportFormat::kOpenMetrics: return write_metrics_text(run, out);
    case ExportFormat::kParquet: return write_parquet(run, out);
    case ExportFormat::kGrafana: return write_grafana_dashboard(run, out);
  }
  return Done{};
}

}  // namespace

std::optional<ExportFormat> parse_export_format(std::string_view text) {
  const std::string lower = lower_case(text);
  if (lower == "aggregates" || lower == "gold") return ExportFormat::kCsv;
  for (const FormatRow& row : kFormats) {
    if (lower == row.name) return row.format;
  }
  return std::nullopt;
}

const char* name_of(ExportFormat format) { return row_of(format).name; }
const char* content_type_of(ExportFormat format) { return row_of(format).content_type; }
std::string export_file_name(ExportFormat format) { return row_of(format).file; }

std::string export_path(const std::string& run_id, ExportFormat format) {
  return run_directory(run_id) + "/aggregates/" + export_file_name(format);
}

Result<Done> write_export(Env& env, const Run& run, ExportFormat format, const std::string& path) {
  FT_TRY(auto file, env.open_file(path, OpenMode::kCreate));
  BlockFile out(std::move(file));
  FT_RETURN_IF_PROBLEM(write_as(format, run, out));
  return out.finish();
}

}  // namespace flowtime
