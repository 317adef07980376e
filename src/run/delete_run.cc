#include "run/bundle_files.h"
#include "run/bundle_paths.h"
#include "run/open_run.h"
#include "run/run_stage_state.h"

namespace flowtime {

Result<Done> delete_run(Env& env, const std::string& id) {
  FT_RETURN_IF_PROBLEM(check_run_exists(env, id));
  FT_TRY(const HeldStageName trash, hold_stage_name(env, id));
  const Result<Done> renamed =
      // First out of runs/ in one step: a reader sees the run or none, never a part of it.
      env.rename(run_directory(id), trash.directory, RenameRule::kNoReplace);
  if (!renamed) {
    // Somebody else was faster.
    FT_RETURN_IF_PROBLEM(check_run_exists(env, id));
    return renamed.problems();
  }
  // Before the files are removed: after a power failure the run is whole or gone.
  FT_RETURN_IF_PROBLEM(env.sync_directory(kRunsDirectory));
  return env.remove_tree(trash.directory);
}

}  // namespace flowtime
