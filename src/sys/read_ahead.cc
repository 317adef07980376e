#include "sys/read_ahead.h"

#include <sys/mman.h>

#include <cstdint>

namespace flowtime {
namespace {

constexpr std::uintptr_t kPage = 4096;

}  // namespace

// Only whole pages: what shares a page with them may be others' memory.
NoReadAhead::NoReadAhead(const void* first, std::size_t bytes) {
  const auto address = reinterpret_cast<std::uintptr_t>(first);
  const std::uintptr_t begin = (address + kPage - 1) / kPage * kPage;
  const std::uintptr_t end = (address + bytes) / kPage * kPage;
  first_ = reinterpret_cast<void*>(begin);
  bytes_ = end > begin ? end - begin : 0;
  // Advice only: its failure changes the speed, not what is read.
  if (bytes_ > 0) ::madvise(first_, bytes_, MADV_RANDOM);
}

NoReadAhead::~NoReadAhead() {
  if (bytes_ > 0) ::madvise(first_, bytes_, MADV_NORMAL);
}

}  // namespace flowtime
