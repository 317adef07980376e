#include "run/run_labels.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "base/ascii.h"
#include "run/bundle_paths.h"
#include "run/json_member.h"
#include "run/json_parts.h"
#include "run/open_run.h"

namespace flowtime {
namespace {

Problem invalid_label(std::string message, std::string remedy) {
  return {.code = "invalid_label", .message = std::move(message), .remedy = std::move(remedy)};
}

std::string without_ends(const std::string& text) { return std::string(trimmed(text, " \t\r\n")); }

bool has_control_sign(const std::string& text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Result<std::vector<std::string>> checked_tags(const std::vector<std::string>& given) {
  std::vector<std::string> tags;
  for (const std::string& text : given) {
    std::string tag = without_ends(text);
    if (tag.empty() || tag.size() > kMaxTagBytes || has_control_sign(tag)) {
      return invalid_label("the tag '" + tag + "' is not a valid tag",
                           "A tag has 1 to 60 bytes and no line breaks.");
    }
    if (std::find(tags.begin(), tags.end(), tag) == tags.end()) tags.push_back(std::move(tag));
  }
  if (tags.size() <= kMaxTags) return tags;
  return invalid_label(std::to_string(tags.size()) + " tags are too many for a run",
                       "Give at most 20.");
}

Result<RunRemarks> changed(RunRemarks labels, const LabelChange& change) {
  if (change.tags) {
    FT_TRY(labels.tags, checked_tags(*change.tags));
  }
  if (change.note) labels.note = without_ends(*change.note);
  if (labels.note.size() <= kMaxNoteBytes) return labels;
  return invalid_label("the note has " + std::to_string(labels.note.size()) + " bytes",
                       "A note has at most 4,000 bytes.");
}

std::string text_of(const RunRemarks& labels) {
  JsonWriter json(JsonWriter::Layout::kIndented);
  json.begin_object();
  label_members(json, labels);
  json.end_object();
  return document_text(json);
}

// Complete or absent, whatever happens: written elsewhere, then renamed into its place.
Result<Done> put(Env& env, const std::string& place, const std::string& text) {
  FT_RETURN_IF_PROBLEM(env.make_directories(kStagingDirectory));
  // A file, not a stage: it exists for the length of one write.
  const std::string aside = std::string(kStagingDirectory) + "/labels." + env.random_hex(12);
  Result<Done> written = env.write_file(aside, text);
  if (written) written = env.rename(aside, place, RenameRule::kReplaceFile);
  if (!written) static_cast<void>(env.remove_file(aside));
  return written;
}

}  // namespace

RunRemarks read_labels(Env& env, const std::string& run_id) {
  RunRemarks labels;
  const auto text = env.read_file(run_directory(run_id) + "/" + bundle::kLabels);
  if (!text) return labels;
  const auto json = nlohmann::ordered_json::parse(*text, nullptr, false);
  if (!json.is_object()) return labels;
  labels.note = text_member(json, "note");
  if (!json.contains("tags") || !json["tags"].is_array()) return labels;
  for (const auto& tag : json["tags"]) {
    if (tag.is_string()) labels.tags.push_back(tag.get<std::string>());
  }
  return labels;
}

Result<RunRemarks> change_labels(Env& env, const std::string& run_id, const LabelChange& change) {
  // Asked again after a failure: a run that was deleted meanwhile is the better message.
  FT_RETURN_IF_PROBLEM(check_run_exists(env, run_id));
  FT_TRY(RunRemarks labels, changed(read_labels(env, run_id), change));
  const std::string place = run_directory(run_id) + "/" + bundle::kLabels;
  Result<Done> kept = Done{};
  if (!labels.empty()) {
    kept = put(env, place, text_of(labels));
  } else if (env.exists(place)) {
    kept = env.remove_file(place);
  }
  if (kept) return labels;
  FT_RETURN_IF_PROBLEM(check_run_exists(env, run_id));
  return kept.problems();
}

void label_members(JsonWriter& json, const RunRemarks& labels) {
  json.key("tags").begin_array();
  for (const std::string& tag : labels.tags) json.string(tag);
  json.end_array().member("note", labels.note);
}

}  // namespace flowtime
