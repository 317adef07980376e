// RunWaits: how many may wait at a time for a run that another request makes.
// Without a bound a pool of workers can stop for good: each waits for a run that is in the queue
// behind it.
#pragma once

#include <atomic>

namespace flowtime {

// Thread-safe.
// Two atomic counts, no lock. enter() and leave() come in pairs; a refused enter() has no leave().
class RunWaits {
 public:
  // Workers that share the making of runs leave one of them free: when all of them wait, none of
  // them makes what they wait for. Without a call any caller may wait.
  void leave_one_of(int workers) { places_ = workers > 1 ? workers - 1 : 1; }
  // False: all places are taken, and the caller fails with lock_held instead of waiting.
  bool enter() {
    if (++waiting_ <= places_) return true;
    --waiting_;
    return false;
  }
  void leave() { --waiting_; }

 private:
  std::atomic<int> places_{1 << 30}, waiting_{0};
};

// Of this process.
RunWaits& process_run_waits();

}  // namespace flowtime
