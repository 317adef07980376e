// How much memory the machine has left, and how much of it waits for a disk.
// Each reads a small file of the system; ask once per decision, not once per bin.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace flowtime {

// Bytes that can be used without swapping, after MemAvailable of /proc/meminfo; half of the
// machine's memory where that is unknown.
std::uint64_t available_memory_bytes();

// Bytes in memory that are yet to be written to some disk, after Dirty of /proc/meminfo; as many as
// there may be where that is unknown.
// For deciding whether a sync would wait for the writes of other programs.
std::uint64_t unwritten_bytes();

// A figure by name ("MemAvailable") in the text of /proc/meminfo; nothing when it has none.
// In bytes; the file has kilobytes. Pure.
std::optional<std::uint64_t> memory_figure(std::string_view meminfo, std::string_view name);

}  // namespace flowtime
