// Overloaded{lambdas...}: one visitor for std::visit out of one lambda per alternative.
#pragma once

namespace flowtime {

template <class... Fs>
struct Overloaded : Fs... {
  using Fs::operator()...;
};
template <class... Fs>
Overloaded(Fs...) -> Overloaded<Fs...>;

}  // namespace flowtime
