#include "program/memory.h"

#include "sys/memory_return.h"

#ifndef FT_SANITIZED
#include <mimalloc.h>
#include <sys/mman.h>

#include <cstdint>
#endif

namespace flowtime {

#ifndef FT_SANITIZED
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

// A region of 32 MiB was begun in small pages before main. What is left of it is taken once, so
// that the system may be asked for huge pages there as well, and given back.
void wish_for_huge_pages(std::size_t bytes) {
  void* const block = mi_malloc(bytes);
  const auto begin = reinterpret_cast<std::uintptr_t>(block);
  const std::uintptr_t first = (begin + kHugePage - 1) / kHugePage * kHugePage;
  const std::uintptr_t last = (begin + bytes) / kHugePage * kHugePage;
  if (block != nullptr && last > first) {
    madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
  }
  mi_free(block);
}

}  // namespace
#endif

void prepare_memory() {
#ifndef FT_SANITIZED
  mi_option_enable(mi_option_large_os_pages);
  wish_for_huge_pages(std::size_t{15} << 20);
  set_memory_return([] { mi_collect(true); });
#endif
}

}  // namespace flowtime
