// How the program gets memory from the system.
#pragma once

namespace flowtime {

// From now on memory comes in pages of 2 MiB where the system has them: a model of 100,000 nodes is
// read and compiled in a quarter of the time, because both are mostly waiting for memory. Once,
// before anything is allocated in earnest. What the process allocates with is decided by linking:
// mimalloc, but under the sanitisers their own.
// Under the sanitisers it does nothing.
void prepare_memory();

}  // namespace flowtime
