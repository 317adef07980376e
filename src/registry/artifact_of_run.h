// One run, or one stored model, as an artifact.
#pragma once

#include <string>

#include "base/result.h"
#include "registry/artifact_index.h"
#include "registry/model_store.h"
#include "sys/env.h"

namespace flowtime {

// Problems: as read_run_info.
// Reads run.json, the manifest and, for a title, a model text of up to 1 MB. Has no tag `archived`.
Result<Artifact> artifact_of_run(Env& env, const std::string& run_id);
Artifact artifact_of_model(const StoredModel& model);

// What a model's text says about itself: its first comment of some words, else "Model with a, b, c"
// of its first three nodes, else nothing.
// At most 80 bytes of a comment. Example: "# Shop with a queue" gives "Shop with a queue".
std::string title_of_model_text(const std::string& text);

// Where the marker of an archived artifact is, and what it has to hold.
std::string archive_marker_path(const std::string& id);
std::string archive_marker_text(const Artifact& artifact);
// Adds the tag when the marker is there.
void add_archived_tag(Env& env, Artifact& artifact);

}  // namespace flowtime
