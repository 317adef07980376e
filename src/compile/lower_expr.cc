// Expressions: totals by the operation itself, parts by the attribution rules of docs/semantics.md.
#include <algorithm>

#include "compile/lowering.h"

namespace flowtime::compile_detail {
namespace {

OpCode binary_code(ExprOp op) {
  switch (op) {
    case ExprOp::kLess: return OpCode::kLess;
    case ExprOp::kLessEqual: return OpCode::kLessEqual;
    case ExprOp::kGreater: return OpCode::kGreater;
    case ExprOp::kGreaterEqual: return OpCode::kGreaterEqual;
    case ExprOp::kEqual: return OpCode::kEqual;
    case ExprOp::kNotEqual: return OpCode::kNotEqual;
    default: return OpCode::kStep;
  }
}

}  // namespace

Value Lowering::lower_sum(OpCode code, const Value& a, const Value& b) {
  Value value{.total = draft.emit(code, {a.total, b.total})};
  if (!a.classed() && !b.classed()) return value;
  std::vector<Operand> raw;
  for (std::size_t i = 0; i < part_count(); ++i) {
    raw.push_back(draft.emit(code, {part_of(a, i), part_of(b, i)}));
  }
  value.parts = scaled(value.total, raw);
  return value;
}

// Two classed factors: the shares of the left one.
Value Lowering::lower_product(const Value& a, const Value& b) {
  Value value{.total = draft.emit(OpCode::kMultiply, {a.total, b.total})};
  if (!a.classed() && !b.classed()) return value;
  const Value& shares = a.classed() ? a : b;
  const Operand other = a.classed() ? b.total : a.total;
  std::vector<Operand> raw;
  for (const Operand& part : shares.parts)
    raw.push_back(draft.emit(OpCode::kMultiply, {part, other}));
  value.parts = scaled(value.total, raw);
  return value;
}

Value Lowering::lower_quotient(const Value& a, const Value& b) {
  Value value{.total = draft.emit(OpCode::kDivide, {a.total, b.total})};
  if (a.classed()) value.parts = scaled(value.total, a.parts);
  return value;
}

// The parts of the classed operand that equals the result, the left one first.
Value Lowering::lower_extreme(OpCode code, const Value& a, const Value& b) {
  Value value{.total = draft.emit(code, {a.total, b.total})};
  if (a.classed() && b.classed()) {
    const Operand left_wins = draft.emit(OpCode::kEqual, {a.total, value.total});
    value.parts = scaled(value.total, picked(left_wins, a, b));
  } else if (a.classed() || b.classed()) {
    value.parts = scaled(value.total, a.classed() ? a.parts : b.parts);
  }
  return value;
}

Value Lowering::lower_clamp(const Value& x, const Value& lo, const Value& hi) {
  if (x.classed() || lo.classed() || hi.classed()) {
    return lower_extreme(OpCode::kMax, lower_extreme(OpCode::kMin, x, hi), lo);
  }
  return {.total = draft.emit(OpCode::kClamp, {x.total, lo.total, hi.total})};
}

Value Lowering::lower_mod(const Value& a, const Value& b) {
  Value value{.total = draft.emit(OpCode::kMod, {a.total, b.total})};
  if (!a.classed() || b.classed()) return value;
  std::vector<Operand> raw;
  for (const Operand& part : a.parts) raw.push_back(draft.emit(OpCode::kMod, {part, b.total}));
  value.parts = scaled(value.total, raw);
  return value;
}

Value Lowering::lower_if(const Value& c, const Value& a, const Value& b) {
  Value value{.total = draft.emit(OpCode::kIf, {c.total, a.total, b.total})};
  if (a.classed() || b.classed()) value.parts = picked(c.total, a, b);
  return value;
}

Value Lowering::lower_by_shares(OpCode code, const Value& x) {
  Value value{.total = draft.emit(code, {x.total})};
  if (x.classed()) value.parts = scaled(value.total, x.parts);
  return value;
}

// The op on each part, then scaled to the total.
Value Lowering::lower_per_part(const DraftOp& op, const Value& x, bool fall_back) {
  const auto apply = [&](const Operand& input) {
    DraftOp own = op;
    own.inputs = {input};
    return draft.emit(std::move(own));
  };
  Value value{.total = apply(x.total)};
  if (!x.classed()) return value;
  std::vector<Operand> raw;
  for (const Operand& part : x.parts) raw.push_back(apply(part));
  value.parts = scaled(value.total, raw, fall_back ? x.parts : std::vector<Operand>{});
  return value;
}

Value Lowering::lower_shift(const Expr& expr, const ExprNode& node) {
  const ExprNode& operand = expr[expr.argument(node, 0)];
  const auto lag =
      static_cast<std::uint32_t>(std::min<std::int64_t>(node.lag_or_period, model_.grid.bins));
  if (operand.op != ExprOp::kName || lag == 0) {
    const Value x = lower(expr, expr.argument(node, 0));
    Value value{.total = draft.shifted(x.total, lag)};
    for (const Operand& part : x.parts) value.parts.push_back(draft.shifted(part, lag));
    return value;
  }
  const Slot& slot = this->slot(expr.names[operand.name]);
  Value value = read(slot.id, lag);
  for (std::size_t i = 0; i < slot.initial_parts.size(); ++i) {
    value.parts[i] = draft.emit(DraftOp{.code = OpCode::kSeeded,
                                        .inputs = {value.parts[i], slot.initial_parts[i]},
                                        .integer = lag});
  }
  return value;
}

Value Lowering::lower_conv(const Expr& expr, const ExprNode& node) {
  const std::vector<double>& kernel = expr.kernels[node.kernel];
  const bool empty = std::all_of(kernel.begin(), kernel.end(), [](double tap) { return tap == 0; });
  if (empty) return {.total = Operand::immediate(0)};
  Value x = lower(expr, expr.argument(node, 0));
  x.total = draft.materialise(x.total);
  for (Operand& part : x.parts) part = draft.materialise(part);
  return lower_per_part({.code = OpCode::kConv, .taps = kernel}, x, false);
}

Value Lowering::lower_pulse(const Expr& expr, const ExprNode& node) {
  const Value amplitude = node.argument_count > 0 ? lower(expr, expr.argument(node, 0))
                                                  : Value{.total = Operand::immediate(1)};
  const auto gated = [&](const Operand& x) {
    return draft.emit(DraftOp{
        .code = OpCode::kPulse, .inputs = {x}, .integer = node.lag_or_period, .phase = node.phase});
  };
  Value value{.total = gated(amplitude.total)};
  for (const Operand& part : amplitude.parts) value.parts.push_back(gated(part));
  return value;
}

Value Lowering::lower_function(const Expr& expr, const ExprNode& node) {
  const auto argument = [&](int i) { return lower(expr, expr.argument(node, i)); };
  switch (node.op) {
    case ExprOp::kClamp: {
      const Value x = argument(0), lo = argument(1), hi = argument(2);
      return lower_clamp(x, lo, hi);
    }
    case ExprOp::kIf: {
      const Value c = argument(0), a = argument(1), b = argument(2);
      return lower_if(c, a, b);
    }
    case ExprOp::kNegate: return lower_per_part({.code = OpCode::kNegate}, argument(0), false);
    case ExprOp::kFloor: return lower_per_part({.code = OpCode::kFloor}, argument(0), true);
    case ExprOp::kCeil: return lower_per_part({.code = OpCode::kCeil}, argument(0), true);
    case ExprOp::kRound: return lower_per_part({.code = OpCode::kRound}, argument(0), true);
    case ExprOp::kCumSum: return lower_per_part({.code = OpCode::kCumSum}, argument(0), false);
    case ExprOp::kEma:
      return lower_per_part({.code = OpCode::kEma, .number = node.number}, argument(0), false);
    case ExprOp::kAbs: return lower_by_shares(OpCode::kAbs, argument(0));
    case ExprOp::kSqrt: return lower_by_shares(OpCode::kSqrt, argument(0));
    case ExprOp::kShift: return lower_shift(expr, node);
    case ExprOp::kConv: return lower_conv(expr, node);
    case ExprOp::kPulse: return lower_pulse(expr, node);
    default: break;
  }
  const Value a = argument(0), b = argument(1);
  return {.total = draft.emit(binary_code(node.op), {a.total, b.total})};
}

Value Lowering::lower(const Expr& expr, ExprIndex index) {
  const ExprNode& node = expr[index];
  const auto pair = [&](auto apply) {
    const Value a = lower(expr, expr.argument(node, 0));
    const Value b = lower(expr, expr.argument(node, 1));
    return apply(a, b);
  };
  switch (node.op) {
    case ExprOp::kNumber: return {.total = Operand::immediate(node.number)};
    case ExprOp::kName: return read(expr.names[node.name]);
    case ExprOp::kAdd:
      return pair([&](const Value& a, const Value& b) { return lower_sum(OpCode::kAdd, a, b); });
    case ExprOp::kSubtract:
      return pair(
          [&](const Value& a, const Value& b) { return lower_sum(OpCode::kSubtract, a, b); });
    case ExprOp::kMultiply:
      return pair([&](const Value& a, const Value& b) { return lower_product(a, b); });
    case ExprOp::kDivide:
      return pair([&](const Value& a, const Value& b) { return lower_quotient(a, b); });
    case ExprOp::kMin:
      return pair(
          [&](const Value& a, const Value& b) { return lower_extreme(OpCode::kMin, a, b); });
    case ExprOp::kMax:
      return pair(
          [&](const Value& a, const Value& b) { return lower_extreme(OpCode::kMax, a, b); });
    case ExprOp::kMod: return pair([&](const Value& a, const Value& b) { return lower_mod(a, b); });
    default: return lower_function(expr, node);
  }
}

}  // namespace flowtime::compile_detail
