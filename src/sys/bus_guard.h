// BusGuard: files that are mapped and get shorter meanwhile, or whose disk fails, do not end the
// process. Reading what is gone gives zeros, and the mapping is known to be broken from then on.
#pragma once

#include <cstddef>
#include <string_view>

namespace flowtime {

// Guards the pages [address, address + size) from now on. False when too many are guarded: then the
// file has to be read instead of mapped. From any thread.
bool guard_mapping(void* address, std::size_t size);
// Before the pages are unmapped.
void unguard_mapping(void* address);
// Whether some of these bytes, of a guarded mapping, could not be read.
bool is_broken_mapping(std::string_view bytes);

}  // namespace flowtime
