#include "run/trash.h"

#include <algorithm>
#include <optional>

#include "base/number_text.h"
#include "run/bundle_paths.h"
#include "run/open_run.h"
#include "run/run_stage_state.h"
#include "sys/ids.h"

namespace flowtime {
namespace {

std::string place_of(const RetiredRun& run) {
  return std::string(kTrashDirectory) + "/" + run.run_id + "@" +
         std::to_string(run.deleted_unix_ms);
}

std::optional<RetiredRun> retired_of(const std::string& name) {
  const std::size_t at = name.rfind('@');
  if (at == std::string::npos || !is_id(name.substr(0, at))) return std::nullopt;
  const auto when = parse_integer(name.substr(at + 1));
  if (!when || *when < 0) return std::nullopt;
  return RetiredRun{.run_id = name.substr(0, at), .deleted_unix_ms = *when};
}

// Everything that lies there, by name.
Result<std::vector<RetiredRun>> everything(Env& env) {
  std::vector<RetiredRun> runs;
  if (!env.exists(kTrashDirectory)) return runs;
  FT_TRY(const auto entries, env.list(kTrashDirectory));
  for (const DirectoryEntry& entry : entries) {
    if (entry.kind != FileKind::kDirectory) continue;
    if (const auto run = retired_of(entry.name)) runs.push_back(*run);
  }
  return runs;
}

bool is_over(const RetiredRun& run, std::int64_t now_ms) {
  return now_ms >= run.restorable_until_unix_ms();
}

// By one rename into a stage that others sweep when we end here, so that none is half there.
Result<Done> drop(Env& env, const RetiredRun& run) {
  FT_TRY(const HeldStageName stage, hold_stage_name(env, run.run_id));
  const auto moved = env.rename(place_of(run), stage.directory, RenameRule::kNoReplace);
  // Another process swept or restored it first.
  if (!moved && failed_with(moved.problems(), io_codes::kNotFound)) return Done{};
  if (!moved) return moved.problems();
  return env.remove_tree(stage.directory);
}

Problem not_in_trash(const std::string& id) {
  return {.code = "run_not_found",
          .message = "there is no deleted run '" + id + "' that can be restored",
          .remedy = "A deleted run can be restored for 24 hours; list the trash to see which."};
}

}  // namespace

Result<RetiredRun> retire_run(Env& env, const std::string& id) {
  FT_RETURN_IF_PROBLEM(check_run_exists(env, id));
  FT_RETURN_IF_PROBLEM(env.make_directories(kTrashDirectory));
  RetiredRun retired{.run_id = id, .deleted_unix_ms = env.now_unix_ms()};
  // Two deletions of one id within a millisecond.
  while (env.exists(place_of(retired))) ++retired.deleted_unix_ms;
  const auto moved = env.rename(run_directory(id), place_of(retired), RenameRule::kNoReplace);
  if (!moved) {
    // Somebody else was faster.
    FT_RETURN_IF_PROBLEM(check_run_exists(env, id));
    return moved.problems();
  }
  FT_RETURN_IF_PROBLEM(env.sync_directory(kRunsDirectory));
  FT_RETURN_IF_PROBLEM(env.sync_directory(kTrashDirectory));
  return retired;
}

Result<Done> restore_run(Env& env, const std::string& id) {
  FT_RETURN_IF_PROBLEM(check_id(id, "run id"));
  FT_TRY(const std::vector<RetiredRun> runs, list_trash(env));
  const auto found = std::find_if(runs.begin(), runs.end(),
                                  [&](const RetiredRun& run) { return run.run_id == id; });
  if (found == runs.end()) return not_in_trash(id);
  FT_RETURN_IF_PROBLEM(env.make_directories(kRunsDirectory));
  const auto moved = env.rename(place_of(*found), run_directory(id), RenameRule::kNoReplace);
  if (moved) return env.sync_directory(kRunsDirectory);
  if (failed_with(moved.problems(), io_codes::kNotFound)) return not_in_trash(id);
  if (!failed_with(moved.problems(), io_codes::kExists)) return moved.problems();
  return Problem{.code = "run_id_taken",
                 .message = "another run is called '" + id + "' now",
                 .remedy = "Delete that one first; both are then in the trash."};
}

Result<std::vector<RetiredRun>> list_trash(Env& env) {
  FT_TRY(std::vector<RetiredRun> runs, everything(env));
  const std::int64_t now = env.now_unix_ms();
  std::erase_if(runs, [&](const RetiredRun& run) { return is_over(run, now); });
  std::stable_sort(runs.begin(), runs.end(), [](const RetiredRun& a, const RetiredRun& b) {
    return a.deleted_unix_ms > b.deleted_unix_ms;
  });
  return runs;
}

Result<int> sweep_trash(Env& env) {
  FT_TRY(const std::vector<RetiredRun> runs, everything(env));
  const std::int64_t now = env.now_unix_ms();
  int swept = 0;
  for (const RetiredRun& run : runs) {
    if (!is_over(run, now)) continue;
    FT_RETURN_IF_PROBLEM(drop(env, run));
    ++swept;
  }
  return swept;
}

}  // namespace flowtime
