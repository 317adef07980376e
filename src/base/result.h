// Result<T>: a value, or the problems that stand in its way (at least one).
#pragma once

#include <utility>
#include <variant>

#include "base/check.h"
#include "base/problem.h"

namespace flowtime {

// value() and problems() check that they are asked for what there is: a mistake there is a defect.
// Reading the value of a temporary through * is a dangling reference; move it out, or name it.
template <class T>
class [[nodiscard]] Result {
 public:
  // Implicit, so that `return value;` and `return Problem{...};` both work.
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Problem problem) : state_(std::in_place_index<1>, Problems{std::move(problem)}) {}
  // At least one problem: an empty list is a defect (FT_CHECK).
  Result(Problems problems) : state_(std::in_place_index<1>, std::move(problems)) {
    FT_CHECK(!this->problems().empty());
  }

  // False means that problems() has at least one entry.
  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }

  const T& operator*() const& { return value(); }
  T& operator*() & { return value(); }
  // Moves the value out of a temporary.
  T&& operator*() && { return std::move(*this).value(); }
  const T* operator->() const { return &value(); }
  T* operator->() { return &value(); }
  const T& value() const& {
    FT_CHECK(has_value());
    return *std::get_if<0>(&state_);
  }
  T& value() & {
    FT_CHECK(has_value());
    return *std::get_if<0>(&state_);
  }
  T&& value() && {
    FT_CHECK(has_value());
    return std::move(*std::get_if<0>(&state_));
  }
  const Problems& problems() const {
    FT_CHECK(!has_value());
    return *std::get_if<1>(&state_);
  }

 private:
  std::variant<T, Problems> state_;
};

// Nothing to return but success.
// Result<Done> is what a function returns that can fail and has nothing else to say.
struct Done {};

#define FT_CONCAT_IMPL(a, b) a##b
#define FT_CONCAT(a, b) FT_CONCAT_IMPL(a, b)
#define FT_TRY_IMPL(tmp, decl, ...) \
  auto tmp = (__VA_ARGS__);         \
  if (!tmp) return tmp.problems();  \
  decl = std::move(tmp).value()
// FT_TRY(const Model model, read_model(document));  binds the value, or returns the problems.
// Evaluates the expression once. It declares a variable, so it needs a block of its own after `if`.
#define FT_TRY(decl, ...) FT_TRY_IMPL(FT_CONCAT(ft_try_, __LINE__), decl, __VA_ARGS__)
// FT_RETURN_IF_PROBLEM(write(...));  returns the problems, if any.
#define FT_RETURN_IF_PROBLEM(...)                                          \
  do {                                                                     \
    if (auto ft_done = (__VA_ARGS__); !ft_done) return ft_done.problems(); \
  } while (false)

}  // namespace flowtime
