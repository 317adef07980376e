// How artifacts are related: what one came from, what came from it, and what is like it.
#pragma once

#include <string>
#include <vector>

#include "registry/artifact_index.h"

namespace flowtime {

// `kind` is one of the words below.
struct Relationship {
  std::shared_ptr<const Artifact> other;
  std::string kind;
};

// derived_from: a run's stored model (model-source) and the run whose place it took (supersedes).
// derivatives: a model's runs (run-of-model), the run that took this one's place (superseded-by).
// related, at most five, newest first within a kind: runs of the same model text (same-model), of
// the same template with the same parameters (same-inputs), of the same template (same-template),
// then those that share a tag or were made within an hour (similar-run).
struct Relationships {
  std::string artifact_id;
  std::vector<Relationship> derived_from, derivatives, related;
};
inline constexpr std::size_t kMaxRelated = 5, kMaxDerivatives = 100;

// `artifact` itself is never among them. O(n log n) in the artifacts. Pure.
Relationships relationships_of(const Artifact& artifact, const ArtifactList& all);

// {"artifactId","derivedFrom":[{"id","type","title","relationshipType"}],"derivatives":[],
//  "related":[]}
std::string to_json(const Relationships& relationships);

}  // namespace flowtime
