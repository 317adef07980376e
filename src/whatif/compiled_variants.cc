#include "whatif/compiled_variants.h"

namespace flowtime::whatif {

Result<Scenario> CompiledVariants::get(const std::string& key,
                                       const std::function<Result<Scenario>()>& make) const {
  {
    const std::lock_guard lock(mutex_);
    const auto found = known_.find(key);
    if (found != known_.end()) return found->second;
  }
  // Without the lock: compiling takes long, and other mixes must not wait for it.
  FT_TRY(Scenario made, make());
  const std::lock_guard lock(mutex_);
  // Forgetting all is enough: a study walks through its mixes, and scenarios that are in use live
  // on.
  if (known_.size() >= most_) known_.clear();
  return known_.try_emplace(key, std::move(made)).first->second;
}

}  // namespace flowtime::whatif
