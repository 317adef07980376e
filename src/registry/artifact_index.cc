// A run is read once and kept until its stamp (of the manifest) changes. The tag `archived` is not
// part of what is kept: it is looked up for every answer, because it changes without the run.
#include "registry/artifact_index.h"

#include <algorithm>

#include "registry/artifact_of_run.h"
#include "run/bundle_paths.h"
#include "run/one_run.h"
#include "run/stored_file.h"
#include "series/time_grid.h"
#include "sys/ids.h"

namespace flowtime {
namespace {

bool by_id(const std::shared_ptr<const Artifact>& a, const std::shared_ptr<const Artifact>& b) {
  return a->id < b->id;
}

std::shared_ptr<const Artifact> with_tags(Env& env, Artifact artifact) {
  add_archived_tag(env, artifact);
  return std::make_shared<const Artifact>(std::move(artifact));
}

}  // namespace

bool Artifact::has_tag(const std::string& tag) const {
  return std::find(tags.begin(), tags.end(), tag) != tags.end();
}

// What is kept belongs to the run with the same manifest, and knows no tag.
std::shared_ptr<const Artifact> ArtifactIndex::known_run(const std::string& id) {
  // Before reading: if the run is replaced meanwhile, the old stamp makes the next call read again.
  const std::string stamp = run_stamp(env_, id);
  {
    const std::lock_guard lock(mutex_);
    const auto found = runs_.find(id);
    if (found != runs_.end() && !stamp.empty() && found->second.stamp == stamp) {
      return found->second.artifact;
    }
  }
  // Outside the lock: reading takes milliseconds, and other runs are asked for meanwhile. Two
  // threads may read the same run; both get the same.
  auto read = of_one_run(env_, id, [&] { return artifact_of_run(env_, id); });
  std::shared_ptr<const Artifact> artifact;
  if (read) artifact = std::make_shared<const Artifact>(std::move(read).value());
  const std::lock_guard lock(mutex_);
  runs_[id] = {stamp, artifact};
  return artifact;
}

Result<ArtifactList> ArtifactIndex::runs() {
  ArtifactList artifacts;
  if (!env_.exists(kRunsDirectory)) return artifacts;
  FT_TRY(const std::vector<DirectoryEntry> entries, env_.list(kRunsDirectory));
  for (const DirectoryEntry& entry : entries) {
    // Files of people and of the system are in the directory as well.
    if (entry.kind != FileKind::kDirectory || !is_id(entry.name)) continue;
    const auto artifact = known_run(entry.name);
    if (artifact) artifacts.push_back(with_tags(env_, *artifact));
  }
  return artifacts;
}

Result<ArtifactList> ArtifactIndex::all() {
  FT_TRY(ArtifactList artifacts, runs());
  FT_TRY(const std::vector<StoredModel> models, list_models(env_));
  for (const StoredModel& model : models) {
    artifacts.push_back(with_tags(env_, artifact_of_model(model)));
  }
  std::sort(artifacts.begin(), artifacts.end(), by_id);
  return artifacts;
}

Result<std::shared_ptr<const Artifact>> ArtifactIndex::find(const std::string& id) {
  // Ids of models have a form of their own; a run of that id would not be found.
  if (is_model_id(id)) {
    auto model = read_model_archive(env_, id);
    if (model) return with_tags(env_, artifact_of_model(*model));
  } else if (is_id(id) && env_.exists(run_directory(id))) {
    const auto artifact = known_run(id);
    if (artifact) return with_tags(env_, *artifact);
  }
  return Problem{.code = "artifact_not_found",
                 .message = "There is no artifact '" + id.substr(0, kMaxIdLength) + "'.",
                 .remedy = "List the artifacts to see their ids."};
}

Result<ArtifactList> ArtifactIndex::rebuild() {
  {
    const std::lock_guard lock(mutex_);
    runs_.clear();
  }
  return all();
}

Result<Done> archive_artifact(Env& env, const Artifact& artifact) {
  return store_file(env, archive_marker_path(artifact.id), archive_marker_text(artifact),
                    StoreRule::kReplace);
}

void write_artifact(JsonWriter& json, const Artifact& artifact) {
  json.begin_object().member("id", artifact.id).member("type", artifact.type);
  json.member("title", artifact.title).member("created", format_moment(artifact.created_unix_ms));
  json.key("tags").begin_array();
  for (const std::string& tag : artifact.tags) json.string(tag);
  json.end_array().key("metadata").begin_object();
  for (const auto& [name, text] : artifact.metadata) json.member(name, text);
  if (!artifact.provenance_json.empty()) json.key("provenance").raw(artifact.provenance_json);
  json.end_object().key("files").begin_array();
  for (const std::string& file : artifact.files) json.string(file);
  json.end_array().member("totalSize", static_cast<std::int64_t>(artifact.total_bytes));
  json.member("lastModified", format_moment(artifact.modified_unix_ms)).end_object();
}

std::string to_json(const Artifact& artifact) {
  JsonWriter json;
  write_artifact(json, artifact);
  return json.take();
}

std::string registry_json(const ArtifactList& artifacts, std::int64_t now_unix_ms) {
  JsonWriter json;
  json.begin_object().member("schemaVersion", 1).member("lastUpdated", format_moment(now_unix_ms));
  json.key("artifacts").begin_array();
  for (const auto& artifact : artifacts) write_artifact(json, *artifact);
  json.end_array().member("artifactCount", static_cast<std::int64_t>(artifacts.size()));
  json.end_object();
  return json.take();
}

}  // namespace flowtime
