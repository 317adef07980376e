#include "sys/shared_work.h"

namespace flowtime {

// Of those who wait, whoever comes first works for all who asked by then. One that is served by a
// later work than the next one for it gets the later outcome, which is true for it as well.
Result<Done> SharedWork::run(const std::function<Result<Done>()>& work) {
  std::unique_lock guard(mutex_);
  const std::int64_t own = ++asked_;
  finished_.wait(guard, [&] { return served_ >= own || !is_working_; });
  // Another thread's work began after this call.
  if (served_ >= own) return outcome_;
  is_working_ = true;
  // All that have asked by this line are served, and none that ask later: the work may already have
  // passed what they wrote.
  const std::int64_t serving = asked_;
  guard.unlock();
  Result<Done> outcome = work();
  guard.lock();
  outcome_ = outcome;
  served_ = serving;
  is_working_ = false;
  finished_.notify_all();
  return outcome;
}

std::int64_t SharedWork::asked() const {
  const std::lock_guard guard(mutex_);
  return asked_;
}

}  // namespace flowtime
