#include "registry/artifact_files.h"

#include <algorithm>
#include <memory>
#include <set>

#include "registry/artifact_of_run.h"
#include "registry/artifact_zip.h"
#include "registry/model_store.h"
#include "run/bundle_paths.h"
#include "run/csv_policy.h"
#include "run/open_run.h"
#include "run/stored_file.h"
#include "series/series_csv.h"
#include "sys/ids.h"

namespace flowtime {
namespace {

constexpr std::pair<std::string_view, const char*> kTypes[] = {
    {".json", "application/json"}, {".yaml", "text/yaml"}, {".yml", "text/yaml"},
    {".csv", "text/csv"},          {".txt", "text/plain"}, {".log", "text/plain"}};

std::string content_type_of(const std::string& name) {
  for (const auto& [ending, type] : kTypes) {
    if (name.ends_with(ending)) return type;
  }
  return "application/octet-stream";
}

Problem file_not_found(const std::string& id, const std::string& name) {
  return {
      .code = "file_not_found",
      .message = "the artifact '" + id + "' has no file '" + name.substr(0, kMaxIdLength) + "'.",
      .remedy = "The artifact lists its files."};
}

Result<std::string> content_of(Env& env, const Artifact& artifact, const std::string& name) {
  if (artifact.type == "run") {
    return read_stored_file(env, run_directory(artifact.id) + "/" + name);
  }
  FT_TRY(const auto entries, read_zip(env, model_archive_path(artifact.id)));
  for (const ZipEntry& entry : entries) {
    if (entry.name == name) return entry.content;
  }
  return file_not_found(artifact.id, name);
}

bool is_listed(const Artifact& artifact, const std::string& name) {
  return std::find(artifact.files.begin(), artifact.files.end(), name) != artifact.files.end();
}

// The index of a run, or the CSV of a selected series.
Result<std::string> series_file(Env& env, const Artifact& artifact, const std::string& name) {
  // A model has no series.
  if (artifact.type != "run") return file_not_found(artifact.id, name);
  FT_TRY(const Run run, open_run(env, artifact.id));
  const auto& all = run.series();
  const bool is_csv = std::any_of(all.begin(), all.end(),
                                  [&](const auto& entry) { return entry.csv_path == name; });
  if (!is_csv && name != bundle::kIndex) return file_not_found(artifact.id, name);
  return run.read_file(name);
}

// The CSVs of selected series that are no files.
Result<Done> add_csvs(Env& env, const std::string& id, std::vector<ZipEntry>& entries) {
  FT_TRY(Run opened, open_run(env, id));
  const auto run = std::make_shared<const Run>(std::move(opened));
  const auto selected = std::count_if(run->series().begin(), run->series().end(),
                                      [](const auto& entry) { return !entry.csv_path.empty(); });
  if (selected * run->info().grid.bins > kMaxArchivedCells) return Done{};
  std::set<std::string> present;
  for (const ZipEntry& entry : entries) present.insert(entry.name);
  for (std::size_t row = 0; row < run->series().size(); ++row) {
    const std::string& path = run->series()[row].csv_path;
    if (path.empty() || !present.insert(path).second) continue;
    entries.push_back({.name = path, .make = [run, row] { return series_csv(run->values(row)); }});
  }
  // By name, so that the archive does not depend on which CSVs were files.
  std::stable_sort(entries.begin(), entries.end(),
                   [](const ZipEntry& a, const ZipEntry& b) { return a.name < b.name; });
  return Done{};
}

std::string archive_name(const Artifact& artifact) {
  std::string name = artifact.title.empty() ? artifact.id : artifact.title;
  for (char& c : name) {
    if (c == ' ') c = '_';
    // What a header field or a file system would take for more than a letter.
    if (static_cast<unsigned char>(c) < 0x20 || c == '/' || c == '\\' || c == '"') c = '_';
  }
  return name + ".zip";
}

// Every file below `directory`, by name, as an entry with its path from there.
Result<Done> add_tree(Env& env, const std::string& directory, const std::string& prefix,
                      std::vector<ZipEntry>& entries) {
  FT_TRY(const std::vector<DirectoryEntry> children, env.list(directory));
  for (const DirectoryEntry& child : children) {
    const std::string path = directory + "/" + child.name;
    // A link could lead out of the data root; it is left out, not followed.
    if (!check_no_links(env, path)) continue;
    if (child.kind == FileKind::kDirectory) {
      FT_RETURN_IF_PROBLEM(add_tree(env, path, prefix + child.name + "/", entries));
    } else if (child.kind == FileKind::kFile) {
      entries.push_back({.name = prefix + child.name, .content = {}, .path = path});
    }
  }
  return Done{};
}

Result<Done> delete_one(ArtifactIndex& index, const std::string& id, const RunRemover& remove_run) {
  // First of all: an id that is no artifact is reported, not tried as a path.
  FT_TRY(const auto artifact, index.find(id));
  FT_RETURN_IF_PROBLEM(artifact->type == "model" ? delete_model(index.env(), id) : remove_run(id));
  // A marker that stays says nothing about what comes later under this id.
  const auto removed = remove_stored_file(index.env(), archive_marker_path(id));
  static_cast<void>(removed.has_value());
  return Done{};
}

Result<Done> archive_one(ArtifactIndex& index, const std::string& id) {
  FT_TRY(const auto artifact, index.find(id));
  return archive_artifact(index.env(), *artifact);
}

template <class Act>
std::vector<ItemOutcome> for_each(const std::vector<std::string>& ids, Act act) {
  std::vector<ItemOutcome> outcomes;
  for (const std::string& id : ids) {
    const Result<Done> done = act(id);
    outcomes.push_back({id, done ? Problems{} : done.problems()});
  }
  return outcomes;
}

}  // namespace

Result<ArtifactFile> read_artifact_file(ArtifactIndex& index, const std::string& id,
                                        const std::string& name) {
  FT_TRY(const auto artifact, index.find(id));
  // Any other name must be one of the listed files: no path of the caller's reaches the file
  // system.
  const bool of_series = name.starts_with("series/");
  if (!of_series && !is_listed(*artifact, name)) return file_not_found(id, name);
  auto content = of_series ? series_file(index.env(), *artifact, name)
                           : content_of(index.env(), *artifact, name);
  // Deleted meanwhile.
  if (!content && failed_with(content.problems(), io_codes::kNotFound)) {
    return file_not_found(id, name);
  }
  if (!content) return content.problems();
  return ArtifactFile{name, content_type_of(name), std::move(content).value()};
}

Result<ArtifactArchive> archive_files(ArtifactIndex& index, const std::string& id) {
  Env& env = index.env();
  FT_TRY(const auto artifact, index.find(id));
  ArtifactArchive archive;
  archive.name = archive_name(*artifact);
  // A model is an archive already.
  if (artifact->type == "model") {
    archive.path = model_archive_path(id);
    return archive;
  }
  FT_RETURN_IF_PROBLEM(check_no_links(env, run_directory(id)));
  std::vector<ZipEntry> entries;
  FT_RETURN_IF_PROBLEM(add_tree(env, run_directory(id), "", entries));
  FT_RETURN_IF_PROBLEM(add_csvs(env, id, entries));
  FT_TRY(archive.scratch, ScratchDirectory::open(env, "zip"));
  archive.path = archive.scratch->path() + "/" + "artifact.zip";
  FT_RETURN_IF_PROBLEM(write_zip(env, archive.path, entries));
  return archive;
}

std::vector<ItemOutcome> delete_artifacts(ArtifactIndex& index, const std::vector<std::string>& ids,
                                          const RunRemover& remove_run) {
  return for_each(ids, [&](const std::string& id) { return delete_one(index, id, remove_run); });
}

std::vector<ItemOutcome> archive_artifacts(ArtifactIndex& index,
                                           const std::vector<std::string>& ids) {
  return for_each(ids, [&](const std::string& id) { return archive_one(index, id); });
}

std::string outcomes_json(const std::vector<ItemOutcome>& outcomes, const char* done_name) {
  const auto done = std::count_if(outcomes.begin(), outcomes.end(),
                                  [](const ItemOutcome& item) { return item.problems.empty(); });
  JsonWriter json;
  json.begin_object().member("success", true);
  json.member("processed", static_cast<std::int64_t>(outcomes.size()));
  json.member(done_name, static_cast<std::int64_t>(done)).key("results").begin_array();
  for (const ItemOutcome& item : outcomes) {
    json.begin_object().member("id", item.id).member("success", item.problems.empty());
    if (!item.problems.empty()) json.member("error", item.problems.front().message);
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace flowtime
