// MemoryBudget: what the evaluations of one process may take, together and each.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

#include "base/result.h"

namespace flowtime {

// What evaluating may take, as estimated before it begins: memory of one model, and of all that
// are evaluated at a time.
// Bytes. A request that would not fit is refused before anything is allocated; else the machine
// might kill the process.
inline constexpr std::int64_t kMaxMemoryPerRequest = std::int64_t{2} << 30;
inline constexpr std::int64_t kMaxMemoryForAll = std::int64_t{4} << 30;
// What each published series takes besides its values: columns, index, findings, envelope.
inline constexpr std::int64_t kBytesPerSeries = 2'000;

// Thread-safe.
// Shares are taken for the time of an evaluation and given back by their destructor.
class MemoryBudget {
 public:
  explicit MemoryBudget(std::int64_t bytes = kMaxMemoryForAll) : bytes_(bytes) {}

  // What is given back when it ends.
  // Moved, not copied; it must not outlive the budget.
  class Share {
   public:
    Share(MemoryBudget& budget, std::int64_t bytes) : budget_(&budget), bytes_(bytes) {}
    ~Share() {
      if (budget_ != nullptr) budget_->taken_ -= bytes_;
    }
    Share(Share&& other) noexcept
        : budget_(std::exchange(other.budget_, nullptr)), bytes_(other.bytes_) {}
    Share& operator=(Share&&) = delete;

   private:
    MemoryBudget* budget_;
    std::int64_t bytes_;
  };
  // Problem not_enough_memory: more than one request may take, more than others leave, or more than
  // `available` bytes that the machine has.
  // `available`: what the operating system says is free now.
  // Never waits. Two requests at once may both be refused where one of them would fit.
  Result<Share> take(std::int64_t bytes, std::uint64_t available);
  // For tests and counters; may change at once.
  std::int64_t taken() const { return taken_; }

 private:
  const std::int64_t bytes_;
  std::atomic<std::int64_t> taken_{0};
};

// Of this process.
// Lives to the end of the process.
MemoryBudget& process_memory();

}  // namespace flowtime
