// SharedWork: work that serves everybody who asked for it before it began, such as flushing a disk.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>

#include "base/result.h"

namespace flowtime {

// May be used by any number of threads; lives as long as any call of run().
class SharedWork {
 public:
  // The outcome of a `work` that began after this call and is finished: done here, or by another
  // thread for all that wait. Everybody must bring the same work.
  // With n callers at once the work is done at most twice: once for those who asked before it
  // began, once for all others.
  Result<Done> run(const std::function<Result<Done>()>& work);
  // How often it was asked for.
  // For tests.
  std::int64_t asked() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable finished_;
  std::int64_t asked_ = 0, served_ = 0;
  bool is_working_ = false;
  Result<Done> outcome_ = Done{};  // of the work that served `served_`
};

}  // namespace flowtime
