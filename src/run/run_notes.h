// Notes: what people say of a moment of a run, such as "sale mail" at 09:35. Kept as notes.json in
// its bundle beside its labels, outside of the manifest: they may change, no hash depends on them,
// and they move with the run. Threads: any. Of two changes at a time the later one counts.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

inline constexpr std::size_t kMaxNotes = 100;
inline constexpr std::size_t kMaxNoteTextBytes = 200;

// `text` is one line of up to 200 bytes.
// `bin` from 0 to bins - 1 of the run's grid; `id` is 8 hex digits.
struct RunNote {
  std::string id;  // of the note, within its run
  std::int64_t bin = 0;
  std::string text;
};

// By bin; none where there are none, or where the file cannot be read.
// Notes of one bin keep the order in which they were made.
std::vector<RunNote> read_notes(Env& env, const std::string& run_id);

// Problems: invalid_id, run_not_found, run_damaged, invalid_note, io codes.
// Gives the note with the id that it got.
// invalid_note: no such bin, a text that is empty, longer than 200 bytes or of several lines, or
// the run has kMaxNotes already.
Result<RunNote> add_note(Env& env, const std::string& run_id, std::int64_t bin,
                         const std::string& text);
// Problems: invalid_id, run_not_found, note_not_found, io codes.
// The file is removed with the last note.
Result<Done> remove_note(Env& env, const std::string& run_id, const std::string& note_id);

// {"runId","notes":[{"id","bin","text"}]}
std::string notes_json(const std::string& run_id, const std::vector<RunNote>& notes);

}  // namespace flowtime
