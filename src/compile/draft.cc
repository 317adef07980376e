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

bool same_bits(double a, double b) { return bits_of(a) == bits_of(b); }

bool same_operand(const Operand& a, const Operand& b) {
  if (a.kind != b.kind || a.named != b.named) return false;
  if (a.is_column()) return a.column == b.column && a.lag == b.lag;
  return same_bits(a.value, b.value) && (!a.named || a.column == b.column);
}

double applied(double (*f)(double), std::span<const Operand> x) { return f(x[0].value); }
double applied(double (*f)(double, double), std::span<const Operand> x) {
  return f(x[0].value, x[1].value);
}
double applied(double (*f)(double, double, double), std::span<const Operand> x) {
  return f(x[0].value, x[1].value, x[2].value);
}

// What functions with literals or a memory are for numbers: the column `fold` of functions.def.
std::optional<double> never_folds(std::span<const Operand>, std::span<const double>) {
  return std::nullopt;
}

std::optional<double> the_first(std::span<const Operand> inputs, std::span<const double>) {
  return inputs[0].value;
}
template <double (*F)(double, std::span<const double>)>
std::optional<double> by_taps(std::span<const Operand> inputs, std::span<const double> taps) {
  return F(inputs[0].value, taps);
}

bool draws(OpCode code) { return code == OpCode::kDrawPmf || code == OpCode::kDrawPoisson; }

}  // namespace

std::optional<double> fold(OpCode code, std::span<const Operand> inputs,
                           std::span<const double> taps) {
  for (const Operand& input : inputs) {
    if (!input.is_immediate()) return std::nullopt;
  }
  switch (code) {
// clang-format off
#define FT_OPERATOR(id, plan, classes, units, scalar, ...) \
  case OpCode::k##id: return applied(scalar, inputs);
#define FT_ELEMENTWISE(id, name, plan, least, most, classes, units, scalar, ...) \
  case OpCode::k##id: return applied(scalar, inputs);
#define FT_FUNCTION(id, name, plan, least, most, literals, classes, units, kernel, state, fold, ...) \
  case OpCode::k##id: return fold(inputs, taps);
#include "expr/functions.def"
    // clang-format on
    case OpCode::kFiniteOrZero: return finite_or_zero(inputs[0].value);
    default: return std::nullopt;
  }
}

std::uint32_t needed_lag(const Draft& draft, const Op& op, std::size_t index) {
  const Operand& input = draft.inputs(op)[index];
  if (op.code == OpCode::kDelay && index == 0) return input.lag + 1;
  if (op.code != OpCode::kConv) return input.lag;
  const std::span<const double> taps = draft.taps(op);
  const auto first = std::find_if(taps.begin(), taps.end(), [](double tap) { return tap != 0; });
  return input.lag + static_cast<std::uint32_t>(first - taps.begin());
}

std::uint32_t deepest_lag(const Op& op, std::size_t index, const Operand& input) {
  if (op.code == OpCode::kConv) return input.lag + op.tap_count - 1;
  const bool delayed = op.code == OpCode::kDelay && index == 0;
  return delayed ? input.lag + static_cast<std::uint32_t>(op.integer) : input.lag;
}

void Draft::begin_owner(const std::string& id) {
  owner = static_cast<std::uint32_t>(owners.size());
  owners.push_back(&id);
}

void Draft::reserve(std::size_t series) {
  const std::size_t with_temporaries = series + series / 2;
  ops.reserve(2 * series);
  op_owner.reserve(2 * series);
  operands_.reserve(4 * series);
  outputs_.reserve(2 * series);
  equal_ops_.reserve(series);
  columns.reserve(with_temporaries);
  producer.reserve(with_temporaries);
  uses.reserve(with_temporaries);
  is_parameter.reserve(with_temporaries);
  is_temporary.reserve(with_temporaries);
  moved_to_.reserve(with_temporaries);
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

Draft::Proposal Draft::proposal(const DraftOp& op) {
  return {{.code = op.code,
           .integer = op.integer,
           .phase = op.phase,
           .number = op.number,
           .stream = op.stream},
          op.inputs,
          op.taps};
}

std::uint64_t Draft::hash_of(const Proposal& proposal, std::size_t output_count) const {
  const Op& op = proposal.op;
  Hash hash;
  hash.add(static_cast<std::uint64_t>(op.code));
  hash.add(output_count);
  hash.add(static_cast<std::uint64_t>(op.integer));
  hash.add(static_cast<std::uint64_t>(op.phase));
  hash.add(bits_of(op.number));
  hash.add(op.stream);
  for (const Operand& given : proposal.inputs) {
    // By the current column, as `same` compares: two names of one value have to be found equal.
    const Operand input = current(given);
    hash.add(input.is_column() ? std::uint64_t{input.column.value} << 32 | input.lag
                               : ~bits_of(input.value));
  }
  for (const double tap : proposal.taps) hash.add(bits_of(tap));
  return hash.value;
}

bool Draft::same(const Op& a, const Proposal& b) const {
  const auto same_input = [&](const Operand& earlier, const Operand& input) {
    return same_operand(earlier, current(input));
  };
  const std::span<const Operand> a_inputs = inputs(a);
  const std::span<const double> a_taps = taps(a);
  return a.code == b.op.code && a.integer == b.op.integer && a.phase == b.op.phase &&
         same_bits(a.number, b.op.number) && a.stream == b.op.stream &&
         std::equal(a_inputs.begin(), a_inputs.end(), b.inputs.begin(), b.inputs.end(),
                    same_input) &&
         std::equal(a_taps.begin(), a_taps.end(), b.taps.begin(), b.taps.end(), same_bits);
}

// The op without outputs yet.
std::uint32_t Draft::add_op(const Proposal& proposal) {
  const auto index = static_cast<std::uint32_t>(ops.size());
  Op op = proposal.op;
  op.first_input = static_cast<std::uint32_t>(operands_.size());
  op.input_count = static_cast<std::uint32_t>(proposal.inputs.size());
  op.first_output = static_cast<std::uint32_t>(outputs_.size());
  op.first_tap = static_cast<std::uint32_t>(taps_.size());
  op.tap_count = static_cast<std::uint32_t>(proposal.taps.size());
  for (const Operand& given : proposal.inputs) {
    operands_.push_back(current(given));
    if (operands_.back().is_column()) ++uses[operands_.back().column.value];
  }
  taps_.insert(taps_.end(), proposal.taps.begin(), proposal.taps.end());
  ops.push_back(op);
  op_owner.push_back(owner);
  return index;
}

// Draws are never equal: each has its own stream.
std::uint32_t Draft::equal_or_new(const Proposal& proposal, std::uint32_t output_count) {
  const std::uint64_t hash = hash_of(proposal, output_count);
  if (!draws(proposal.op.code)) {
    const std::optional<std::uint32_t> equal = equal_ops_.find(hash, [&](std::uint32_t earlier) {
      return ops[earlier].output_count == output_count && same(ops[earlier], proposal);
    });
    if (equal) return *equal;
  }
  const std::uint32_t index = add_op(proposal);
  ops[index].output_count = output_count;
  for (std::uint32_t i = 0; i < output_count; ++i) {
    outputs_.push_back(new_temporary());
    producer[outputs_.back().value] = index;
  }
  equal_ops_.add(hash, index);
  return index;
}

bool Draft::has_name_to_keep(std::span<const Operand> inputs) const {
  return keeps_names && std::any_of(inputs.begin(), inputs.end(),
                                    [](const Operand& input) { return input.named; });
}

Operand Draft::emit(const Proposal& proposal) {
  if (!has_name_to_keep(proposal.inputs)) {
    const std::optional<double> number = fold(proposal.op.code, proposal.inputs, proposal.taps);
    if (number) return Operand::immediate(*number);
  }
  return Operand::of(outputs(ops[equal_or_new(proposal, 1)]).front());
}

Operand Draft::emit(const DraftOp& op) { return emit(proposal(op)); }

Operand Draft::emit(const DraftOp& op, std::span<const Operand> inputs) {
  Proposal with_inputs = proposal(op);
  with_inputs.inputs = inputs;
  return emit(with_inputs);
}

Operand Draft::emit(OpCode code, std::initializer_list<Operand> inputs) {
  return emit(Proposal{{.code = code}, std::span(inputs.begin(), inputs.size()), {}});
}

std::vector<Operand> Draft::emit_many(const DraftOp& op, std::size_t output_count) {
  const std::uint32_t index = equal_or_new(proposal(op), static_cast<std::uint32_t>(output_count));
  std::vector<Operand> results;
  results.reserve(output_count);
  for (const ColumnIndex column : outputs(ops[index])) results.push_back(Operand::of(column));
  return results;
}

void Draft::emit_into(const DraftOp& op, std::span<const ColumnIndex> outputs) {
  replace_outputs(add_op(proposal(op)), outputs);
}

void Draft::replace_inputs(std::uint32_t op, std::initializer_list<Operand> inputs) {
  ops[op].first_input = static_cast<std::uint32_t>(operands_.size());
  ops[op].input_count = static_cast<std::uint32_t>(inputs.size());
  operands_.insert(operands_.end(), inputs.begin(), inputs.end());
}

void Draft::replace_outputs(std::uint32_t op, std::span<const ColumnIndex> outputs) {
  ops[op].first_output = static_cast<std::uint32_t>(outputs_.size());
  ops[op].output_count = static_cast<std::uint32_t>(outputs.size());
  for (const ColumnIndex output : outputs) {
    outputs_.push_back(output);
    producer[output.value] = op;
  }
}

// A column of its own with the operand's values; no folding.
Operand Draft::copied(Operand value) {
  const Proposal copy{{.code = OpCode::kCopy}, {&value, 1}, {}};
  return Operand::of(outputs(ops[equal_or_new(copy, 1)]).front());
}

Operand Draft::materialise(Operand value) {
  if (value.is_column() && value.lag == 0) return value;
  return copied(value);
}

Operand Draft::shifted(Operand x, std::uint32_t lag) {
  if (lag == 0) return x;
  // With an initial condition SHIFT(SHIFT(x, 1), 1) is not x two bins back: the inner value is a
  // compound one, which holds 0 before bin 0.
  const bool merges = x.is_column() && columns[x.column.value].before_first_bin == 0;
  if (!merges) x = materialise(x);
  // A compound value reads 0 before bin 0, also when it happens to be a depth's own column.
  if (x.lag == 0 && columns[x.column.value].before_first_bin != 0) {
    x = copied(x);
  }
  x.lag += lag;
  return x;
}

bool Draft::can_retarget(const Operand& value, ColumnIndex wanted) const {
  if (!value.is_column() || value.lag != 0 || uses[value.column.value] != 0) return false;
  const std::uint32_t op = producer[value.column.value];
  return op != kNoOp && op_owner[op] == owner && is_temporary[value.column.value] != 0 &&
         columns[wanted.value].before_first_bin == 0;
}

bool Draft::can_alias(const Operand& value, ColumnIndex wanted) const {
  if (!value.is_column() || value.lag != 0 || uses[wanted.value] != 0) return false;
  // An alias to a column without a writer could close a ring of names, which no op would show.
  const bool known = producer[value.column.value] != kNoOp || is_parameter[value.column.value] != 0;
  return known && value.column != wanted && columns[value.column.value].before_first_bin == 0 &&
         columns[wanted.value].before_first_bin == 0;
}

ColumnIndex Draft::settle(Operand value, ColumnIndex wanted) {
  value = current(value);
  const bool there = value.is_column() && value.lag == 0 && value.column == wanted;
  if (there && producer[wanted.value] != kNoOp) return wanted;
  if (can_retarget(value, wanted)) {
    const Op& op = ops[producer[value.column.value]];
    *std::find(outputs_.begin() + op.first_output, outputs_.end(), value.column) = wanted;
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
