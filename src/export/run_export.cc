#include "export/run_export.h"

#include "base/ascii.h"
#include "base/number_text.h"
#include "run/bundle_paths.h"
#include "series/absent.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

constexpr std::size_t kBlockBytes = 1u << 20;

// Text that goes to a file block by block.
class BlockFile {
 public:
  explicit BlockFile(std::unique_ptr<File> file) : file_(std::move(file)) {}
  std::string& text() { return text_; }
  Result<Done> flush_when_full() {
    if (text_.size() < kBlockBytes) return Done{};
    return flush();
  }
  Result<Done> finish() {
    FT_RETURN_IF_PROBLEM(flush());
    return file_->sync_data();
  }

 private:
  Result<Done> flush() {
    FT_RETURN_IF_PROBLEM(file_->write_at(written_, text_));
    written_ += text_.size();
    text_.clear();
    return Done{};
  }
  std::unique_ptr<File> file_;
  std::string text_;
  std::uint64_t written_ = 0;
};

std::string time_text(const TimeGrid& grid, std::int64_t bin) {
  const auto start = grid.bin_start_unix_ms(bin);
  return start ? format_utc(*start) : std::to_string(bin);
}

std::string measure_of(const SeriesEntry& entry) { return entry.id.substr(0, entry.id.find('@')); }

// A row without its time and value, in three parts around them.
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

}  // namespace

std::optional<ExportFormat> parse_export_format(std::string_view text) {
  const std::string lower = lower_case(text);
  if (lower == "csv" || lower == "aggregates" || lower == "gold") return ExportFormat::kCsv;
  if (lower == "ndjson") return ExportFormat::kNdjson;
  return std::nullopt;
}

const char* name_of(ExportFormat format) { return format == ExportFormat::kCsv ? "csv" : "ndjson"; }

std::string export_file_name(ExportFormat format) {
  return std::string("export.") + name_of(format);
}

std::string export_path(const std::string& run_id, ExportFormat format) {
  return run_directory(run_id) + "/aggregates/" + export_file_name(format);
}

Result<Done> write_export(Env& env, const Run& run, ExportFormat format, const std::string& path) {
  FT_TRY(auto file, env.open_file(path, OpenMode::kCreate));
  BlockFile out(std::move(file));
  const TimeGrid& grid = run.info().grid;
  const bool csv = format == ExportFormat::kCsv;
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
      FT_RETURN_IF_PROBLEM(out.flush_when_full());
    }
  }
  return out.finish();
}

}  // namespace flowtime
