#include "run/scratch_directory.h"

#include "run/run_stage_state.h"

namespace flowtime {

Result<std::unique_ptr<ScratchDirectory>> ScratchDirectory::open(Env& env,
                                                                 const std::string& purpose) {
  FT_TRY(HeldStageName held, hold_stage_name(env, purpose));
  FT_RETURN_IF_PROBLEM(env.make_directories(held.directory));
  return std::unique_ptr<ScratchDirectory>(
      new ScratchDirectory(env, held.directory, std::move(held.lock)));
}

ScratchDirectory::~ScratchDirectory() {
  // What cannot be removed now is swept later, once the lock is gone.
  const Result<Done> removed = env_.remove_tree(path_);
  static_cast<void>(removed.has_value());
}

}  // namespace flowtime
