// The artifact registry: every run and every stored model of the data root, as one kind of thing.
// It is derived from what is there; only the tag `archived` is stored, beside the bundles.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "answers/judgement.h"
#include "base/result.h"
#include "sys/env.h"
#include "text/json_writer.h"

namespace flowtime {

// A value made from the files; it does not change when they do. Times are milliseconds since 1970.
struct Artifact {
  std::string id;
  std::string type;  // "run" or "model"
  std::string title;
  std::int64_t created_unix_ms = 0, modified_unix_ms = 0;
  std::vector<std::string> tags;
  std::vector<std::pair<std::string, std::string>> metadata;  // texts by name
  std::string provenance_json;                                // an object; empty: none
  std::vector<std::string> files;                             // of its top level, by name
  std::uint64_t total_bytes = 0;                              // with everything below

  std::string template_id, model_id;  // of its provenance
  std::string model_hash;             // of the model's text; what a run and its model share
  std::string inputs_key;             // equal for runs of one template with equal parameters
  std::string superseded_id;          // the run whose place it took

  // Of a run that says something of itself.
  Verdict verdict = Verdict::kNone;
  std::optional<FindingKind> kind;  // of the headline
  double harmed = 0;                // likewise
  std::string content_hash;         // of any run of ours

  // Case counts.
  bool has_tag(const std::string& tag) const;
};

inline constexpr const char* kArchivedTag = "archived";

// Shared and immutable: a list may be kept while others are made.
using ArtifactList = std::vector<std::shared_ptr<const Artifact>>;

// What was read of a run is kept until the run is another one. Functions may be called from several
// threads at once.
// Lifetime: the service's. Cost of all(): one stat per run that did not change, else its run.json
// and manifest; every model archive is read each time.
class ArtifactIndex {
 public:
  // The Env outlives the index.
  explicit ArtifactIndex(Env& env) : env_(env) {}

  // By id. What cannot be read is left out.
  Result<ArtifactList> all();
  // Problem: artifact_not_found.
  Result<std::shared_ptr<const Artifact>> find(const std::string& id);
  // Reads everything again.
  Result<ArtifactList> rebuild();

  Env& env() const { return env_; }

 private:
  // `stamp` changes with the run's manifest; empty stamps never match.
  struct Known {
    std::string stamp;
    std::shared_ptr<const Artifact> artifact;  // null: cannot be read
  };
  Result<ArtifactList> runs();
  std::shared_ptr<const Artifact> known_run(const std::string& id);

  Env& env_;
  std::mutex mutex_;
  std::map<std::string, Known> runs_;
};

// The tag `archived`, one marker per artifact that names what it is about: a new run under the id
// of an archived one is not archived.
// An artifact that is archived already stays so.
Result<Done> archive_artifact(Env& env, const Artifact& artifact);

// {"id","type","title","created","tags":[],"metadata":{},"files":[],"totalSize","lastModified"}
void write_artifact(JsonWriter& json, const Artifact& artifact);
// Compact, without a newline.
std::string to_json(const Artifact& artifact);
// {"schemaVersion":1,"lastUpdated","artifacts":[],"artifactCount"}
std::string registry_json(const ArtifactList& artifacts, std::int64_t now_unix_ms);

}  // namespace flowtime
