#include "explain/walk.h"

#include <algorithm>
#include <queue>
#include <tuple>
#include <unordered_map>

#include "explain/level.h"
#include "explain/sources.h"
#include "series/absent.h"

namespace flowtime {
namespace {

// The served series of one node, as a small number: 0 for the node that the walk starts in.
using Via = std::uint32_t;
// A flow into or out of a level, as a small number: 0 for none.
using FlowIndex = std::uint32_t;

// Ordered by bin, then by the rank of the column in the plan: the largest place is taken apart
// next, so all that reaches a cell has arrived before it is its turn.
struct Place {
  std::int64_t bin = 0;
  std::uint32_t rank = 0;
  FlowIndex flow = 0;
  Via via = 0;
  auto operator<=>(const Place&) const = default;
};
struct PlaceHash {
  std::size_t operator()(const Place& place) const {
    std::size_t hash = static_cast<std::size_t>(place.bin) * 0x9e3779b97f4a7c15u;
    hash = (hash ^ place.rank) * 0x9e3779b97f4a7c15u;
    hash = (hash ^ place.flow) * 0x9e3779b97f4a7c15u;
    return (hash ^ place.via) * 0x9e3779b97f4a7c15u >> 7;
  }
};

struct Arrived {
  Twofold amount{};
  std::uint32_t owner = 0;  // the column of the named series whose formula this belongs to
};

struct Flow {
  ColumnIndex column{};
  Side side = Side::kNone;
  bool operator==(const Flow&) const = default;
};

// A level that the walk starts at.
// Only such a level is taken apart bin by bin; a level that is met on the way is an end (backlog).
struct Home {
  ColumnIndex column{};
  Noise noise{};
  std::optional<QueueOperands> queue{};  // of a level that the engine keeps
  bool is_total = true;                  // false: one class of it, which leaves with the others
};

class Walk {
 public:
  Walk(const PlanIndex& index, const Plan& plan, const SeriesFacts& facts, Breakdowns& breakdowns)
      : index_(index),
        plan_(plan),
        facts_(facts),
        breakdowns_(breakdowns),
        sources_(plan, index, facts) {
    for (const TopologyNode& node : facts.model().topology.nodes) nodes_.push_back(&node);
  }

  WalkResult run(std::span<const WalkStart> starts, const WalkLimits& limits) {
    starts_ = starts;
    Twofold value;
    for (const WalkStart& start : starts) {
      value += start.amount;
      if (const auto series = index_.series_of(start.column)) {
        home_node_ = facts_.node_of(plan_.series[*series].measure);
      }
      add_home(start.column);
      arrive({start.bin, rank_of(start.column), 0, 0}, start.amount, start.column.value);
    }
    result_.value = value.rounded();
    while (!pending_.empty() && result_.cells < limits.cells) take_apart_next();
    fold_rest();
    for (auto& [key, cause] : causes_) result_.causes.push_back(std::move(cause));
    return std::move(result_);
  }

 private:
  // Kind, column, echo, via, side.
  using CauseKey = std::tuple<int, std::uint32_t, std::uint32_t, Via, int>;

  // One cell that is being taken apart.
  struct Cell {
    Place place;
    ColumnIndex column{};
    std::uint32_t owner = 0;
    Twofold amount{};
  };

  std::uint32_t rank_of(ColumnIndex column) const { return index_.maker(column).rank; }
  const Flow& flow_of(const Cell& cell) const { return flows_[cell.place.flow]; }

  void add_home(ColumnIndex column) {
    if (home_of(column) != nullptr || !is_level(plan_, index_, facts_, column)) return;
    const auto series = index_.series_of(column);
    homes_.push_back({column, noise_of_column(plan_, index_, breakdowns_, column),
                      queue_operands(plan_, index_.maker(column)),
                      !series || plan_.series[*series].class_id.empty()});
  }
  const Home* home_of(ColumnIndex column) const {
    for (const Home& home : homes_) {
      if (home.column == column) return &home;
    }
    return nullptr;
  }
  bool is_start(ColumnIndex column) const {
    return std::any_of(starts_.begin(), starts_.end(),
                       [&](const WalkStart& start) { return start.column == column; });
  }
  bool depends_on_start(ColumnIndex column) {
    if (after_starts_.empty()) {
      std::vector<ColumnIndex> from;
      for (const WalkStart& start : starts_) from.push_back(start.column);
      after_starts_ = columns_after(plan_, from);
    }
    return after_starts_[column.value] != 0;
  }
  FlowIndex flow_index(const Flow& flow) {
    const auto place = std::find(flows_.begin(), flows_.end(), flow) - flows_.begin();
    if (static_cast<std::size_t>(place) == flows_.size()) flows_.push_back(flow);
    return static_cast<FlowIndex>(place);
  }

  struct End {
    CauseKind kind{};
    std::uint32_t column = 0;
    std::int64_t bin = 0;
    std::optional<ColumnIndex> echo_of{};
  };
  // Of what leaves a level only what held it back is followed; the rest is told as what left.
  static bool held_back(CauseKind kind) {
    return kind == CauseKind::kCapacity || kind == CauseKind::kLimit || kind == CauseKind::kShare ||
           kind == CauseKind::kBacklog || kind == CauseKind::kInput || kind == CauseKind::kDraw ||
           kind == CauseKind::kOverflow;
  }
  CauseKind kind_of_outflow(const Flow& flow) const {
    const auto series = index_.series_of(flow.column);
    const std::string role = series ? facts_.role_of(plan_.series[*series].measure) : "";
    return role == "errors" || role == "failures" || role == "exhaustedFailures"
               ? CauseKind::kLoss
               : CauseKind::kOutflow;
  }
  void end(const Cell& cell, End at, const Twofold& amount) {
    const Flow& flow = flow_of(cell);
    if (flow.side == Side::kOut && !held_back(at.kind)) {
      at = {kind_of_outflow(flow), flow.column.value, cell.place.bin, {}};
    }
    end_at(at, cell.place.via, flow.side, amount);
  }
  // Ends of one kind, column, echo, way and side are one cause; its amounts are kept by bin.
  void end_at(const End& at, Via via, Side side, const Twofold& amount) {
    const std::uint32_t echo = at.echo_of ? at.echo_of->value + 1 : 0;
    Cause& cause =
        causes_[{static_cast<int>(at.kind), at.column, echo, via, static_cast<int>(side)}];
    cause.kind = at.kind;
    cause.side = side;
    cause.column = {at.column};
    cause.via = via == 0 ? nullptr : nodes_[via - 1];
    cause.echo_of = at.echo_of;
    cause.bins[at.bin] += amount;
  }

  // A place is queued once, with its first amount; later amounts are added to what has arrived.
  void arrive(const Place& place, const Twofold& amount, std::uint32_t owner) {
    if (amount.is_zero()) return;
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
    if (server == nullptr || server == home_node_) return via;
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
    const bool named = index_.series_of(column).has_value();
    const Cell cell{place, column, named ? column.value : arrived.owner, arrived.amount};
    if (const Home* home = home_of(column); home != nullptr && place.flow == 0) {
      if (home->queue) return take_level_apart(cell, *home);
    } else if (is_level(plan_, index_, facts_, column)) {
      return end(cell, {CauseKind::kBacklog, column.value, place.bin, {}}, cell.amount);
    }
    take_apart(cell);
  }

  void take_apart(const Cell& cell) {
    const std::int64_t bin = cell.place.bin;
    if (index_.maker(cell.column).parameter != nullptr) {
      return end(cell, {kind_of(cell.column), cell.column.value, bin, {}}, cell.amount);
    }
    const bool ends = is_constant(cell.column) || sources_.is_source(cell.column);
    if (ends && !is_start(cell.column)) {
      return end(cell, {kind_of_series(cell.column), cell.column.value, bin, {}}, cell.amount);
    }
    if (is_taken_by_another(cell)) {
      return end(cell, {CauseKind::kShare, cell.column.value, bin, {}}, cell.amount);
    }
    const Breakdown breakdown = breakdowns_.of(cell.column, bin);
    if (breakdown.terms.empty()) {
      return end(cell, {CauseKind::kRest, cell.column.value, bin, {}}, cell.amount);
    }
    for (const Term& term : breakdown.terms) {
      follow(cell, term, breakdown, share_of(cell.amount, term.amount, breakdown.value));
    }
  }

  // A series that is one number, as the author wrote it.
  bool is_constant(ColumnIndex column) const {
    const Op* op = index_.maker(column).op;
    return op->code == OpCode::kCopy && plan_.operands[op->first_input].is_immediate() &&
           index_.series_of(column).has_value();
  }
  // What members before this one took of a shared capacity leaves less to leave here.
  bool is_taken_by_another(const Cell& cell) const {
    const Op* op = index_.maker(cell.column).op;
    return op->code == OpCode::kAllocate && flow_of(cell).side == Side::kOut &&
           cell.amount.high > 0;
  }
  CauseKind kind_of(ColumnIndex column) const {
    return facts_.cause_kind(index_.maker(column).parameter->name);
  }
  CauseKind kind_of_series(ColumnIndex column) const {
    return facts_.cause_kind(plan_.series[*index_.series_of(column)].measure);
  }

  void follow(const Cell& cell, const Term& term, const Breakdown& breakdown,
              const Twofold& amount) {
    const std::int64_t bin = term.bin;
    switch (term.kind) {
      case Term::Kind::kNumber: return end(cell, {CauseKind::kNumber, cell.owner, bin, {}}, amount);
      case Term::Kind::kInitial:
        return end(cell, {CauseKind::kInitial, term.column.value, -1, {}}, amount);
      case Term::Kind::kDecision:
        return end(cell, {CauseKind::kDecision, cell.owner, bin, {}}, amount);
      case Term::Kind::kDraw: return end(cell, {CauseKind::kDraw, cell.owner, bin, {}}, amount);
      case Term::Kind::kShare:
        return end(cell, {CauseKind::kShare, term.column.value, bin, {}}, amount);
      case Term::Kind::kCell: break;
    }
    if (breakdown.echo || comes_again(cell, term)) return echo(cell, term, amount);
    const Via via = via_of(term.column, cell.place.via);
    const FlowIndex flow = flow_after(cell, term, amount);
    if (flow == 0 && is_empty_before(cell, term)) {
      return end(cell, {CauseKind::kHeld, term.column.value, bin, {}}, amount);
    }
    if (flows_[flow].side == Side::kOut && bin < cell.place.bin) {
      return left_earlier(cell, term, amount);
    }
    arrive({bin, rank_of(term.column), flow, via}, amount, cell.owner);
  }

  // What depends on the value that is explained, read from an earlier bin: retries, rework. A level
  // that is read is no echo of what left it.
  bool comes_again(const Cell& cell, const Term& term) {
    if (term.bin >= cell.place.bin || is_start(term.column)) return false;
    return !is_level(plan_, index_, facts_, term.column) && depends_on_start(term.column);
  }
  // Told where it comes again, under the name it has there.
  void echo(const Cell& cell, const Term& term, const Twofold& amount) {
    const bool has_name = !is_start({cell.owner});
    const End again{CauseKind::kEcho, has_name ? cell.owner : term.column.value,
                    has_name ? cell.place.bin : term.bin, term.column};
    end(cell, again, amount);
  }
  // What decided in an earlier bin how much leaves now is no cause of its own.
  void left_earlier(const Cell& cell, const Term& term, const Twofold& amount) {
    const bool other =
        is_level(plan_, index_, facts_, term.column) && home_of(term.column) == nullptr;
    const CauseKind kind = other ? CauseKind::kBacklog : CauseKind::kOutflow;
    end(with_flow(cell, term, amount), {kind, term.column.value, term.bin, {}}, amount);
  }
  Cell with_flow(Cell cell, const Term& term, const Twofold& amount) {
    cell.place.flow = flow_after(cell, term, amount);
    return cell;
  }

  // The formula of a level that the author keeps: what adds comes in, what takes away goes out.
  FlowIndex flow_after(const Cell& cell, const Term& term, const Twofold& amount) {
    const Home* home = home_of({cell.owner});
    if (cell.place.flow != 0 || home == nullptr || !home->is_total) return cell.place.flow;
    if (home_of(term.column) != nullptr || !index_.series_of(term.column)) return 0;
    return flow_index({term.column, amount.high < 0 ? Side::kOut : Side::kIn});
  }
  bool is_empty_before(const Cell& cell, const Term& term) const {
    const Home* home = home_of(term.column);
    return home != nullptr && term.bin < cell.place.bin && home->noise.is_empty(term.value);
  }

  // ((before + in) - out) - loss, and what a limit turned away, each for itself.
  // In the order of evaluation, rounded as evaluation rounded it: only then do the differences sum
  // to the depth exactly. What the maximum with 0 or a limit cut is the last difference.
  void take_level_apart(const Cell& cell, const Home& home) {
    const QueueOperands& queue = *home.queue;
    const std::int64_t bin = cell.place.bin;
    const double depth = breakdowns_.value(Operand::of(home.column), bin);
    const double before =
        bin == 0 ? queue.initial : breakdowns_.value(Operand::of(home.column), bin - 1);
    double sum = before;
    take_before(cell, home, share_of(cell.amount, {before, 0}, depth), before);
    for (const auto& [operand, side] : {std::pair{&queue.inflow, Side::kIn},
                                        {&queue.outflow, Side::kOut},
                                        {&queue.loss, Side::kOut}}) {
      const double flow = finite_or_zero(breakdowns_.value(*operand, bin));
      const double next = side == Side::kIn ? sum + flow : sum - flow;
      pass_flow(cell, *operand, side, share_of(cell.amount, exact_difference(next, sum), depth));
      sum = next;
    }
    const Twofold cut = share_of(cell.amount, exact_difference(depth, sum), depth);
    if (cut.is_zero()) return;
    const ColumnIndex column = queue.overflow.value_or(home.column);
    end_at({CauseKind::kOverflow, column.value, bin, {}}, 0, Side::kOut, cut);
  }
  void take_before(const Cell& cell, const Home& home, const Twofold& amount, double before) {
    if (amount.is_zero()) return;
    const std::int64_t bin = cell.place.bin - 1;
    if (bin < 0) return end(cell, {CauseKind::kInitial, home.column.value, -1, {}}, amount);
    if (home.noise.is_empty(before)) {
      return end(cell, {CauseKind::kHeld, home.column.value, bin, {}}, amount);
    }
    arrive({bin, cell.place.rank, 0, 0}, amount, home.column.value);
  }
  void pass_flow(const Cell& cell, const Operand& operand, Side side, const Twofold& amount) {
    if (amount.is_zero()) return;
    const bool is_number = operand.is_immediate() && !operand.named;
    const ColumnIndex column = is_number ? cell.column : operand.column;
    Cell inside = cell;
    inside.place.flow = flow_index({column, side});
    const std::int64_t bin = cell.place.bin - operand.lag;
    if (is_number) return end(inside, {CauseKind::kNumber, column.value, bin, {}}, amount);
    if (bin < 0) return end(inside, {CauseKind::kInitial, column.value, -1, {}}, amount);
    arrive({bin, rank_of(column), inside.place.flow, via_of(column, 0)}, amount, cell.owner);
  }

  // The top of the queue is the newest place, so its bin is the latest one.
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
  Sources sources_;
  std::span<const WalkStart> starts_;
  std::vector<const TopologyNode*> nodes_;
  std::vector<Home> homes_;
  std::vector<Flow> flows_{{}};
  std::vector<std::uint8_t> after_starts_;  // by column; empty until it is needed
  const TopologyNode* home_node_ = nullptr;
  std::priority_queue<Place> pending_;
  std::unordered_map<Place, Arrived, PlaceHash> arrived_;  // lookups only
  std::map<CauseKey, Cause> causes_;
  WalkResult result_;
};

}  // namespace

const char* name_of(Side side) {
  return side == Side::kNone ? "" : (side == Side::kIn ? "in" : "out");
}

WalkResult walk_back(const PlanIndex& index, const Plan& plan, const SeriesFacts& facts,
                     Breakdowns& breakdowns, std::span<const WalkStart> starts,
                     const WalkLimits& limits) {
  return Walk(index, plan, facts, breakdowns).run(starts, limits);
}

}  // namespace flowtime
