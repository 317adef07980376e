// BusGuard: files that are mapped and get shorter meanwhile, or whose disk fails, do not end the
// process. Reading what is gone gives zeros, and the mapping is known to be broken from then on.
// Installs a handler of SIGBUS at the first call; a fault outside guarded pages ends the process as
// before.
#pragma once

#include <cstddef>
#include <string_view>

namespace flowtime {

// Guards the pages [address, address + size) from now on. False when too many are guarded: then the
// file has to be read instead of mapped. From any thread.
// At most 1,024 mappings at a time.
bool guard_mapping(void* address, std::size_t size);
// Before the pages are unmapped.
// `address` is the one that was guarded.
void unguard_mapping(void* address);
// Whether some of these bytes, of a guarded mapping, could not be read.
// O(number of guarded mappings). Ask it after reading: a read that succeeded may have read zeros.
bool is_broken_mapping(std::string_view bytes);

}  // namespace flowtime
