// When a mapped file gets shorter, reading behind its end raises SIGBUS. The handler maps zeros
// over the rest of that file's pages and returns; the instruction reads zeros, and the mapping is
// marked,
// so that the reader can ask. A table of fixed size, without locks on the side of
// the handler: a handler may not allocate, lock or wait.
#include "sys/bus_guard.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>

namespace flowtime {
namespace {

struct Slot {
  std::atomic<std::uintptr_t> begin{0};  // 0: free
  std::atomic<std::uintptr_t> end{0};
  std::atomic<bool> is_broken{false};
};

// Looked through by the handler, which may not wait for anybody.
std::array<Slot, 1024> slots;
std::mutex slots_mutex;  // for those that take and give back slots
std::uintptr_t page_bytes = 4096;

Slot* slot_of(std::uintptr_t address) {
  for (Slot& slot : slots) {
    if (slot.begin != 0 && slot.begin <= address && address < slot.end) return &slot;
  }
  return nullptr;
}

// Zeros in place of all that is behind the fault; the reading instruction is then tried again.
bool mend(std::uintptr_t address) {
  Slot* slot = slot_of(address);
  if (slot == nullptr) return false;
  slot->is_broken = true;
  const std::uintptr_t page = address / page_bytes * page_bytes;
  // To the end of the mapping: the file has no more behind the fault either.
  const std::size_t size = slot->end - page;
  void* const zeros = ::mmap(reinterpret_cast<void*>(page), size, PROT_READ,
                             MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_NORESERVE, -1, 0);
  return zeros != MAP_FAILED;
}

void on_bus_error(int signal_number, siginfo_t* info, void*) {
  if (mend(reinterpret_cast<std::uintptr_t>(info->si_addr))) return;
  // Returning with the default in place repeats the fault and ends the process with the right
  // signal.
  ::signal(signal_number, SIG_DFL);  // not ours: the instruction faults again, and ends us
}

void install_handler() {
  page_bytes = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
  struct sigaction action {};
  action.sa_sigaction = on_bus_error;
  action.sa_flags = SA_SIGINFO;
  ::sigemptyset(&action.sa_mask);
  ::sigaction(SIGBUS, &action, nullptr);
}

}  // namespace

bool guard_mapping(void* address, std::size_t size) {
  static std::once_flag installed;
  std::call_once(installed, install_handler);
  const auto begin = reinterpret_cast<std::uintptr_t>(address);
  const std::lock_guard lock(slots_mutex);
  for (Slot& slot : slots) {
    if (slot.begin != 0) continue;
    // The beginning last: a slot with a beginning is one that the handler believes.
    slot.is_broken = false;
    slot.end = (begin + size + page_bytes - 1) / page_bytes * page_bytes;
    slot.begin = begin;
    return true;
  }
  return false;
}

void unguard_mapping(void* address) {
  const std::lock_guard lock(slots_mutex);
  if (Slot* slot = slot_of(reinterpret_cast<std::uintptr_t>(address))) slot->begin = 0;
}

bool is_broken_mapping(std::string_view bytes) {
  if (bytes.empty()) return false;
  const Slot* slot = slot_of(reinterpret_cast<std::uintptr_t>(bytes.data()));
  return slot != nullptr && slot->is_broken;
}

}  // namespace flowtime
