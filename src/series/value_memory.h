// Memory for many values. Not initialised, because a caller that asks for much of it writes all of
// it; in huge pages where the system offers them, because touching a small page for the first time
// can cost more than filling it.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace flowtime {

// Also for 0 bytes; never null. In a sanitized build new values are NaN, so that one that was never
// written shows up.
// Any thread. Only blocks of at least a huge page ask for one.
void* allocate_values(std::size_t bytes);  // throws std::bad_alloc
// Of allocate_values, or null.
void free_values(void* memory) noexcept;

template <class T>
// Without state: any of them frees what another allocated.
struct ValueAllocator {
  using value_type = T;
  ValueAllocator() = default;
  template <class U>
  ValueAllocator(const ValueAllocator<U>&) {}  // NOLINT: allocators convert

  // Aligned as malloc aligns: for every basic type.
  T* allocate(std::size_t count) { return static_cast<T*>(allocate_values(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t) noexcept { free_values(memory); }
  // resize(n) leaves new values as they are; resize(n, x) sets them.
  template <class U>
  // Default initialisation, which leaves numbers as they are: a vector would otherwise write zeros.
  void construct(U* at) noexcept {
    ::new (static_cast<void*>(at)) U;
  }
  template <class U, class... Args>
  void construct(U* at, Args&&... args) {
    ::new (static_cast<void*>(at)) U(std::forward<Args>(args)...);
  }
  friend bool operator==(const ValueAllocator&, const ValueAllocator&) { return true; }
};

// resize(n) costs no pass over the memory.
using ValueMemory = std::vector<double, ValueAllocator<double>>;

}  // namespace flowtime
