#include "series/value_memory.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <new>

#include "base/check.h"

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace flowtime {
namespace {

constexpr std::size_t kHugePage = std::size_t{2} << 20;

// Asks for huge pages wherever whole ones fit. A wish only: without them everything works, more
// slowly.
void wish_for_huge_pages(void* memory, std::size_t bytes) {
#ifdef __linux__
  const auto begin = reinterpret_cast<std::uintptr_t>(memory);
  const std::uintptr_t first = (begin + kHugePage - 1) / kHugePage * kHugePage;
  const std::uintptr_t last = (begin + bytes) / kHugePage * kHugePage;
  if (last > first) (void)madvise(reinterpret_cast<void*>(first), last - first, MADV_HUGEPAGE);
#else
  (void)memory, (void)bytes;
#endif
}

}  // namespace

void* allocate_values(std::size_t bytes) {
  void* memory = std::malloc(bytes == 0 ? 1 : bytes);
#ifdef __cpp_exceptions
  if (memory == nullptr) throw std::bad_alloc();
#else
  FT_CHECK(memory != nullptr);
#endif
  // Smaller blocks hold no whole huge page.
  if (bytes >= kHugePage) wish_for_huge_pages(memory, bytes);
#ifdef FT_SANITIZED
  std::memset(memory, 0xff, bytes);  // values that were never written are NaN and show up
#endif
  return memory;
}

void free_values(void* memory) noexcept { std::free(memory); }

}  // namespace flowtime
