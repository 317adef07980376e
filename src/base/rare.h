// Rare<T>: an optional for what most have not. Nothing takes the room of a pointer, something its
// own memory; copies are of the value, as with std::optional.
#pragma once

#include <memory>
#include <optional>
#include <utility>

namespace flowtime {

// A std::optional<T> of a large T makes every holder as large as T; this one has 8 bytes. The value
// is allocated on the heap, so it costs an allocation to set and to copy it. Threads: as a T.
template <class T>
class Rare {
 public:
  Rare() = default;
  // Implicit, as with std::optional: `return std::nullopt;` and `return value;` both work.
  Rare(std::nullopt_t) {}
  Rare(T value) : value_(std::make_unique<T>(std::move(value))) {}
  Rare(const Rare& other) : value_(other ? std::make_unique<T>(*other) : nullptr) {}
  Rare(Rare&&) noexcept = default;
  Rare& operator=(const Rare& other) {
    value_ = other ? std::make_unique<T>(*other) : nullptr;
    return *this;
  }
  Rare& operator=(Rare&&) noexcept = default;
  ~Rare() = default;

  bool has_value() const { return value_ != nullptr; }
  explicit operator bool() const { return has_value(); }
  // Precondition of the next five: there is a value. It is not checked.
  T& operator*() & { return *value_; }
  T&& operator*() && { return std::move(*value_); }
  const T& operator*() const& { return *value_; }
  T* operator->() { return value_.get(); }
  const T* operator->() const { return value_.get(); }
  // A copy: not for values that are expensive to copy.
  T value_or(T otherwise) const { return has_value() ? *value_ : std::move(otherwise); }
  // Frees the memory.
  void reset() { value_.reset(); }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace flowtime
