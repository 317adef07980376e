// RunRemarks: what people say of a run, beside what it says of itself. Kept as labels.json in its
// bundle, outside of the manifest: it may change, no hash depends on it, and it moves with the run.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "sys/env.h"
#include "text/json_writer.h"

namespace flowtime {

inline constexpr std::size_t kMaxTags = 20;
inline constexpr std::size_t kMaxTagBytes = 60;
inline constexpr std::size_t kMaxNoteBytes = 4'000;

// `note` is free text, up to 4,000 bytes; tags have up to 60 bytes each.
// A tag is one line; blanks at the ends of tags and note are dropped.
struct RunRemarks {
  std::vector<std::string> tags;  // as given, each once
  std::string note;
  bool empty() const { return tags.empty() && note.empty(); }
};

// What is to become of them; nothing: stays as it is.
// An empty list or text removes what is there.
struct LabelChange {
  std::optional<std::vector<std::string>> tags;
  std::optional<std::string> note;
};

// None where there are none, or where the file cannot be read.
// Never fails: what cannot be read is as if nothing was said.
// No check of the id: it reads one file below the run's directory.
RunRemarks read_labels(Env& env, const std::string& run_id);

// Writes what comes of the change and gives it back. Of two changes at a time the later one counts
// for what it names. Problems: invalid_id, run_not_found, invalid_label, io codes.
// One rename; the run's own files are not touched. Threads: any.
Result<RunRemarks> change_labels(Env& env, const std::string& run_id, const LabelChange& change);

// "tags": [...], "note": "..."
// Inside of an object that the caller has begun.
void label_members(JsonWriter& json, const RunRemarks& labels);

}  // namespace flowtime
