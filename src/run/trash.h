// The trash of a data root: runs that were deleted, whole, for 24 hours, so that a slip can be
// undone. A run lies there as trash/<id>@<when>, where <when> is milliseconds since 1970 UTC.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

inline constexpr std::int64_t kTrashKeptMs = 24 * 3'600'000;

// One deleted copy; an id may be in the trash several times.
// The pair of id and time is unique: the later of two within a millisecond gets the next one.
struct RetiredRun {
  std::string run_id;
  std::int64_t deleted_unix_ms = 0;
  std::int64_t restorable_until_unix_ms() const { return deleted_unix_ms + kTrashKeptMs; }
};

// Takes the run out of runs/ with one rename. Problems: invalid_id, run_not_found, io codes.
// The copy keeps everything, labels and notes too.
// Durable when it returns.
Result<RetiredRun> retire_run(Env& env, const std::string& id);

// Puts the copy that was deleted last back into runs/. Problems: invalid_id, run_not_found (there
// is none, or its time is over), run_id_taken (another run has the id now), io codes.
Result<Done> restore_run(Env& env, const std::string& id);

// What can be restored, the latest first.
// Copies whose time is over are left out, also when they are not swept yet.
Result<std::vector<RetiredRun>> list_trash(Env& env);

// Removes for good what has lain there longer; returns how many runs that were.
// Asked for after every deletion and at the start of a server.
Result<int> sweep_trash(Env& env);

}  // namespace flowtime
