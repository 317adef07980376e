#include "sys/memory_return.h"

namespace flowtime {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPause{1};

void (*give_back_)() = nullptr;

}  // namespace

void set_memory_return(void (*give_back)()) { give_back_ = give_back; }

bool return_memory() {
  // Per thread, because only what a thread has freed itself is given back for it.
  thread_local Clock::time_point next{};
  if (Clock::now() < next) return false;
  if (give_back_ != nullptr) give_back_();
  next = Clock::now() + kPause;
  return true;
}

}  // namespace flowtime
