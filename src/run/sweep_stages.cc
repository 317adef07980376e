#include <map>

#include "run/bundle_paths.h"
#include "run/run_stage.h"
#include "run/run_stage_state.h"

namespace flowtime {
namespace {

constexpr std::string_view kLockSuffix = ".lock";

// Names of stages and of locks without a stage, each once.
Result<std::map<std::string, bool>> stage_names(Env& env) {
  std::map<std::string, bool> is_directory;
  FT_TRY(const std::vector<DirectoryEntry> entries, env.list(kStagingDirectory));
  for (const DirectoryEntry& entry : entries) {
    std::string name = entry.name;
    const bool directory = entry.kind == FileKind::kDirectory;
    if (!directory && !name.ends_with(kLockSuffix)) continue;
    if (!directory) name.resize(name.size() - kLockSuffix.size());
    // A lock file and its stage are two entries of one name.
    is_directory[name] |= directory;
  }
  return is_directory;
}

// A process that was killed leaves the files of its locks behind.
Result<Done> sweep_id_locks(Env& env) {
  if (!env.exists(kLocksDirectory)) return Done{};
  FT_TRY(const std::vector<DirectoryEntry> entries, env.list(kLocksDirectory));
  for (const DirectoryEntry& entry : entries) {
    if (entry.kind != FileKind::kFile || !entry.name.ends_with(kLockSuffix)) continue;
    // Dropping the lock removes its file; whoever waited for it takes a new one. A file that is not
    // ours to open is in nobody's way.
    const auto lock = env.try_lock(std::string(kLocksDirectory) + "/" + entry.name);
    static_cast<void>(lock.has_value());
  }
  return Done{};
}

}  // namespace

Result<int> sweep_stages(Env& env) {
  FT_RETURN_IF_PROBLEM(sweep_id_locks(env));
  if (!env.exists(kStagingDirectory)) return 0;
  FT_TRY(const auto names, stage_names(env));
  int swept = 0;
  for (const auto& [name, is_directory] : names) {
    const std::string directory = std::string(kStagingDirectory) + "/" + name;
    // The lock decides: a stage of a living process is held, whatever its age.
    FT_TRY(const auto lock, env.try_lock(stage_lock_path(directory)));
    if (!lock || !is_directory) continue;  // dropping the lock removes its file
    FT_RETURN_IF_PROBLEM(env.remove_tree(directory));
    ++swept;
  }
  return swept;
}

}  // namespace flowtime
