// How much memory the machine has left.
#pragma once

#include <cstdint>
#include <string_view>

namespace flowtime {

// Bytes that can be used without swapping, after MemAvailable of /proc/meminfo; half of the
// machine's memory where that is unknown.
std::uint64_t available_memory_bytes();

// The figure in the text of /proc/meminfo, 0 when it has none.
std::uint64_t available_memory_bytes(std::string_view meminfo);

}  // namespace flowtime
