#include "sys/freed_memory.h"

#include <malloc.h>

namespace flowtime {

void keep_freed_memory() {
  constexpr int kMiB = 1 << 20;
  ::mallopt(M_TRIM_THRESHOLD, 64 * kMiB);  // given back when more than this lies free at the end
  ::mallopt(M_MMAP_THRESHOLD, 4 * kMiB);  // larger ones have pages of their own and leave with them
}

}  // namespace flowtime
