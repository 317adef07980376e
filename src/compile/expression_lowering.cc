// Expressions: totals by the operation itself, parts by the attribution rules of docs/semantics.md.
#include "compile/expression_lowering.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

namespace flowtime::compile_detail {
namespace {

// The op of an operator or a function that has one.
OpCode code_of(ExprOp op) {
  switch (op) {
// clang-format off
#define FT_OPERATOR(id, ...) case ExprOp::k##id: return OpCode::k##id;
#define FT_ELEMENTWISE(id, ...) case ExprOp::k##id: return OpCode::k##id;
#define FT_FUNCTION(id, ...) case ExprOp::k##id: return OpCode::k##id;
#include "expr/functions.def"
    // clang-format on
    default: break;
  }
  FT_CHECK(false && "numbers, names and rewritten functions have no op");
  return OpCode::kCopy;
}

bool has_taps(ExprOp op) {
  for (const Literal& literal : literals_of(code_of(op))) {
    if (literal.is_array()) return true;
  }
  return false;
}

// The op with the literals of the call, without inputs.
DraftOp op_of(const Expr& expr, const ExprNode& node) {
  DraftOp op{.code = code_of(node.op),
             .integer = node.lag_or_period,
             .phase = node.phase,
             .number = node.number};
  if (has_taps(node.op)) op.taps = expr.kernels[node.kernel];
  return op;
}

}  // namespace

Value ExpressionLowering::lower_sum(OpCode code, const Value& a, const Value& b) {
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
Value ExpressionLowering::lower_product(const Value& a, const Value& b) {
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

// The parts of the classed operand that equals the result, the left one first.
Value ExpressionLowering::lower_extreme(OpCode code, const Value& a, const Value& b) {
  Value value{.total = draft.emit(code, {a.total, b.total})};
  if (a.classed() && b.classed()) {
    const Operand left_wins = draft.emit(OpCode::kEqual, {a.total, value.total});
    value.parts = scaled(value.total, picked(left_wins, a, b));
  } else if (a.classed() || b.classed()) {
    value.parts = scaled(value.total, a.classed() ? a.parts : b.parts);
  }
  return value;
}

Value ExpressionLowering::lower_clamp(const Value& x, const Value& lo, const Value& hi) {
  // CLAMP(x, lo, hi) = MAX(lo, MIN(hi, x)); with classes the winner of each decides whose parts
  // count.
  if (x.classed() || lo.classed() || hi.classed()) {
    return lower_extreme(OpCode::kMax, lower_extreme(OpCode::kMin, x, hi), lo);
  }
  return {.total = draft.emit(OpCode::kClamp, {x.total, lo.total, hi.total})};
}

Value ExpressionLowering::lower_mod(const Value& a, const Value& b) {
  Value value{.total = draft.emit(OpCode::kMod, {a.total, b.total})};
  if (!a.classed() || b.classed()) return value;
  std::vector<Operand> raw;
  for (const Operand& part : a.parts) raw.push_back(draft.emit(OpCode::kMod, {part, b.total}));
  value.parts = scaled(value.total, raw);
  return value;
}

Value ExpressionLowering::lower_if(const Value& c, const Value& a, const Value& b) {
  Value value{.total = draft.emit(OpCode::kIf, {c.total, a.total, b.total})};
  if (a.classed() || b.classed()) value.parts = picked(c.total, a, b);
  return value;
}

Value ExpressionLowering::lower_by_shares(const DraftOp& op, std::span<const Value> x) {
  Value value{.total = emit_totals(op, x)};
  if (x.front().classed()) value.parts = scaled(value.total, x.front().parts);
  return value;
}

Value ExpressionLowering::lower_shift(const Expr& expr, const ExprNode& node) {
  const auto lag =
      static_cast<std::uint32_t>(std::min<std::int64_t>(node.lag_or_period, model_.grid.bins));
  Value value = lower_lagged(expr, node, lag);
  if (node.argument_count < 2 || lag == 0) return value;
  const Value before = argument(expr, node, 1);
  const auto seeded = [&](const Operand& x, const Operand& seed) {
    return draft.emit(DraftOp{.code = OpCode::kSeeded, .inputs = {x, seed}, .integer = lag});
  };
  const Value after = value;
  value.total = seeded(after.total, before.total);
  if (!after.classed() && !before.classed()) return value;
  value.parts.clear();
  for (std::size_t i = 0; i < part_count(); ++i) {
    value.parts.push_back(seeded(part_of(after, i), part_of(before, i)));
  }
  return value;
}

Value ExpressionLowering::lower_lagged(const Expr& expr, const ExprNode& node, std::uint32_t lag) {
  const ExprNode& operand = expr[expr.argument(node, 0)];
  if (operand.op != ExprOp::kName || lag == 0) {
    const Value x = argument(expr, node, 0);
    Value value{.total = draft.shifted(x.total, lag)};
    for (const Operand& part : x.parts) value.parts.push_back(draft.shifted(part, lag));
    return value;
  }
  // The parts of an initial depth exist per class only as columns of their own (kInitialSplit), not
  // as before_first_bin of the part columns.
  const Slot& slot = this->slot(expr.names[operand.name]);
  Value value = read(slot.id, lag);
  for (std::size_t i = 0; i < slot.initial_parts.size(); ++i) {
    value.parts[i] = draft.emit(DraftOp{.code = OpCode::kSeeded,
                                        .inputs = {value.parts[i], slot.initial_parts[i]},
                                        .integer = lag});
  }
  return value;
}

Value ExpressionLowering::lower_conv(const Expr& expr, const ExprNode& node) {
  const std::vector<double>& kernel = expr.kernels[node.kernel];
  const bool empty = std::all_of(kernel.begin(), kernel.end(), [](double tap) { return tap == 0; });
  // A kernel of zeros needs nothing at all: no read, no order, no history.
  if (empty) return {.total = Operand::immediate(0)};
  Value x = argument(expr, node, 0);
  x.total = draft.materialise(x.total);
  for (Operand& part : x.parts) part = draft.materialise(part);
  return lower_per_part(op_of(expr, node), {&x, 1}, false);
}

Value ExpressionLowering::lower_pulse(const Expr& expr, const ExprNode& node) {
  const Value amplitude =
      node.argument_count > 0 ? argument(expr, node, 0) : Value{.total = Operand::immediate(1)};
  const DraftOp op = op_of(expr, node);
  const auto gated = [&](const Operand& x) { return draft.emit(op, {&x, 1}); };
  Value value{.total = gated(amplitude.total)};
  for (const Operand& part : amplitude.parts) value.parts.push_back(gated(part));
  return value;
}

// A name as it is, so that what it holds before bin 0 is seen; a compound value holds 0 there.
Value ExpressionLowering::named_or_compound(const Expr& expr, const ExprNode& node) {
  const ExprNode& operand = expr[expr.argument(node, 0)];
  if (operand.op == ExprOp::kName) {
    const Slot& slot = this->slot(expr.names[operand.name]);
    Value value = read(slot);
    value.total = Operand::of(slot.column);
    return value;
  }
  Value value = argument(expr, node, 0);
  const auto settled = [&](const Operand& x) {
    Operand column = draft.shifted(draft.materialise(x), 1);
    column.lag = 0;
    return column;
  };
  value.total = settled(value.total);
  for (Operand& part : value.parts) part = settled(part);
  return value;
}

Operand ExpressionLowering::delayed(const DraftOp& op, Operand x, Operand lag) {
  DraftOp own = op;
  own.inputs = {x, lag};
  const std::vector<Operand> made = draft.emit_many(own, 2);
  clamped_.push_back(made[1]);
  return made[0];
}

// The parts have the total's lag; what they lack before bin 0 is unattributed.
Value ExpressionLowering::lower_delay(const Expr& expr, const ExprNode& node) {
  if (has_plain_lag(expr, node)) {
    const double lag = std::floor(expr[expr.argument(node, 1)].number + 0.5);
    const double most = static_cast<double>(model_.grid.bins);
    return lower_lagged(expr, node, static_cast<std::uint32_t>(std::min(lag, most)));
  }
  const Value x = named_or_compound(expr, node);
  const Value lag = argument(expr, node, 1);
  const DraftOp op = op_of(expr, node);
  Value value{.total = delayed(op, x.total, lag.total)};
  if (!x.classed()) return value;
  std::vector<Operand> raw;
  for (const Operand& part : x.parts) raw.push_back(delayed(op, part, lag.total));
  value.parts = scaled(value.total, raw);
  return value;
}

// Hours: the bins times or by a whole number where the grid allows, else by their milliseconds.
Value ExpressionLowering::lower_time() {
  constexpr std::int64_t kMsPerHour = 3'600'000;
  const Operand bin = draft.emit(OpCode::kBin, {});
  const std::int64_t width = model_.grid.bin_milliseconds();
  const auto number = [](std::int64_t value) {
    return Operand::immediate(static_cast<double>(value));
  };
  if (width == kMsPerHour) return {.total = bin};
  if (width % kMsPerHour == 0) {
    return {.total = draft.emit(OpCode::kMultiply, {bin, number(width / kMsPerHour)})};
  }
  if (kMsPerHour % width == 0) {
    return {.total = draft.emit(OpCode::kDivide, {bin, number(kMsPerHour / width)})};
  }
  const Operand ms = draft.emit(OpCode::kMultiply, {bin, number(width)});
  return {.total = draft.emit(OpCode::kDivide, {ms, number(kMsPerHour)})};
}

// MIN and MAX of any number of arguments, from left to right.
Value ExpressionLowering::lower_extremes(const Expr& expr, const ExprNode& node) {
  Value value = argument(expr, node, 0);
  for (int i = 1; i < node.argument_count; ++i) {
    const Value next = argument(expr, node, i);
    value = lower_extreme(code_of(node.op), value, next);
  }
  return value;
}

Value ExpressionLowering::lower_arguments(const Expr& expr, const ExprNode& node) {
  const ClassRule rule = class_rule(node.op);
  std::array<Value, 3> x;
  FT_CHECK(node.argument_count <= x.size());
  for (int i = 0; i < node.argument_count; ++i) {
    x[static_cast<std::size_t>(i)] = argument(expr, node, i);
  }
  const std::span<const Value> all(x.data(), node.argument_count);
  switch (rule) {
    case ClassRule::kNone: return {.total = emit_totals(op_of(expr, node), all)};
    case ClassRule::kShares: return lower_by_shares(op_of(expr, node), all);
    case ClassRule::kPerPart: return lower_per_part(op_of(expr, node), all, false);
    case ClassRule::kPerPartOrShares: return lower_per_part(op_of(expr, node), all, true);
    case ClassRule::kDividend: return lower_mod(x[0], x[1]);
    case ClassRule::kSum: return lower_sum(code_of(node.op), x[0], x[1]);
    case ClassRule::kProduct: return lower_product(x[0], x[1]);
    case ClassRule::kClamped: return lower_clamp(x[0], x[1], x[2]);
    case ClassRule::kChosen: return lower_if(x[0], x[1], x[2]);
    case ClassRule::kExtreme:
    case ClassRule::kLagged:
    case ClassRule::kConvolved:
    case ClassRule::kGated:
    case ClassRule::kDelayed:
    case ClassRule::kClock: break;
  }
  FT_CHECK(false && "lowered by a function of its own");
  return {};
}

// Arguments come before what uses them, and each is used once: a chain of any length needs no
// depth.
Value ExpressionLowering::lower(const Expr& expr) {
  lowered_.clear();
  clamped_.clear();
  for (const ExprNode& node : expr.nodes) lowered_.push_back(lower_operation(expr, node));
  // The root of the tree is its last node.
  return std::move(lowered_.back());
}

Value ExpressionLowering::argument(const Expr& expr, const ExprNode& node, int i) {
  return std::move(lowered_[expr.argument(node, i)]);
}

Value ExpressionLowering::lower_operation(const Expr& expr, const ExprNode& node) {
  if (node.op == ExprOp::kNumber) return {.total = Operand::immediate(node.number)};
  if (node.op == ExprOp::kName) return read(expr.names[node.name]);
  switch (class_rule(node.op)) {
    case ClassRule::kExtreme: return lower_extremes(expr, node);
    case ClassRule::kDelayed: return lower_delay(expr, node);
    case ClassRule::kClock: return lower_time();
    case ClassRule::kLagged: return lower_shift(expr, node);
    case ClassRule::kConvolved: return lower_conv(expr, node);
    case ClassRule::kGated: return lower_pulse(expr, node);
    default: return lower_arguments(expr, node);
  }
}

}  // namespace flowtime::compile_detail
