// Which artifacts a client wants to see, and in which order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "registry/artifact_index.h"
#include "run/run_choice.h"

namespace flowtime {

inline constexpr std::int64_t kDefaultArtifacts = 50, kMaxArtifacts = 1000;

// The words for them are those of `sortBy`.
enum class ArtifactOrder { kCreated, kTitle, kId, kSize, kModified, kHarmed, kVerdict };

// All conditions hold together; empty ones do not count.
struct ArtifactQuery {
  std::string type;               // ignoring case
  std::string search;             // in the title or a value of the metadata, ignoring case
  std::string full_text;          // also in the id, tags and names of files
  std::vector<std::string> tags;  // any of them
  std::int64_t skip = 0, limit = kDefaultArtifacts;
  ArtifactOrder order = ArtifactOrder::kCreated;
  bool ascending = false;  // equal ones go by id, in the same direction
  std::optional<std::int64_t> created_after, created_before;  // inclusive, milliseconds
  std::optional<std::int64_t> min_bytes, max_bytes;           // inclusive
  std::string related_to;  // has the same type, shares a tag, or was made within a day of it
  bool include_archived = false;
  std::string template_id, model_id;  // of the provenance, exactly
  RunChoice choice;                   // anything but any: no models
};

// Takes one parameter of a request: type search fullText tags skip limit sortBy sortOrder
// createdAfter createdBefore minSize maxSize relatedTo includeArchived templateId modelId, and
// those of set_choice. Empty values count as not given, other names are ignored, a limit above
// kMaxArtifacts is kMaxArtifacts. Problem: invalid_query, naming the parameter.
Result<Done> set_parameter(ArtifactQuery& query, const std::string& name, const std::string& value);

struct ArtifactPage {
  ArtifactList artifacts;
  std::int64_t total = 0;  // that fulfil the query
};
// `limit` and `skip` count artifacts after the filter. Linear, but for the order.
ArtifactPage select_artifacts(const ArtifactList& all, const ArtifactQuery& query);

// {"artifacts":[],"total","count"}
std::string to_json(const ArtifactPage& page);

}  // namespace flowtime
