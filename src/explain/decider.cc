#include "explain/decider.h"

#include <cmath>

#include "explain/level.h"
#include "model/names.h"

namespace flowtime {
namespace {

class DeciderFinder {
 public:
  DeciderFinder(const Plan& plan, const PlanIndex& index, const SeriesFacts& facts,
                Breakdowns& breakdowns, const TopologyNode* owner)
      : plan_(plan), index_(index), facts_(facts), breakdowns_(breakdowns), owner_(owner) {}

  Decider find(Operand flow, std::int64_t bin) {
    constexpr int kMostSteps = 32;
    const Decider itself{CauseKind::kOutflow, name_of_operand(flow), owner_, name_of_operand(flow)};
    for (int i = 0; i < kMostSteps; ++i) {
      if (flow.is_immediate() && !flow.named) return itself;
      const Decider known = named_decider(flow.column);
      if (!known.id.empty()) return known;
      // What an earlier bin or what waits says is no limit.
      if (flow.lag > 0 || is_level(plan_, index_, facts_, flow.column)) return itself;
      const PlanIndex::Maker& maker = index_.maker(flow.column);
      if (maker.op == nullptr) {
        const std::string& name = maker.parameter->name;
        return {facts_.cause_kind(name), name, facts_.node_of(name), name};
      }
      const Op& op = *maker.op;
      if (op.code == OpCode::kGate && !is_open(op, bin)) return schedule();
      const auto next = next_operand(op, flow.column, bin);
      if (!next) return itself;
      if (op.code == OpCode::kAllocate && *next == op.first_input) return constraint(itself);
      flow = plan_.operands[*next];
    }
    return itself;
  }

 private:
  std::string name_of_operand(const Operand& operand) const {
    if (operand.is_immediate() && !operand.named) return "";
    if (const auto series = index_.series_of(operand.column)) return plan_.series[*series].id;
    const Parameter* parameter = index_.maker(operand.column).parameter;
    return parameter != nullptr ? parameter->name : "";
  }
  // A series that is a capacity or a limit by its role.
  Decider named_decider(ColumnIndex column) const {
    const auto series = index_.series_of(column);
    if (!series) return {};
    const SeriesInfo& info = plan_.series[*series];
    const CauseKind kind = facts_.cause_kind(info.measure);
    if (kind != CauseKind::kCapacity && kind != CauseKind::kLimit) return {};
    return {kind, info.id, facts_.node_of(info.measure), info.id};
  }
  Decider schedule() const {
    const std::string node = owner_ != nullptr ? owner_->id : "";
    return {CauseKind::kLimit, node + ".dispatchSchedule", owner_, ""};
  }
  Decider constraint(const Decider& otherwise) const {
    if (owner_ == nullptr || allocation_.empty()) return otherwise;
    for (const std::string& id : owner_->constraints) {
      if (allocation_ == allocation_id(*owner_, id)) {
        return {CauseKind::kLimit, id, nullptr, constraint_series(id)};
      }
    }
    return otherwise;
  }
  std::string constraint_series(const std::string& id) const {
    for (const Constraint& constraint : facts_.model().topology.constraints) {
      if (constraint.id == id) return constraint.served.id;
    }
    return "";
  }

  // The input that decided, else the one that carries most of the value; into plan.operands.
  std::optional<std::uint32_t> next_operand(const Op& op, ColumnIndex column, std::int64_t bin) {
    if (const auto series = index_.series_of(column)) allocation_ = plan_.series[*series].id;
    const Breakdown breakdown = breakdowns_.of(column, bin);
    if (breakdown.binding) return op.first_input + *breakdown.binding;
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

  const Plan& plan_;
  const PlanIndex& index_;
  const SeriesFacts& facts_;
  Breakdowns& breakdowns_;
  const TopologyNode* owner_;
  std::string allocation_{};  // the series that was looked at last
};

}  // namespace

Decider decider_of(const Plan& plan, const PlanIndex& index, const SeriesFacts& facts,
                   Breakdowns& breakdowns, const Operand& flow, std::int64_t bin,
                   const TopologyNode* owner) {
  return DeciderFinder(plan, index, facts, breakdowns, owner).find(flow, bin);
}

}  // namespace flowtime
