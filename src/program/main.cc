// The program `flowtime`: the command line, and the server that it may start.
#ifndef FT_SANITIZED
#include <mimalloc.h>

#include <new>
#endif

#include <csignal>

#include "api/serve.h"
#include "api/ui_pages.h"
#include "cli/program.h"
#include "program/memory.h"

#ifndef FT_SANITIZED
// Built from C, mimalloc cannot throw std::bad_alloc: its own operators end the process instead.
namespace {

void* or_throw(void* memory) {
  if (memory == nullptr) throw std::bad_alloc();
  return memory;
}

}  // namespace

void* operator new(std::size_t bytes) { return or_throw(mi_malloc(bytes)); }
void* operator new[](std::size_t bytes) { return or_throw(mi_malloc(bytes)); }
void* operator new(std::size_t bytes, std::align_val_t alignment) {
  return or_throw(mi_malloc_aligned(bytes, static_cast<std::size_t>(alignment)));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
  return or_throw(mi_malloc_aligned(bytes, static_cast<std::size_t>(alignment)));
}
void operator delete(void* memory) noexcept { mi_free(memory); }
void operator delete[](void* memory) noexcept { mi_free(memory); }
void operator delete(void* memory, std::size_t) noexcept { mi_free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { mi_free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { mi_free(memory); }
void operator delete[](void* memory, std::align_val_t) noexcept { mi_free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { mi_free(memory); }
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept { mi_free(memory); }
#endif

int main(int argc, char** argv) {
  flowtime::prepare_memory();
  // A file beyond the limit of sizes is a problem of that write (io_too_large), not the end.
  std::signal(SIGXFSZ, SIG_IGN);
  const std::vector<std::string> words(argv + (argc > 0 ? 1 : 0), argv + argc);
  return flowtime::cli::run_program(words, flowtime::api::serve, flowtime::api::page_parts);
}
