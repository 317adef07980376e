#include "run/open_run.h"

#include <algorithm>

#include "run/bundle_files.h"
#include "run/bundle_paths.h"
#include "run/judgement_file.h"
#include "run/one_run.h"
#include "run/read_documents.h"
#include "series/series_csv.h"
#include "series/values_matrix.h"
#include "sys/bus_guard.h"
#include "sys/ids.h"

namespace flowtime {
namespace {

// A link that somebody planted in the bundle leads nobody out of the data root.
Result<Done> check_inside(Env& env, const std::string& id, const std::string& path) {
  const Result<std::string> inside = env.confined(run_directory(id) + "/" + path);
  if (inside || !failed_with(inside.problems(), io_codes::kOutsideRoot)) return Done{};
  return damaged_problem(path, "is a link that leads out of the data directory");
}

// A file that is not there damages the run; other failures of the disk are told as they are.
Result<std::string> read_part(Env& env, const std::string& id, const std::string& path) {
  FT_RETURN_IF_PROBLEM(check_inside(env, id, path));
  Result<std::string> text = env.read_file(run_directory(id) + "/" + path);
  if (!text && failed_with(text.problems(), io_codes::kNotFound)) {
    return damaged_problem(path, "is missing");
  }
  return text;
}

// Other writers may list the series in run.json alone; they know no hash of the content.
Result<std::vector<SeriesEntry>> read_entries(Env& env, const std::string& id, bool is_ours) {
  // Ours without an index is damaged, and reading it says so.
  const bool indexed = is_ours || env.exists(run_directory(id) + "/" + bundle::kIndex);
  const std::string path = indexed ? bundle::kIndex : bundle::kRun;
  FT_TRY(const std::string text, read_part(env, id, path));
  return read_series_entries(path, text);
}

// The values of bundles whose writer knew CSVs only.
Result<std::vector<double>> load_csvs(Env& env, const std::string& id,
                                      const std::vector<SeriesEntry>& entries, std::int64_t bins) {
  std::vector<double> values;
  for (const SeriesEntry& entry : entries) {
    if (!is_relative_path(entry.csv_path) || entry.csv_path.empty()) {
      return damaged_problem(bundle::kIndex, "names no CSV for series '" + entry.id + "'");
    }
    FT_TRY(const std::string text, read_part(env, id, entry.csv_path));
    FT_TRY(const std::vector<CsvSeries> series, read_series_csv(text, bins, entry.csv_path));
    values.insert(values.end(), series[0].values.begin(), series[0].values.end());
  }
  return values;
}

}  // namespace

bool run_exists(Env& env, const std::string& id) {
  if (!is_id(id)) return false;
  const Result<FileInfo> info = env.info(run_directory(id));
  return info && info->kind == FileKind::kDirectory && env.confined(run_directory(id));
}

Result<Done> check_run_exists(Env& env, const std::string& id) {
  FT_RETURN_IF_PROBLEM(check_id(id, "run id"));
  if (run_exists(env, id)) return Done{};
  return Problem{.code = "run_not_found",
                 .message = "there is no run '" + id + "'",
                 .remedy = "List the runs to see their ids."};
}

Result<RunInfo> read_run_info(Env& env, const std::string& id) {
  FT_RETURN_IF_PROBLEM(check_run_exists(env, id));
  FT_TRY(const std::string text, read_part(env, id, bundle::kRun));
  FT_TRY(RunInfo info, read_run_json(text));
  info.id = id;
  // A run without metadata is still a run.
  const Result<std::string> metadata = read_part(env, id, bundle::kMetadata);
  if (metadata) add_metadata(info, *metadata);
  info.labels = read_labels(env, id);
  return info;
}

Result<Run> open_run(Env& env, const std::string& id) {
  return of_one_run(env, id, [&] { return Run::open(env, id); });
}

Result<Run> Run::open(Env& env, const std::string& id) {
  Run run;
  run.env_ = &env;
  FT_TRY(run.info_, read_run_info(env, id));
  FT_TRY(run.series_, read_entries(env, id, !run.info_.content_hash.empty()));
  run.by_id_.reserve(2 * run.series_.size());
  for (std::size_t i = 0; i < run.series_.size(); ++i) {
    // The keys are views into series_, which does not change any more.
    run.by_id_.emplace(run.series_[i].id, i);
    run.by_id_.emplace(run.series_[i].bare_id, i);
  }
  FT_RETURN_IF_PROBLEM(run.open_values());
  run.open_judgement();
  return run;
}

Result<Done> Run::open_values() {
  const ValuesMatrix shape{series_.size(), static_cast<std::uint64_t>(info_.grid.bins)};
  FT_RETURN_IF_PROBLEM(check_inside(*env_, info_.id, bundle::kValues));
  Result<std::unique_ptr<FileView>> view =
      env_->view_file(run_directory(info_.id) + "/" + bundle::kValues);
  if (view) {
    matrix_ = std::move(*view);
    // Checked once, so that values() needs no bounds of the file.
    if (matrix_->bytes().size() != shape.bytes()) {
      return damaged_problem(bundle::kValues, "does not have the size of its series");
    }
    first_ = reinterpret_cast<const double*>(matrix_->bytes().data());
    // After the mapping: a file that is replaced between the two is noticed as changed.
    FT_TRY(matrix_file_, env_->info(run_directory(info_.id) + "/" + bundle::kValues));
    return check_values_written_last(*matrix_file_);
  }
  if (!failed_with(view.problems(), io_codes::kNotFound)) return view.problems();
  const bool has_csvs = std::all_of(series_.begin(), series_.end(), [this](const auto& entry) {
    return !entry.csv_path.empty() && is_relative_path(entry.csv_path) &&
           env_->exists(run_directory(info_.id) + "/" + entry.csv_path);
  });
  // A run of ours has a matrix; without CSVs either, its values are lost.
  if (!has_csvs && !info_.content_hash.empty()) {
    return damaged_problem(bundle::kValues, "is missing");
  }
  FT_TRY(loaded_, load_csvs(*env_, info_.id, series_, info_.grid.bins));
  first_ = loaded_.data();
  return Done{};
}

// What publishes a run is its manifest, written after the values. Values that were written later
// are looked at before one of them is served.
Result<Done> Run::check_values_written_last(const FileInfo& values) const {
  const auto published = env_->info(run_directory(info_.id) + "/" + bundle::kManifestHash);
  // The usual case costs two stats; hashing is for values that were touched.
  if (!published || values.modified_ns <= published->modified_ns) return Done{};
  return verify_values(*env_, info_.id);
}

Result<Done> Run::check_intact() const {
  if (!matrix_ || !is_broken_mapping(matrix_->bytes())) return Done{};
  return damaged_problem(bundle::kValues, "became shorter while it was read");
}

bool Run::is_unchanged() const {
  if (!matrix_) return true;
  if (!check_intact()) return false;
  const auto now = env_->info(run_directory(info_.id) + "/" + bundle::kValues);
  return now && now->bytes == matrix_file_->bytes &&
         now->modified_ns == matrix_file_->modified_ns &&
         now->file_number == matrix_file_->file_number;
}

std::optional<std::size_t> Run::find(std::string_view series_id) const {
  const auto found = by_id_.find(series_id);
  if (found == by_id_.end()) return std::nullopt;
  return found->second;
}

std::span<const double> Run::values(std::size_t row) const {
  FT_CHECK(row < series_.size());
  const auto bins = static_cast<std::size_t>(info_.grid.bins);
  return {first_ + row * bins, bins};
}

// Opened with the rest, so that it belongs to the same version of the run as the values.
void Run::open_judgement() {
  if (!info_.judgement || !check_inside(*env_, info_.id, bundle::kJudgement)) return;
  auto view = env_->view_file(run_directory(info_.id) + "/" + bundle::kJudgement);
  if (view) judgement_ = std::move(*view);
}

std::optional<Judgement> Run::judgement() const {
  if (!judgement_ || info_.judgement->version != kJudgementVersion) return std::nullopt;
  auto judgement = read_judgement_bytes(judgement_->bytes(), info_.grid.bins);
  // The summary is in run.json alone: one copy of each figure.
  if (judgement) judgement->summary = *info_.judgement;
  return judgement;
}

Result<std::string> Run::read_file(const std::string& path) const {
  if (!is_relative_path(path) || path.empty()) {
    return Problem{.code = io_codes::kOutsideRoot,
                   .message = "'" + path + "' is not a path inside a run",
                   .remedy = "Use a path that the manifest lists."};
  }
  FT_RETURN_IF_PROBLEM(check_inside(*env_, info_.id, path));
  Result<std::string> text = env_->read_file(run_directory(info_.id) + "/" + path);
  if (text || !failed_with(text.problems(), io_codes::kNotFound)) return text;
  if (const auto row = row_of_csv(path)) return series_csv(values(*row));
  return text;
}

std::optional<std::size_t> Run::row_of_csv(const std::string& path) const {
  for (std::size_t row = 0; row < series_.size(); ++row) {
    if (series_[row].csv_path == path) return row;
  }
  return std::nullopt;
}

bool Run::has_file(const std::string& path) const {
  return is_relative_path(path) && !path.empty() &&
         (env_->exists(run_directory(info_.id) + "/" + path) || row_of_csv(path));
}

Result<RunList> list_runs(Env& env) {
  RunList list;
  if (!env.exists(kRunsDirectory)) return list;
  FT_TRY(const std::vector<DirectoryEntry> entries, env.list(kRunsDirectory));
  for (const DirectoryEntry& entry : entries) {
    if (entry.kind != FileKind::kDirectory || !is_id(entry.name)) continue;
    Result<RunInfo> info = read_run_info(env, entry.name);
    if (info) {
      list.runs.push_back(std::move(*info));
      // Deleted since the listing: not damaged.
    } else if (env.exists(run_directory(entry.name))) {
      list.damaged.push_back(entry.name);
    }
  }
  // Entries come by name, and a stable sort keeps that order within one time.
  std::stable_sort(list.runs.begin(), list.runs.end(), [](const RunInfo& a, const RunInfo& b) {
    return parse_utc(a.created_utc) > parse_utc(b.created_utc);
  });
  return list;
}

}  // namespace flowtime
