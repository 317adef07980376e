// Overloaded{lambdas...}: one visitor for std::visit out of one lambda per alternative.
#pragma once

namespace flowtime {

//   std::visit(Overloaded{[](const ConstNode&) { ... }, [](const ExprNodeBody&) { ... }}, body);
//
// An alternative without a lambda does not compile, so a new one cannot be forgotten.
template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace flowtime
