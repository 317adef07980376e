#include "explain/walk.h"

#include <queue>
#include <tuple>
#include <unordered_map>

namespace flowtime {
namespace {

// The served series of one node, as a small number: 0 for the node that the walk starts in.
using Via = std::uint32_t;

struct Place {
  std::int64_t bin = 0;
  std::uint32_t rank = 0;
  Via via = 0;
  auto operator<=>(const Place&) const = default;
};
struct PlaceHash {
  std::size_t operator()(const Place& place) const {
    std::size_t hash = static_cast<std::size_t>(place.bin) * 0x9e3779b97f4a7c15u;
    hash = (hash ^ place.rank) * 0x9e3779b97f4a7c15u;
    return (hash ^ place.via) * 0x9e3779b97f4a7c15u >> 7;
  }
};

struct Arrived {
  Twofold amount{};
  std::uint32_t owner = 0;  // the column of the named series whose formula this belongs to
};

class Walk {
 public:
  Walk(const PlanIndex& index, const Plan& plan, const SeriesFacts& facts, Breakdowns& breakdowns)
      : index_(index), plan_(plan), facts_(facts), breakdowns_(breakdowns) {
    for (const TopologyNode& node : facts.model().topology.nodes) nodes_.push_back(&node);
  }

  WalkResult run(std::span<const WalkStart> starts, const WalkLimits& limits) {
    Twofold value;
    for (const WalkStart& start : starts) {
      value += start.amount;
      if (const auto series = index_.series_of(start.column)) {
        home_ = facts_.node_of(plan_.series[*series].measure);
      }
      arrive(start.column, start.bin, 0, start.amount, start.column.value);
    }
    result_.value = value.rounded();
    while (!pending_.empty() && result_.cells < limits.cells) take_apart_next();
    fold_rest();
    for (auto& [key, bins] : causes_) {
      const auto& [kind, column, via] = key;
      result_.causes.push_back({.kind = static_cast<CauseKind>(kind),
                                .column = {column},
                                .via = via == 0 ? nullptr : nodes_[via - 1],
                                .bins = std::move(bins)});
    }
    return std::move(result_);
  }

 private:
  using CauseKey = std::tuple<int, std::uint32_t, Via>;

  void end_at(CauseKind kind, std::uint32_t column, Via via, std::int64_t bin,
              const Twofold& amount) {
    causes_[{static_cast<int>(kind), column, via}][bin] += amount;
  }

  void arrive(ColumnIndex column, std::int64_t bin, Via via, const Twofold& amount,
              std::uint32_t owner) {
    const Place place{bin, index_.maker(column).rank, via};
    const auto [at, is_new] = arrived_.try_emplace(place, Arrived{{}, owner});
    at->second.amount += amount;
    if (is_new) pending_.push(place);
  }

  // The node that serves the series is where it came by, once the walk has left the first node.
  Via via_of(ColumnIndex column, Via via) const {
    if (via != 0) return via;
    const auto series = index_.series_of(column);
    if (!series) return via;
    const TopologyNode* server = facts_.server_of(plan_.series[*series].measure);
    if (server == nullptr || server == home_) return via;
    return static_cast<Via>(server - nodes_.front()) + 1;
  }

  void take_apart_next() {
    const Place place = pending_.top();
    pending_.pop();
    const auto found = arrived_.find(place);
    const Arrived arrived = found->second;
    arrived_.erase(found);
    if (arrived.amount.is_zero()) return;
    ++result_.cells;
    const ColumnIndex column = index_.column_at(place.rank);
    const auto series = index_.series_of(column);
    const std::uint32_t owner = series ? column.value : arrived.owner;
    if (index_.maker(column).parameter != nullptr) {
      return end_at(kind_of(column), column.value, place.via, place.bin, arrived.amount);
    }
    const Breakdown breakdown = breakdowns_.of(column, place.bin);
    if (breakdown.terms.empty()) {
      return end_at(CauseKind::kRest, column.value, place.via, place.bin, arrived.amount);
    }
    for (const Term& term : breakdown.terms) {
      const Twofold amount = share_of(arrived.amount, term.amount, breakdown.value);
      follow(term, breakdown, amount, owner, place.via);
    }
  }

  CauseKind kind_of(ColumnIndex column) const {
    return facts_.cause_kind(index_.maker(column).parameter->name);
  }

  void follow(const Term& term, const Breakdown& breakdown, const Twofold& amount,
              std::uint32_t owner, Via via) {
    switch (term.kind) {
      case Term::Kind::kNumber: return end_at(CauseKind::kNumber, owner, via, term.bin, amount);
      case Term::Kind::kInitial:
        return end_at(CauseKind::kInitial, term.column.value, via, -1, amount);
      case Term::Kind::kDecision: return end_at(CauseKind::kDecision, owner, via, term.bin, amount);
      case Term::Kind::kDraw: return end_at(CauseKind::kDraw, owner, via, term.bin, amount);
      case Term::Kind::kCell: break;
    }
    if (breakdown.echo) return end_at(CauseKind::kEcho, term.column.value, via, term.bin, amount);
    arrive(term.column, term.bin, via_of(term.column, via), amount, owner);
  }

  void fold_rest() {
    if (pending_.empty()) return;
    result_.rest_bin = pending_.top().bin;
    for (; !pending_.empty(); pending_.pop()) {
      result_.rest += arrived_.at(pending_.top()).amount;
      ++result_.rest_cells;
    }
  }

  const PlanIndex& index_;
  const Plan& plan_;
  const SeriesFacts& facts_;
  Breakdowns& breakdowns_;
  std::vector<const TopologyNode*> nodes_;
  const TopologyNode* home_ = nullptr;
  std::priority_queue<Place> pending_;
  std::unordered_map<Place, Arrived, PlaceHash> arrived_;  // lookups only
  std::map<CauseKey, std::map<std::int64_t, Twofold>> causes_;
  WalkResult result_;
};

}  // namespace

WalkResult walk_back(const PlanIndex& index, const Plan& plan, const SeriesFacts& facts,
                     Breakdowns& breakdowns, std::span<const WalkStart> starts,
                     const WalkLimits& limits) {
  return Walk(index, plan, facts, breakdowns).run(starts, limits);
}

}  // namespace flowtime
