// How often this program has asked for memory: a measure of work that no cache and no neighbour
// changes.
#pragma once

#include <cstdint>

namespace flowtime::bench {

std::int64_t allocations();

}  // namespace flowtime::bench
