#include "explain/decider.h"

#include <algorithm>
#include <cmath>

#include "explain/level.h"
#include "model/names.h"

namespace flowtime {

Deciders::Deciders(const Plan& plan, const PlanIndex& index, const SeriesFacts& facts,
                   Breakdowns& breakdowns, const TopologyNode* owner)
    : plan_(plan),
      index_(index),
      facts_(facts),
      breakdowns_(breakdowns),
      decided_(plan, index, breakdowns.values(), breakdowns),
      sources_(plan, index, facts),
      owner_(owner) {}

// Each turn goes one op back. It ends at a name that limits (a capacity, a limit, an input), at a
// closed gate, at a shared constraint that ran out, or gives up: then the flow itself is the
// answer.
Decider Deciders::of(Operand flow, std::int64_t bin) {
  constexpr int kMostSteps = 32;
  const Decider itself{CauseKind::kOutflow, name_of_operand(flow), owner_, name_of_operand(flow)};
  for (int i = 0; i < kMostSteps; ++i) {
    if (flow.is_immediate() && !flow.named) return itself;
    const Decider known = named(flow.column);
    if (!known.id.empty()) return known.kind == CauseKind::kArrivals ? itself : known;
    // What an earlier bin or what waits says is no limit.
    const Op* op = index_.maker(flow.column).op;
    if (op == nullptr || flow.lag > 0 || is_level(plan_, index_, facts_, flow.column)) {
      return itself;
    }
    if (op->code == OpCode::kGate && !is_open(plan_, *op, bin)) return schedule();
    const auto next = next_operand(*op, flow.column, bin);
    if (!next) return itself;
    if (op->code == OpCode::kAllocate && *next == op->first_input) {
      return constraint(flow.column, itself);
    }
    flow = plan_.operands[*next];
  }
  return itself;
}

std::string Deciders::name_of_operand(const Operand& operand) const {
  if (operand.is_immediate() && !operand.named) return "";
  if (const auto series = index_.series_of(operand.column)) return plan_.series[*series].id;
  const Parameter* parameter = index_.maker(operand.column).parameter;
  return parameter != nullptr ? parameter->name : "";
}

// A capacity or a limit by its role, an input, or what the author computes of such.
Decider Deciders::named(ColumnIndex column) {
  if (const Parameter* parameter = index_.maker(column).parameter; parameter != nullptr) {
    const std::string& name = parameter->name;
    return {facts_.cause_kind(name), name, facts_.node_of(name), name};
  }
  const auto series = index_.series_of(column);
  if (!series) return {};
  const SeriesInfo& info = plan_.series[*series];
  const CauseKind kind = facts_.cause_kind(info.measure);
  const bool limits = kind == CauseKind::kCapacity || kind == CauseKind::kLimit;
  if (!limits && !sources_.is_source(column)) return {};
  return {kind, info.id, facts_.node_of(info.measure), info.id};
}

Decider Deciders::schedule() const {
  const std::string node = owner_ != nullptr ? owner_->id : "";
  return {CauseKind::kLimit, node + ".dispatchSchedule", owner_, ""};
}

Decider Deciders::constraint(ColumnIndex allocation, const Decider& otherwise) const {
  const auto series = index_.series_of(allocation);
  if (owner_ == nullptr || !series) return otherwise;
  for (const Constraint& shared : facts_.model().topology.constraints) {
    if (plan_.series[*series].id != allocation_id(*owner_, shared.id)) continue;
    return {CauseKind::kLimit, shared.id, nullptr, shared.served.id};
  }
  return otherwise;
}

bool Deciders::takes_what_waits(const Breakdown& breakdown) const {
  return std::any_of(breakdown.terms.begin(), breakdown.terms.end(), [&](const Term& term) {
    return term.kind == Term::Kind::kCell && is_level(plan_, index_, facts_, term.column);
  });
}

// The input that decided, else the one that carries most of the value; into plan.operands. What an
// earlier bin says is no limit.
std::optional<std::uint32_t> Deciders::next_operand(const Op& op, ColumnIndex column,
                                                    std::int64_t bin) {
  const Breakdown breakdown = breakdowns_.of(column, bin);
  if (!breakdown.binding && takes_what_waits(breakdown)) return std::nullopt;
  const std::vector<Decided> decided = decided_.of(column, bin, 0);
  if (!decided.empty()) {
    const bool now = decided.front().operand.lag == 0 && op.code != OpCode::kSeeded;
    return now ? std::optional(op.first_input + decided.front().place) : std::nullopt;
  }
  const Term* most = nullptr;
  for (const Term& term : breakdown.terms) {
    const bool larger =
        most == nullptr || std::fabs(term.amount.high) > std::fabs(most->amount.high);
    if (term.kind == Term::Kind::kCell && larger) most = &term;
  }
  if (most == nullptr || most->bin != bin) return std::nullopt;
  for (std::uint32_t i = 0; i < op.input_count; ++i) {
    const Operand& input = plan_.operands[op.first_input + i];
    const bool reads = input.is_column() || input.named;
    if (reads && input.column == most->column && input.lag == 0) return op.first_input + i;
  }
  return std::nullopt;
}

}  // namespace flowtime
