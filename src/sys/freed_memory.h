// What becomes of memory that was freed.
#pragma once

namespace flowtime {

// From now on the process keeps a part of what it frees, because asking the system for pages again
// costs more than most questions about a run. For programs, once, before threads.
void keep_freed_memory();

}  // namespace flowtime
