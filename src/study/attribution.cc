#include "study/attribution.h"

#include <cmath>
#include <map>
#include <utility>

#include "series/absent.h"
#include "series/pcg32.h"

namespace flowtime {
namespace {

Result<std::vector<double>> figures_of(std::span<const Coalition> coalitions,
                                       const EvaluateCoalitions& evaluate) {
  FT_TRY(std::vector<double> figures, evaluate(coalitions));
  FT_CHECK(figures.size() == coalitions.size());
  for (const double figure : figures) {
    if (is_absent(figure)) {
      return Problem{.code = "figure_absent",
                     .message = "the figure has no value when only some of the changes are made",
                     .remedy = "Choose a figure that every scenario has."};
    }
  }
  return figures;
}

Coalition coalition_of(std::size_t mask, std::size_t players) {
  Coalition coalition(players);
  for (std::size_t i = 0; i < players; ++i) coalition[i] = (mask >> i) & 1;
  return coalition;
}

// By |S|: |S|! (n - |S| - 1)! / n!
std::vector<double> weights_of(std::size_t players) {
  std::vector<double> weights(players);
  for (std::size_t size = 0; size < players; ++size) {
    double orders = 1;  // n! / (|S|! (n - |S| - 1)!) = n * binomial(n - 1, |S|)
    for (std::size_t i = 1; i <= size; ++i) {
      // Binomials by products of small numbers: factorials would lose digits.
      orders = orders * static_cast<double>(players - i) / static_cast<double>(i);
    }
    weights[size] = 1 / (orders * static_cast<double>(players));
  }
  return weights;
}

// The last share closes the sum.
void close(Attribution& made) {
  if (made.shares.empty()) return;
  double sum = 0;
  for (const Share& share : made.shares) sum += share.amount;
  const double change = made.after - made.before;
  made.residual = change - sum;
  double before_last = 0;
  for (std::size_t i = 0; i + 1 < made.shares.size(); ++i) before_last += made.shares[i].amount;
  // So that the shares sum to the change to the last bit, from left to right.
  made.shares.back().amount = change - before_last;
}

Result<Attribution> exact_shares(std::size_t players, const EvaluateCoalitions& evaluate) {
  std::vector<Coalition> coalitions;
  for (std::size_t mask = 0; mask < (std::size_t{1} << players); ++mask) {
    coalitions.push_back(coalition_of(mask, players));
  }
  FT_TRY(const std::vector<double> figures, figures_of(coalitions, evaluate));
  Attribution made{.before = figures.front(), .after = figures.back()};
  made.figures = static_cast<std::int64_t>(figures.size());
  const std::vector<double> weights = players == 0 ? std::vector<double>() : weights_of(players);
  for (std::size_t i = 0; i < players; ++i) {
    Share share;
    for (std::size_t mask = 0; mask < figures.size(); ++mask) {
      // Coalitions with i are the partners of those without.
      if ((mask >> i) & 1) continue;
      const auto size = static_cast<std::size_t>(__builtin_popcountll(mask));
      share.amount += weights[size] * (figures[mask | (std::size_t{1} << i)] - figures[mask]);
    }
    made.shares.push_back(share);
  }
  close(made);
  return made;
}

std::vector<std::size_t> random_order(std::size_t players, Pcg32& random) {
  std::vector<std::size_t> order(players);
  for (std::size_t i = 0; i < players; ++i) order[i] = i;
  for (std::size_t i = players - 1; i > 0; --i) {
    const auto other = static_cast<std::size_t>(random.next_double() * static_cast<double>(i + 1));
    std::swap(order[i], order[other]);
  }
  return order;
}

// Figures by coalition; those that several orders go through are evaluated once.
class SampledOrders {
 public:
  SampledOrders(std::size_t players, const AttributionOptions& options) : players_(players) {
    Pcg32 random = Pcg32::seeded(options.seed);
    for (int i = 0; i < options.permutations; ++i) orders_.push_back(random_order(players, random));
  }

  Result<Done> evaluate(const EvaluateCoalitions& evaluate) {
    for (const auto& order : orders_) {
      Coalition coalition(players_);
      figures_.try_emplace(coalition, 0.0);
      for (const std::size_t player : order) {
        coalition[player] = 1;
        figures_.try_emplace(coalition, 0.0);
      }
    }
    std::vector<Coalition> coalitions;
    for (const auto& [coalition, figure] : figures_) coalitions.push_back(coalition);
    FT_TRY(const std::vector<double> values, figures_of(coalitions, evaluate));
    for (std::size_t i = 0; i < values.size(); ++i) figures_[coalitions[i]] = values[i];
    return Done{};
  }

  Attribution shares() const {
    Attribution made{.before = figures_.at(Coalition(players_, 0)),
                     .after = figures_.at(Coalition(players_, 1)),
                     .exact = false};
    made.orders = static_cast<std::int64_t>(orders_.size());
    made.figures = static_cast<std::int64_t>(figures_.size());
    std::vector<double> sums(players_), squares(players_);
    for (const auto& order : orders_) add_order(order, sums, squares);
    const auto n = static_cast<double>(orders_.size());
    for (std::size_t i = 0; i < players_; ++i) {
      const double mean = sums[i] / n;
      const double variance = n > 1 ? (squares[i] - n * mean * mean) / (n - 1) : 0;
      made.shares.push_back({mean, variance > 0 ? std::sqrt(variance / n) : 0});
    }
    close(made);
    return made;
  }

 private:
  void add_order(const std::vector<std::size_t>& order, std::vector<double>& sums,
                 std::vector<double>& squares) const {
    Coalition coalition(players_);
    double before = figures_.at(coalition);
    for (const std::size_t player : order) {
      coalition[player] = 1;
      const double after = figures_.at(coalition);
      sums[player] += after - before;
      squares[player] += (after - before) * (after - before);
      before = after;
    }
  }

  std::size_t players_;
  std::vector<std::vector<std::size_t>> orders_;
  // Ordered, so that evaluations are asked for in the same order everywhere.
  std::map<Coalition, double> figures_;
};

}  // namespace

Result<Attribution> attribute(std::size_t players, const EvaluateCoalitions& evaluate,
                              const AttributionOptions& options) {
  if (players <= kMaxExactPlayers) return exact_shares(players, evaluate);
  SampledOrders orders(players, options);
  FT_RETURN_IF_PROBLEM(orders.evaluate(evaluate));
  return orders.shares();
}

}  // namespace flowtime
