#include "telemetry/import_store.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <optional>
#include <span>

#include "base/nearest_name.h"
#include "run/json_parts.h"
#include "run/scratch_directory.h"
#include "series/absent.h"
#include "sys/ids.h"
#include "sys/sha256.h"
#include "text/json_reader.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

constexpr const char* kImportJson = "import.json";
constexpr const char* kImportValues = "values.f64";
constexpr int kImportVersion = 1;

// Without the directories of a machine; the address of a server stays.
std::string shown_file(const std::string& file) {
  if (file.find("://") != std::string::npos) return file;
  return file.substr(file.rfind('/') + 1);
}

std::string import_directory(const std::string& id) {
  return std::string(kImportsDirectory) + "/" + id;
}

bool is_counted(SampleKind kind) {
  return kind == SampleKind::kFlow || kind == SampleKind::kCounter;
}

void write_grid(JsonWriter& json, const TimeGrid& grid) {
  json.key("grid").begin_object().member("bins", grid.bins).member("binSize", grid.bin_size);
  json.member("binUnit", name_of(grid.bin_unit));
  json.member("startUtc", format_utc(grid.start_unix_ms.value_or(0)));
  json.member("endUtc", format_utc(*grid.bin_start_unix_ms(grid.bins))).end_object();
}

std::string_view bytes_of(const std::vector<double>& row) {
  return {reinterpret_cast<const char*>(row.data()), row.size() * sizeof(double)};
}

void write_columns(JsonWriter& json, const AlignedSeries& aligned) {
  json.key("columns").begin_array();
  for (std::size_t i = 0; i < aligned.columns.size(); ++i) {
    const ImportColumn& column = aligned.columns[i];
    json.begin_object().member("name", column.name).member("kind", name_of(column.kind));
    if (!column.unit.empty()) json.member("unit", column.unit);
    json.member("samples", column.samples).member("missingBins", column.missing_bins);
    if (column.filled_bins > 0) json.member("filledBins", column.filled_bins);
    json.key("totals").begin_object().member("before", column.before);
    json.member("after", column.after).end_object();
    json.member("hash", sha256_tagged(bytes_of(aligned.values[i]))).end_object();
  }
  json.end_array();
}

void write_gaps(JsonWriter& json, const std::vector<ImportGap>& gaps, double bin_minutes) {
  json.key("gaps").begin_array();
  for (const ImportGap& gap : gaps) {
    json.begin_object().member("column", gap.column).member("fromBin", gap.from_bin);
    json.member("toBin", gap.from_bin + gap.bins - 1).member("bins", gap.bins);
    json.member("fromUtc", format_utc(gap.from_unix_ms));
    json.member("toUtc", format_utc(gap.to_unix_ms));
    json.member("minutes", static_cast<double>(gap.bins) * bin_minutes).end_object();
  }
  json.end_array();
}

void write_remarks(JsonWriter& json, const std::vector<ImportRemark>& remarks) {
  json.key("remarks").begin_array();
  for (const ImportRemark& remark : remarks) {
    json.begin_object().member("what", remark.what).member("line", std::int64_t{remark.line});
    json.member("column", remark.column).member("time", remark.time).end_object();
  }
  json.end_array();
}

void write_texts(JsonWriter& json, const char* name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.string(text);
  json.end_array();
}

// Of what is counted: items, not levels.
void write_totals(JsonWriter& json, const std::vector<ImportColumn>& columns) {
  double before = 0, after = 0;
  bool conserved = true;
  for (const ImportColumn& column : columns) {
    if (!is_counted(column.kind)) continue;
    before += column.before;
    after += column.after;
    // Sums of many values differ in their last digits.
    const double scale = std::max(1.0, std::fabs(column.before));
    conserved = conserved && std::fabs(column.before - column.after) <= 1e-9 * scale;
  }
  json.key("totals").begin_object().member("before", before).member("after", after);
  json.member("conserved", conserved).end_object();
}

void write_report(JsonWriter& json, const AlignedSeries& aligned) {
  const ImportReport& report = aligned.report;
  const double bin_minutes = aligned.grid.bin_minutes();
  write_gaps(json, report.gaps, bin_minutes);
  json.member("gapCount", report.gap_count).member("missingBins", report.missing_bins);
  json.member("missingMinutes", static_cast<double>(report.missing_bins) * bin_minutes);
  json.member("duplicates", report.duplicates).member("offGrid", report.off_grid);
  json.member("resets", report.resets).member("clockSteps", report.clock_steps);
  json.member("rows", report.rows).member("samples", report.samples);
  json.member("blankValues", report.blank_values);
  json.member("sampleStepMs", report.sample_step_ms);
  write_totals(json, aligned.columns);
  write_remarks(json, report.remarks);
  write_texts(json, "emptyColumns", report.empty_columns);
  write_texts(json, "ignoredColumns", report.ignored_columns);
}

// The bytes that pass, hashed on the way.
class HashedSource : public ByteSource {
 public:
  explicit HashedSource(ByteSource& source) : source_(source) {}
  Result<std::string_view> next() override {
    auto piece = source_.next();
    if (piece) hash_.update(*piece);
    return piece;
  }
  std::string finish_hex() { return hash_.finish_hex(); }

 private:
  ByteSource& source_;
  Sha256 hash_;
};

Result<Done> write_values(Env& env, const std::string& path, const AlignedSeries& aligned) {
  FT_TRY(auto file, env.open_file(path, OpenMode::kCreate));
  std::uint64_t at = 0;
  for (const std::vector<double>& row : aligned.values) {
    FT_RETURN_IF_PROBLEM(file->write_at(at, bytes_of(row)));
    at += row.size() * sizeof(double);
  }
  return file->sync_data();
}

// What makes two imports the same: the bytes, and how they were understood.
std::string id_of_content(const std::string& bytes_hex, const ImportResult& result) {
  std::string text = bytes_hex;
  for (const auto& [name, value] : result.reading) text += "\n" + name + "=" + value;
  const TimeGrid& grid = result.aligned.grid;
  // Options that led to the same reading make the same id.
  text += "\n" + format_utc(*grid.start_unix_ms) + " " + std::to_string(grid.bins) + " " +
          std::to_string(grid.bin_milliseconds());
  for (const ImportColumn& column : result.aligned.columns) {
    text += "\n" + column.name + " " + name_of(column.kind) + " " + column.unit + " " +
            std::to_string(column.filled_bins);
  }
  return "imp-" + sha256_hex(text).substr(0, 16);
}

Result<bool> is_there_already(Env& env, const ImportRequest& request, const std::string& id) {
  if (!env.exists(import_directory(id) + "/" + kImportJson)) return false;
  // The id is made of the content.
  if (request.id.empty()) return true;  // of the same content
  if (request.overwrite) return false;
  return Problem{.code = "import_exists",
                 .message = "there is already an import '" + id + "'",
                 .remedy = "Overwrite it, give another id, or none."};
}

Result<Done> publish_import(Env& env, const std::string& from, const std::string& id) {
  FT_RETURN_IF_PROBLEM(env.sync_directory(from));
  FT_RETURN_IF_PROBLEM(env.confined(kImportsDirectory));
  FT_RETURN_IF_PROBLEM(env.make_directories(kImportsDirectory));
  const std::string place = import_directory(id);
  const Result<Done> placed = env.rename(from, place, RenameRule::kNoReplace);
  if (!placed && failed_with(placed.problems(), io_codes::kExists)) {
    // The former import is removed with the scratch directory.
    FT_RETURN_IF_PROBLEM(env.rename(from, place, RenameRule::kExchange));
  } else if (!placed) {
    return placed.problems();
  }
  return env.sync_directory(kImportsDirectory);
}

// What reading the values of an import needs of its import.json.
struct ImportHead {
  TimeGrid grid;
  std::vector<std::string> names;
  std::vector<SampleKind> kinds;
  std::vector<std::string> hashes;  // of the values of a column; empty: written without
};

Problem damaged_import(const std::string& id) {
  return {.code = "import_damaged",
          .message = "the import '" + id + "' is not as it was written",
          .remedy = "Import the data again."};
}

Result<ImportHead> read_head(Env& env, const std::string& id) {
  FT_TRY(const std::string text, read_import_json(env, id));
  JsonReader json(text);
  ImportHead head;
  std::optional<BinUnit> unit;
  json.members([&](std::string_view name) {
    if (name == "grid") {
      json.members([&](std::string_view member) {
        if (member == "bins") head.grid.bins = json.integer().value_or(0);
        if (member == "binSize") head.grid.bin_size = json.integer().value_or(0);
        if (member == "binUnit") unit = parse_bin_unit(json.text());
        if (member == "startUtc") head.grid.start_unix_ms = parse_utc(json.text());
      });
    }
    if (name == "columns") {
      json.items([&] {
        head.names.emplace_back();
        head.kinds.push_back(SampleKind::kFlow);
        head.hashes.emplace_back();
        json.members([&](std::string_view member) {
          if (member == "name") head.names.back() = json.text();
          if (member == "hash") head.hashes.back() = json.text();
          if (member == "kind") {
            head.kinds.back() = parse_sample_kind(json.text()).value_or(SampleKind::kFlow);
          }
        });
      });
    }
  });
  const TimeGrid& grid = head.grid;
  const bool is_grid =
      grid.bins >= 1 && grid.bins <= kMaxBins && grid.bin_size >= 1 && grid.bin_size <= kMaxBinSize;
  if (!json.finished() || !unit || !is_grid || head.names.empty()) return damaged_import(id);
  head.grid.bin_unit = *unit;
  return head;
}

Result<std::size_t> column_of(const ImportHead& head, const ImportRef& ref) {
  // Without a name only where it cannot be mistaken.
  if (ref.column.empty() && head.names.size() == 1) return std::size_t{0};
  const auto found = std::find(head.names.begin(), head.names.end(), ref.column);
  if (found != head.names.end()) return static_cast<std::size_t>(found - head.names.begin());
  const std::vector<std::string_view> known(head.names.begin(), head.names.end());
  const std::string nearest = nearest_name(ref.column, known);
  return Problem{.code = "unknown_column",
                 .message = "the import '" + ref.id + "' has no column '" + ref.column + "'",
                 .remedy = nearest.empty() ? "Its first one is '" + head.names.front() + "'."
                                           : "Did you mean '" + nearest + "'?"};
}

// All values of an import, of which those of `column` are as they were written.
Result<std::unique_ptr<FileView>> view_values(Env& env, const std::string& id,
                                              const ImportHead& head, std::size_t column) {
  const std::string path = import_directory(id) + "/" + kImportValues;
  const auto inside = env.confined(path);
  auto view = inside ? env.view_file(path) : Result<std::unique_ptr<FileView>>(inside.problems());
  const std::size_t row = static_cast<std::size_t>(head.grid.bins) * sizeof(double);
  if (!view || (*view)->bytes().size() != head.names.size() * row) return damaged_import(id);
  const std::string_view values((*view)->bytes().data() + column * row, row);
  const std::string& hash = head.hashes[column];
  if (!hash.empty() && hash != sha256_tagged(values)) return damaged_import(id);
  return view;
}

double merged(std::span<const double> values, SampleKind kind) {
  double sum = 0, largest = values.front();
  std::size_t count = 0;
  for (const double value : values) {
    if (is_absent(value)) continue;
    sum += value;
    largest = count == 0 ? value : std::max(largest, value);
    ++count;
  }
  // Part of a bin is not all of it.
  if (count < values.size()) return kAbsent;
  switch (kind) {
    case SampleKind::kFlow:
    case SampleKind::kCounter: return sum;
    case SampleKind::kMean: return sum / static_cast<double>(count);
    case SampleKind::kLast: return values.back();
    case SampleKind::kMax: return largest;
  }
  return kAbsent;
}

Problem other_grid(const ImportRef& ref, const std::string& complaint) {
  return {
      .code = "import_grid",
      .message = "the import '" + ref.id + "' " + complaint,
      .remedy = "Give the model a grid that the import covers, or import with --bin and --start."};
}

std::string width_of(const TimeGrid& grid) {
  return std::to_string(grid.bin_size) + " " + name_of(grid.bin_unit);
}

}  // namespace

Result<std::string> read_import_json(Env& env, const std::string& id) {
  FT_RETURN_IF_PROBLEM(check_id(id, "import id"));
  const std::string path = import_directory(id) + "/" + kImportJson;
  const auto inside = env.confined(path);
  auto text = inside ? env.read_file(path) : Result<std::string>(inside.problems());
  if (text) return text;
  return Problem{.code = "import_not_found",
                 .message = "there is no import '" + id + "'",
                 .remedy = "'flowtime telemetry import FILE' answers the id of a new one."};
}

std::string import_json(const std::string& id, const ImportRequest& request,
                        const ImportResult& result) {
  JsonWriter json(JsonWriter::Layout::kIndented);
  json.begin_object().member("schemaVersion", kImportVersion).member("id", id);
  json.member("file", shown_file(request.file)).member("format", name_of(result.format));
  json.key("reading").begin_object();
  for (const auto& [name, value] : result.reading) json.member(name, value);
  json.end_object();
  write_grid(json, result.aligned.grid);
  write_columns(json, result.aligned);
  write_report(json, result.aligned);
  json.end_object();
  return document_text(json);
}

Result<StoredImport> store_import(Env& env, ByteSource& source, const ImportRequest& request,
                                  Env* zones, const ImportProgress& progress) {
  if (!request.id.empty()) FT_RETURN_IF_PROBLEM(check_id(request.id, "import id"));
  StoredImport stored;
  HashedSource hashed(source);
  FT_TRY(stored.result, read_import(hashed, request.file, request.options, zones, progress));
  stored.id = request.id.empty() ? id_of_content(hashed.finish_hex(), stored.result) : request.id;
  stored.json = import_json(stored.id, request, stored.result);
  // After reading: what makes the id is known only then.
  FT_TRY(stored.was_reused, is_there_already(env, request, stored.id));
  if (stored.was_reused) return stored;
  FT_TRY(const auto scratch, ScratchDirectory::open(env, "import"));
  const std::string folder = scratch->path() + "/made";
  FT_RETURN_IF_PROBLEM(env.make_directories(folder));
  FT_RETURN_IF_PROBLEM(write_values(env, folder + "/" + kImportValues, stored.result.aligned));
  FT_RETURN_IF_PROBLEM(env.write_file(folder + "/" + kImportJson, stored.json));
  FT_RETURN_IF_PROBLEM(publish_import(env, folder, stored.id));
  return stored;
}

std::function<Result<std::vector<double>>(const std::string&, const TimeGrid&)> import_reader(
    Env& env) {
  return [&env](const std::string& source, const TimeGrid& grid) -> Result<std::vector<double>> {
    if (const auto ref = parse_import_ref(source)) return read_import_values(env, *ref, grid);
    return Problem{.code = "import_not_found",
                   .message = "'" + source + "' does not name an import",
                   .remedy = "Write import:ID#column."};
  };
}

std::optional<ImportRef> parse_import_ref(std::string_view text) {
  constexpr std::string_view kPrefix = "import:";
  if (!text.starts_with(kPrefix)) return std::nullopt;
  text.remove_prefix(kPrefix.size());
  const std::size_t mark = text.find('#');
  ImportRef ref{.id = std::string(text.substr(0, mark)), .column = ""};
  if (mark != std::string_view::npos) ref.column = text.substr(mark + 1);
  return ref;
}

Result<std::vector<double>> read_import_values(Env& env, const ImportRef& ref,
                                               const TimeGrid& grid) {
  FT_TRY(const ImportHead head, read_head(env, ref.id));
  FT_TRY(const std::size_t column, column_of(head, ref));
  const std::int64_t width = head.grid.bin_milliseconds();
  // Dividing bins would invent values; merging whole ones does not.
  if (grid.bin_milliseconds() % width != 0) {
    return other_grid(ref, "has bins of " + width_of(head.grid) + ", which do not fill bins of " +
                               width_of(grid));
  }
  const std::int64_t factor = grid.bin_milliseconds() / width;
  std::int64_t first = 0;
  if (grid.start_unix_ms && head.grid.start_unix_ms) {
    const std::int64_t ahead = *grid.start_unix_ms - *head.grid.start_unix_ms;
    if (ahead % width != 0)
      return other_grid(ref, "has bins whose starts are not those of the model");
    first = ahead / width;
  }
  // Divided, not multiplied: no overflow.
  if (first < 0 || grid.bins > (head.grid.bins - first) / factor) {
    return other_grid(ref, "has " + std::to_string(head.grid.bins) + " bins from " +
                               format_utc(head.grid.start_unix_ms.value_or(0)) +
                               "; the model asks for " + std::to_string(grid.bins * factor) +
                               " from bin " + std::to_string(first) + " of them");
  }
  FT_TRY(const auto view, view_values(env, ref.id, head, column));
  const auto from =
      column * static_cast<std::size_t>(head.grid.bins) + static_cast<std::size_t>(first);
  std::vector<double> values, part(static_cast<std::size_t>(factor));
  for (std::int64_t bin = 0; bin < grid.bins; ++bin) {
    const std::size_t at = from + static_cast<std::size_t>(bin * factor);
    // Copied, because the bytes need not be aligned.
    std::memcpy(part.data(), view->bytes().data() + at * sizeof(double),
                part.size() * sizeof(double));
    values.push_back(merged(part, head.kinds[column]));
    if (!is_absent(values.back())) continue;
    const auto when = head.grid.bin_start_unix_ms(first + bin * factor);
    return Problem{.code = "import_gap",
                   .message = "the import '" + ref.id + "' has no value in bin " +
                              std::to_string(bin) + " of the model, from " +
                              format_utc(when.value_or(0)),
                   .remedy =
                       "Import with --fill zero, hold or linear, or leave the gap out of the "
                       "grid."};
  }
  return values;
}

}  // namespace flowtime
