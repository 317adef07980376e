// Memory that was freed is kept by the allocator for later. After much work it is given back.
#pragma once

#include <chrono>

namespace flowtime {

// What gives back all that the calling thread has freed. Once, by the program, before threads
// start; without one nothing is given back.
// Not thread safe: before threads start.
void set_memory_return(void (*give_back)());

// Does so, unless the calling thread did within the last second: false. Takes about a millisecond.
// True: the memory was given back, or there is nothing that could give it back.
bool return_memory();

// Returns memory at its end when as much time has passed as only large work takes.
// On the stack of a request. Small work never pays for the return.
class LargeWork {
 public:
  ~LargeWork() {
    if (std::chrono::steady_clock::now() - begin_ > std::chrono::milliseconds(100)) return_memory();
  }

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

}  // namespace flowtime
