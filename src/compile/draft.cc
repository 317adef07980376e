#include "compile/draft.h"

#include <algorithm>
#include <bit>

#include "series/arithmetic.h"

namespace flowtime::compile_detail {
namespace {

std::uint64_t bits_of(double value) { return std::bit_cast<std::uint64_t>(value); }

class Hash {
 public:
  void add(std::uint64_t word) {
    value = (value ^ word) * 0x9e3779b97f4a7c15;
    value ^= value >> 29;
  }
  std::uint64_t value = 0;
};

std::uint64_t hash_of(const DraftOp& op, std::size_t output_count) {
  Hash hash;
  hash.add(static_cast<std::uint64_t>(op.code));
  hash.add(output_count);
  hash.add(static_cast<std::uint64_t>(op.integer));
  hash.add(static_cast<std::uint64_t>(op.phase));
  hash.add(bits_of(op.number));
  hash.add(op.stream);
  for (const Operand& input : op.inputs) {
    hash.add(input.is_column() ? std::uint64_t{input.column.value} << 32 | input.lag
                               : ~bits_of(input.value));
  }
  for (const double tap : op.taps) hash.add(bits_of(tap));
  return hash.value;
}

bool same_bits(double a, double b) { return bits_of(a) == bits_of(b); }

bool same_operand(const Operand& a, const Operand& b) {
  if (a.kind != b.kind) return false;
  return a.is_column() ? a.column == b.column && a.lag == b.lag : same_bits(a.value, b.value);
}

bool same_op(const DraftOp& a, const DraftOp& b) {
  return a.code == b.code && a.integer == b.integer && a.phase == b.phase &&
         same_bits(a.number, b.number) && a.stream == b.stream &&
         std::equal(a.inputs.begin(), a.inputs.end(), b.inputs.begin(), b.inputs.end(),
                    same_operand) &&
         std::equal(a.taps.begin(), a.taps.end(), b.taps.begin(), b.taps.end(), same_bits);
}

bool draws(OpCode code) { return code == OpCode::kDrawPmf || code == OpCode::kDrawPoisson; }

}  // namespace

std::optional<double> fold(OpCode code, const std::vector<Operand>& inputs) {
  for (const Operand& input : inputs) {
    if (!input.is_immediate()) return std::nullopt;
  }
  const auto x = [&](std::size_t i) { return inputs[i].value; };
  switch (code) {
    case OpCode::kFiniteOrZero: return finite_or_zero(x(0));
    case OpCode::kNegate: return -x(0);
    case OpCode::kFloor: return std::floor(x(0));
    case OpCode::kCeil: return std::ceil(x(0));
    case OpCode::kRound: return arithmetic::round(x(0));
    case OpCode::kAbs: return std::fabs(x(0));
    case OpCode::kSqrt: return arithmetic::sqrt(x(0));
    case OpCode::kAdd: return x(0) + x(1);
    case OpCode::kSubtract: return x(0) - x(1);
    case OpCode::kMultiply: return x(0) * x(1);
    case OpCode::kDivide: return arithmetic::divide(x(0), x(1));
    case OpCode::kMin: return arithmetic::min(x(0), x(1));
    case OpCode::kMax: return arithmetic::max(x(0), x(1));
    case OpCode::kMod: return arithmetic::mod(x(0), x(1));
    case OpCode::kStep: return arithmetic::step(x(0), x(1));
    case OpCode::kLess: return arithmetic::less(x(0), x(1));
    case OpCode::kLessEqual: return arithmetic::less_equal(x(0), x(1));
    case OpCode::kGreater: return arithmetic::greater(x(0), x(1));
    case OpCode::kGreaterEqual: return arithmetic::greater_equal(x(0), x(1));
    case OpCode::kEqual: return arithmetic::equal(x(0), x(1));
    case OpCode::kNotEqual: return arithmetic::not_equal(x(0), x(1));
    case OpCode::kClamp: return arithmetic::clamp(x(0), x(1), x(2));
    case OpCode::kIf: return arithmetic::choose(x(0), x(1), x(2));
    default: return std::nullopt;
  }
}

std::uint32_t needed_lag(const DraftOp& op, std::size_t input) {
  const std::uint32_t lag = op.inputs[input].lag;
  if (op.code != OpCode::kConv) return lag;
  const auto first =
      std::find_if(op.taps.begin(), op.taps.end(), [](double tap) { return tap != 0; });
  return lag + static_cast<std::uint32_t>(first - op.taps.begin());
}

std::uint32_t deepest_lag(const DraftOp& op, std::size_t input) {
  const std::uint32_t lag = op.inputs[input].lag;
  if (op.code != OpCode::kConv) return lag;
  return lag + static_cast<std::uint32_t>(op.taps.size()) - 1;
}

void Draft::begin_owner(const std::string& id) {
  owner = static_cast<std::uint32_t>(owners.size());
  owners.push_back(id);
}

void Draft::reserve(std::size_t series) {
  ops.reserve(series);
  columns.reserve(series);
  producer.reserve(series);
  uses.reserve(series);
  moved_to_.reserve(series);
  owners.reserve(series);
}

ColumnIndex Draft::new_column(std::string name, double before_first_bin) {
  const auto index = static_cast<std::uint32_t>(columns.size());
  columns.push_back({.name = std::move(name), .before_first_bin = before_first_bin});
  producer.push_back(kNoOp);
  uses.push_back(0);
  is_parameter.push_back(0);
  is_temporary.push_back(0);
  moved_to_.push_back({index});
  return {index};
}

ColumnIndex Draft::new_temporary() {
  const ColumnIndex column = new_column("t" + std::to_string(columns.size()));
  is_temporary[column.value] = 1;
  return column;
}

// The operand under the name its value has by now.
Operand Draft::current(Operand operand) const {
  if (operand.is_column()) operand.column = moved_to_[operand.column.value];
  return operand;
}

std::uint32_t Draft::add_op(DraftOp op) {
  const auto index = static_cast<std::uint32_t>(ops.size());
  op.owner = owner;
  for (Operand& input : op.inputs) {
    input = current(input);
    if (input.is_column()) ++uses[input.column.value];
  }
  for (const ColumnIndex output : op.outputs) producer[output.value] = index;
  ops.push_back(std::move(op));
  return index;
}

Operand Draft::emit(DraftOp op) {
  if (const std::optional<double> number = fold(op.code, op.inputs)) {
    return Operand::immediate(*number);
  }
  return emit_many(std::move(op), 1).front();
}

// Draws are never equal: each has its own stream.
std::optional<std::uint32_t> Draft::equal_op(std::uint64_t hash, const DraftOp& op,
                                             std::size_t output_count) const {
  if (draws(op.code)) return std::nullopt;
  const auto [first, last] = equal_ops_.equal_range(hash);
  for (auto it = first; it != last; ++it) {
    const DraftOp& earlier = ops[it->second];
    if (earlier.outputs.size() == output_count && same_op(earlier, op)) return it->second;
  }
  return std::nullopt;
}

std::vector<Operand> Draft::emit_many(DraftOp op, std::size_t output_count) {
  for (Operand& input : op.inputs) input = current(input);
  const std::uint64_t hash = hash_of(op, output_count);
  std::optional<std::uint32_t> index = equal_op(hash, op, output_count);
  if (!index) {
    op.outputs.reserve(output_count);
    for (std::size_t i = 0; i < output_count; ++i) op.outputs.push_back(new_temporary());
    index = add_op(std::move(op));
    equal_ops_.emplace(hash, *index);
  }
  std::vector<Operand> outputs;
  outputs.reserve(output_count);
  for (const ColumnIndex column : ops[*index].outputs) {
    outputs.push_back(Operand::of(column));
  }
  return outputs;
}

void Draft::emit_into(DraftOp op, std::vector<ColumnIndex> outputs) {
  op.outputs = std::move(outputs);
  add_op(std::move(op));
}

Operand Draft::materialise(Operand value) {
  if (value.is_column() && value.lag == 0) return value;
  return emit_many({.code = OpCode::kCopy, .inputs = {value}}, 1).front();
}

Operand Draft::shifted(Operand x, std::uint32_t lag) {
  if (lag == 0) return x;
  const bool merges = x.is_column() && columns[x.column.value].before_first_bin == 0;
  if (!merges) x = materialise(x);
  // A compound value reads 0 before bin 0, also when it happens to be a depth's own column.
  if (x.lag == 0 && columns[x.column.value].before_first_bin != 0) {
    x = emit_many({.code = OpCode::kCopy, .inputs = {x}}, 1).front();
  }
  x.lag += lag;
  return x;
}

bool Draft::can_retarget(const Operand& value, ColumnIndex wanted) const {
  if (!value.is_column() || value.lag != 0 || uses[value.column.value] != 0) return false;
  const std::uint32_t op = producer[value.column.value];
  return op != kNoOp && ops[op].owner == owner && is_temporary[value.column.value] != 0 &&
         columns[wanted.value].before_first_bin == 0;
}

bool Draft::can_alias(const Operand& value, ColumnIndex wanted) const {
  if (!value.is_column() || value.lag != 0 || uses[wanted.value] != 0) return false;
  const bool known = producer[value.column.value] != kNoOp || is_parameter[value.column.value] != 0;
  return known && value.column != wanted && columns[value.column.value].before_first_bin == 0 &&
         columns[wanted.value].before_first_bin == 0;
}

ColumnIndex Draft::settle(Operand value, ColumnIndex wanted) {
  value = current(value);
  const bool there = value.is_column() && value.lag == 0 && value.column == wanted;
  if (there && producer[wanted.value] != kNoOp) return wanted;
  if (can_retarget(value, wanted)) {
    std::vector<ColumnIndex>& outputs = ops[producer[value.column.value]].outputs;
    *std::find(outputs.begin(), outputs.end(), value.column) = wanted;
    producer[wanted.value] = producer[value.column.value];
    moved_to_[value.column.value] = wanted;
    return wanted;
  }
  if (can_alias(value, wanted)) {
    if (is_temporary[value.column.value] != 0) {
      is_temporary[value.column.value] = 0;
      columns[value.column.value].name = columns[wanted.value].name;
    }
    return value.column;
  }
  emit_into({.code = OpCode::kCopy, .inputs = {value}}, {wanted});
  return wanted;
}

}  // namespace flowtime::compile_detail
