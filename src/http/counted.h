// Counted: how many there are of something, while they live. Threads: any.
#pragma once

#include <atomic>
#include <cstdint>

namespace flowtime::http {

// Counts up for as long as it lives.
// The counter outlives it.
class Counted {
 public:
  explicit Counted(std::atomic<std::int64_t>& count) : count_(count) { ++count_; }
  // For the time of a scope, also when it is left by an exception or a cancelled coroutine.
  ~Counted() { --count_; }
  Counted(const Counted&) = delete;
  Counted& operator=(const Counted&) = delete;

 private:
  std::atomic<std::int64_t>& count_;
};

}  // namespace flowtime::http
