#include "registry/artifact_lineage.h"

#include <algorithm>

#include "run/record_facts.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

constexpr std::int64_t kHourMs = 60 * 60 * 1000;

bool same_model(const Artifact& a, const Artifact& b) {
  return !a.model_hash.empty() && a.model_hash == b.model_hash;
}

// The model first: a run has one source, whatever it superseded.
const char* parent_kind(const Artifact& child, const Artifact& parent) {
  if (child.type == "run" && parent.type == "model" && same_model(child, parent)) {
    return "model-source";
  }
  if (!child.superseded_id.empty() && child.superseded_id == parent.id) return "supersedes";
  return nullptr;
}

// Told from the parent's side.
const char* child_kind(const Artifact& parent, const Artifact& child) {
  // One definition for both directions.
  if (!parent_kind(child, parent)) return nullptr;
  return parent.type == "model" ? "run-of-model" : "superseded-by";
}

// 0 is closest; nothing in common gives none.
struct Likeness {
  int rank;
  const char* kind;
};
constexpr Likeness kUnlike = {9, nullptr};

Likeness likeness(const Artifact& a, const Artifact& b) {
  if (a.type == "run" && b.type == "run") {
    if (same_model(a, b)) return {0, "same-model"};
    // Plain models share the name of no template; that is nothing in common.
    const bool same_template =
        !a.template_id.empty() && a.template_id == b.template_id && a.template_id != kPlainTemplate;
    if (same_template && a.inputs_key == b.inputs_key) return {1, "same-inputs"};
    if (same_template) return {2, "same-template"};
  }
  const bool shares_tag = std::any_of(a.tags.begin(), a.tags.end(),
                                      [&](const std::string& tag) { return b.has_tag(tag); });
  const std::int64_t apart = a.created_unix_ms - b.created_unix_ms;
  if (shares_tag || (apart <= kHourMs && apart >= -kHourMs)) return {3, "similar-run"};
  return kUnlike;
}

void limit(std::vector<Relationship>& list, std::size_t most) {
  if (list.size() > most) list.resize(most);
}

void write_list(JsonWriter& json, const char* name, const std::vector<Relationship>& list) {
  json.key(name).begin_array();
  for (const Relationship& relation : list) {
    json.begin_object().member("id", relation.other->id).member("type", relation.other->type);
    json.member("title", relation.other->title).member("relationshipType", relation.kind);
    json.end_object();
  }
  json.end_array();
}

}  // namespace

Relationships relationships_of(const Artifact& artifact, const ArtifactList& all) {
  Relationships found;
  found.artifact_id = artifact.id;
  ArtifactList newest = all;
  std::stable_sort(newest.begin(), newest.end(), [](const auto& a, const auto& b) {
    return a->created_unix_ms > b->created_unix_ms;
  });
  // Filled newest first, so each rank is in that order, and the five closest are the first five.
  std::vector<Relationship> by_rank[4];
  for (const auto& other : newest) {
    if (other->id == artifact.id) continue;
    if (const char* kind = parent_kind(artifact, *other)) {
      found.derived_from.push_back({other, kind});
    } else if (const char* from = child_kind(artifact, *other)) {
      found.derivatives.push_back({other, from});
    } else if (const Likeness like = likeness(artifact, *other); like.kind) {
      by_rank[like.rank].push_back({other, like.kind});
    }
  }
  for (const auto& rank : by_rank) {
    found.related.insert(found.related.end(), rank.begin(), rank.end());
  }
  limit(found.derivatives, kMaxDerivatives);
  limit(found.related, kMaxRelated);
  return found;
}

std::string to_json(const Relationships& relationships) {
  JsonWriter json;
  json.begin_object().member("artifactId", relationships.artifact_id);
  write_list(json, "derivedFrom", relationships.derived_from);
  write_list(json, "derivatives", relationships.derivatives);
  write_list(json, "related", relationships.related);
  json.end_object();
  return json.take();
}

}  // namespace flowtime
