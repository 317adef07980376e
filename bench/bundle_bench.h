// Storing runs: how long a bundle takes beside a loop that writes the same cells, and how much
// memory a long run needs.
#pragma once

#include <string>

#include "targets.h"

namespace flowtime::bench {

// Prints the time of writing a bundle and of the loop.
void bench_bundle(Targets& targets);

// Prints the peak memory of storing a run of 1,000,000 bins without CSVs, measured in a process of
// its own: `program` is started again with the argument kMemoryChild.
inline constexpr const char* kMemoryChild = "memory-child";
void bench_memory(const std::string& program, Targets& targets);
void store_long_run();  // what that process does

}  // namespace flowtime::bench
