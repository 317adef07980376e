// RunWaits: how many may wait at a time for a run that somebody else makes.
#pragma once

#include <atomic>

namespace flowtime {

// Thread-safe.
class RunWaits {
 public:
  // Workers that share the making of runs leave one of them free: when all of them wait, none of
  // them makes what they wait for. Without a call anybody may wait.
  void leave_one_of(int workers) { places_ = workers > 1 ? workers - 1 : 1; }
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
