// Attribution: how much of the change of a figure is due to each of several changes.
//
// The share of change i is its Shapley value: the mean, over all orders in which the changes can be
// made, of what making i adds,
//
//   share_i = sum over S without i of |S|! (n - |S| - 1)! / n! * (v(S + i) - v(S))
//
// v(S) is the figure when the changes of S are made. Up to kMaxExactPlayers changes all 2^n figures
// are evaluated; above, shares are means over seeded random orders, with their standard error.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"

namespace flowtime {

// 256 figures.
inline constexpr std::size_t kMaxExactPlayers = 8;
// Each order costs up to n + 1 figures; many coalitions are shared between orders.
inline constexpr int kPermutations = 64;

// Which of the changes are made, by change.
using Coalition = std::vector<std::uint8_t>;
// The figure for each coalition.
// Asked once, for all coalitions of an attribution, so that it may evaluate them side by side.
using EvaluateCoalitions =
    std::function<Result<std::vector<double>>(std::span<const Coalition> coalitions)>;

// In the units of the figure.
struct Share {
  double amount = 0;          // of the change of the figure
  double standard_error = 0;  // 0 where shares are exact
};

struct Attribution {
  double before = 0, after = 0;  // the figure with none and with all of the changes
  std::vector<Share> shares{};   // sum to after - before from left to right
  // What the sum of the shares was off by before the last one was made to close it: rounding.
  double residual = 0;
  bool exact = true;         // not sampled
  std::int64_t orders = 0;   // that were sampled
  std::int64_t figures = 0;  // that were evaluated
};

struct AttributionOptions {
  int permutations = kPermutations;
  std::uint64_t seed = 123;
};

// Problems: those of `evaluate`; figure_absent, when some coalition gives the figure no value.
// Equal seeds give equal orders. Without players there are no shares, and `before` is `after`.
Result<Attribution> attribute(std::size_t players, const EvaluateCoalitions& evaluate,
                              const AttributionOptions& options = {});

}  // namespace flowtime
