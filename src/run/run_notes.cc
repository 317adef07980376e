#include "run/run_notes.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "run/bundle_paths.h"
#include "run/json_member.h"
#include "run/open_run.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

Problem invalid_note(std::string message, std::string remedy) {
  return {.code = "invalid_note", .message = std::move(message), .remedy = std::move(remedy)};
}

std::string place_of(const std::string& run_id) {
  return run_directory(run_id) + "/" + bundle::kNotes;
}

void write_notes(JsonWriter& json, const std::vector<RunNote>& notes) {
  json.key("notes").begin_array();
  for (const RunNote& note : notes) {
    json.begin_object().member("id", note.id).member("bin", note.bin);
    json.member("text", note.text).end_object();
  }
  json.end_array();
}

// Complete or absent, whatever happens: written elsewhere, then renamed into its place.
Result<Done> put(Env& env, const std::string& run_id, const std::vector<RunNote>& notes) {
  const std::string place = place_of(run_id);
  if (notes.empty()) return env.exists(place) ? env.remove_file(place) : Done{};
  JsonWriter json;
  json.begin_object();
  write_notes(json, notes);
  FT_RETURN_IF_PROBLEM(env.make_directories(kStagingDirectory));
  const std::string aside = std::string(kStagingDirectory) + "/notes." + env.random_hex(12);
  Result<Done> written = env.write_file(aside, json.end_object().take() + "\n");
  if (written) written = env.rename(aside, place, RenameRule::kReplaceFile);
  if (!written) static_cast<void>(env.remove_file(aside));
  return written;
}

bool is_one_line(const std::string& text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
}

Result<RunNote> checked(RunNote note, const TimeGrid& grid, std::size_t others) {
  if (note.bin < 0 || note.bin >= grid.bins) {
    return invalid_note("the run has no bin " + std::to_string(note.bin),
                        "Its bins are 0 to " + std::to_string(grid.bins - 1) + ".");
  }
  if (note.text.empty() || note.text.size() > kMaxNoteTextBytes || !is_one_line(note.text)) {
    return invalid_note("the text of the note is not valid",
                        "A note has 1 to 200 bytes and no line breaks.");
  }
  if (others >= kMaxNotes) {
    return invalid_note("the run has " + std::to_string(others) + " notes already",
                        "Remove one of them first.");
  }
  return note;
}

}  // namespace

std::vector<RunNote> read_notes(Env& env, const std::string& run_id) {
  std::vector<RunNote> notes;
  const auto text = env.read_file(place_of(run_id));
  const auto json = nlohmann::ordered_json::parse(text ? *text : "", nullptr, false);
  if (!json.is_object() || !json.contains("notes") || !json["notes"].is_array()) return notes;
  for (const auto& one : json["notes"]) {
    if (!one.is_object() || !one.contains("bin") || !one["bin"].is_number_integer()) continue;
    notes.push_back(
        {text_member(one, "id"), one["bin"].get<std::int64_t>(), text_member(one, "text")});
  }
  return notes;
}

Result<RunNote> add_note(Env& env, const std::string& run_id, std::int64_t bin,
                         const std::string& text) {
  FT_TRY(const RunInfo info, read_run_info(env, run_id));
  std::vector<RunNote> notes = read_notes(env, run_id);
  FT_TRY(const RunNote note,
         checked({env.random_hex(8), bin, std::string(trimmed(text, " \t\r\n"))}, info.grid,
                 notes.size()));
  // Behind those of the same bin, so that notes of one bin keep the order in which they were made.
  const auto after = std::upper_bound(notes.begin(), notes.end(), bin,
                                      [](std::int64_t b, const RunNote& n) { return b < n.bin; });
  notes.insert(after, note);
  FT_RETURN_IF_PROBLEM(put(env, run_id, notes));
  return note;
}

Result<Done> remove_note(Env& env, const std::string& run_id, const std::string& note_id) {
  FT_RETURN_IF_PROBLEM(check_run_exists(env, run_id));
  std::vector<RunNote> notes = read_notes(env, run_id);
  if (std::erase_if(notes, [&](const RunNote& note) { return note.id == note_id; }) == 0) {
    return Problem{.code = "note_not_found",
                   .message = "the run has no note '" + note_id + "'",
                   .remedy = "List its notes to see their ids."};
  }
  return put(env, run_id, notes);
}

std::string notes_json(const std::string& run_id, const std::vector<RunNote>& notes) {
  JsonWriter json;
  json.begin_object().member("runId", run_id);
  write_notes(json, notes);
  return json.end_object().take();
}

}  // namespace flowtime
