#include "trace/decided_by.h"

#include <cmath>

namespace flowtime {
namespace {

// Ops that hand one operand on, changed by nothing that could hold a flow back.
bool passes_first(OpCode code) {
  switch (code) {
    case OpCode::kCopy:
    case OpCode::kFiniteOrZero:
    case OpCode::kFloor:
    case OpCode::kCeil:
    case OpCode::kRound:
    // The gross side: what is taken away holds nothing back.
    case OpCode::kSubtract: return true;
    default: return false;
  }
}

bool chooses(OpCode code) {
  switch (code) {
    case OpCode::kIf:
    case OpCode::kGate:
    case OpCode::kAllocate:
    case OpCode::kServedEffective:
    case OpCode::kBacklogServer: return true;
    default: return false;
  }
}

// Ops that give a value of some bin as it was.
bool gives_earlier(OpCode code) {
  return code == OpCode::kDelay || code == OpCode::kSample || code == OpCode::kInitial;
}

bool compares(OpCode code) {
  return code == OpCode::kMin || code == OpCode::kMax || code == OpCode::kClamp;
}

}  // namespace

// Nothing for whether a lag was clamped.
std::vector<Decided> DecidedBy::earlier(const PlanIndex::Maker& maker, ColumnIndex column,
                                        std::int64_t bin) {
  if (maker.output != 0) return {};
  Breakdowns::Cell read = breakdowns_.passed_on(*maker.op, column, bin);
  if (read.operand.is_immediate()) return {};
  read.operand.lag = static_cast<std::uint32_t>(bin - read.bin);
  return {{read.operand, 0}};
}

std::vector<Decided> DecidedBy::quantity(const Operand* inputs, ColumnIndex column,
                                         std::int64_t bin) {
  const Breakdown product = breakdowns_.of(column, bin);
  // A product of 0 has no terms, and nothing decided it alone.
  if (product.terms.size() != 1) return {};
  // A number that is what a series holds stands for it.
  const auto reads = [](const Operand& input) { return input.is_column() || input.named; };
  const bool left = reads(inputs[0]) && product.terms[0].column == inputs[0].column;
  return {left ? Decided{inputs[0], 0} : Decided{inputs[1], 1}};
}

std::vector<Decided> DecidedBy::equal_to(const Op& op, const Operand* inputs, double value,
                                         std::int64_t bin, double dust) {
  std::vector<Decided> equal;
  for (std::uint32_t i = 0; i < op.input_count; ++i) {
    if (std::fabs(values_.read(inputs[i], bin) - value) <= dust) equal.push_back({inputs[i], i});
  }
  return equal;
}

std::vector<Decided> DecidedBy::of(ColumnIndex column, std::int64_t bin, double dust) {
  const PlanIndex::Maker& maker = index_.maker(column);
  if (maker.op == nullptr) return {};
  const Op& op = *maker.op;
  const Operand* inputs = plan_.operands.data() + op.first_input;
  if (passes_first(op.code)) return {{inputs[0], 0}};
  if (op.code == OpCode::kMultiply) return quantity(inputs, column, bin);
  if (compares(op.code)) return equal_to(op, inputs, values_.at(column, bin), bin, dust);
  if (op.code == OpCode::kSeeded) {
    const std::uint32_t place = bin < op.integer ? 1 : 0;
    return {{inputs[place], place}};
  }
  if (gives_earlier(op.code)) return earlier(maker, column, bin);
  if (!chooses(op.code)) return {};
  const Breakdown breakdown = breakdowns_.of(column, bin);
  if (!breakdown.binding) return {};
  return {{inputs[*breakdown.binding], *breakdown.binding}};
}

}  // namespace flowtime
