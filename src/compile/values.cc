// Reading series, and arithmetic on values with class parts.
#include "compile/lowering.h"

namespace flowtime::compile_detail {

Value Lowering::read(const Slot& slot, std::uint32_t lag) const {
  Value value;
  value.total = slot.constant && lag == 0 ? Operand::constant(slot.column, *slot.constant)
                                          : Operand::of(slot.column, lag);
  for (const ColumnIndex part : slot.parts) value.parts.push_back(Operand::of(part, lag));
  return value;
}

Value Lowering::read_raw(const std::string& id) const {
  const Slot& slot = this->slot(id);
  if (!slot.constrained) return read(slot);
  Value value{.total = Operand::of(slot.raw)};
  for (const ColumnIndex part : slot.raw_parts) value.parts.push_back(Operand::of(part));
  return value;
}

// `x@A` reads the part A as a total whose only part is A.
Value Lowering::read(const SeriesRef& ref) {
  const Value whole = read(ref.id);
  if (ref.class_id.empty()) return whole;
  if (!whole.classed()) return {.total = Operand::immediate(0)};
  Value part;
  for (std::size_t i = 0; i < part_count(); ++i) {
    const bool wanted = i < model_.classes.size() && model_.classes[i].id == ref.class_id;
    if (wanted) part.total = whole.parts[i];
    part.parts.push_back(wanted ? whole.parts[i] : Operand::immediate(0));
  }
  return part;
}

// What a role of `node` reads: its own constrained served stays raw in arrivals and capacity.
Value Lowering::read_for(const SeriesRef& ref, const TopologyNode* node) {
  const bool own = node != nullptr && !node->constraints.empty() && ref.class_id.empty() &&
                   node->semantics[Role::kServed] && node->semantics[Role::kServed]->id == ref.id;
  return own ? read_raw(ref.id) : read(ref);
}

Operand Lowering::part_of(const Value& value, std::size_t part) const {
  if (value.classed()) return value.parts[part];
  return part + 1 == part_count() ? value.total : Operand::immediate(0);
}

std::vector<Operand> Lowering::parts_of(const Value& value) const {
  std::vector<Operand> parts;
  for (std::size_t i = 0; i < part_count(); ++i) parts.push_back(part_of(value, i));
  return parts;
}

std::vector<Operand> Lowering::scaled(Operand total, std::vector<Operand> raw,
                                      const std::vector<Operand>& fallback) {
  DraftOp op{.code = OpCode::kScaleParts, .inputs = {total}};
  op.inputs.insert(op.inputs.end(), raw.begin(), raw.end());
  op.inputs.insert(op.inputs.end(), fallback.begin(), fallback.end());
  return draft.emit_many(std::move(op), part_count());
}

// Part by part: those of a where the condition holds, else those of b.
std::vector<Operand> Lowering::picked(Operand condition, const Value& a, const Value& b) {
  std::vector<Operand> parts;
  for (std::size_t i = 0; i < part_count(); ++i) {
    parts.push_back(draft.emit(OpCode::kIf, {condition, part_of(a, i), part_of(b, i)}));
  }
  return parts;
}

Value Lowering::sum(const Value& a, const Value& b) {
  Value value{.total = draft.emit(OpCode::kAdd, {a.total, b.total})};
  if (!a.classed() && !b.classed()) return value;
  for (std::size_t i = 0; i < part_count(); ++i) {
    value.parts.push_back(draft.emit(OpCode::kAdd, {part_of(a, i), part_of(b, i)}));
  }
  return value;
}

Value Lowering::times(const Value& value, double factor) {
  if (factor == 1) return value;
  const auto scale = [&](Operand x) {
    return draft.emit(OpCode::kMultiply, {x, Operand::immediate(factor)});
  };
  Value product{.total = scale(value.total)};
  for (const Operand& part : value.parts) product.parts.push_back(scale(part));
  return product;
}

Value Lowering::times(const Value& value, Operand factor) {
  if (factor.is_immediate()) return times(value, factor.value);
  const auto scale = [&](Operand x) { return draft.emit(OpCode::kMultiply, {x, factor}); };
  Value product{.total = scale(value.total)};
  for (const Operand& part : value.parts) product.parts.push_back(scale(part));
  return product;
}

// Gives a series its value: the authored one, before constraints.
void Lowering::define(Slot& slot, const Value& value) {
  if (value.total.is_immediate() && !slot.keeps_raw()) slot.constant = value.total.value;
  const ColumnIndex column = draft.settle(value.total, slot.raw);
  if (!slot.keeps_raw()) slot.column = column;
  slot.raw = column;
  const bool parts_come_later = attributed_.count(slot.id) > 0 || has_classed_traffic(slot.id);
  if (slot.classed && !parts_come_later) define_parts(slot, parts_of(value));
}

void Lowering::define_parts(Slot& slot, const std::vector<Operand>& parts) {
  for (std::size_t i = 0; i < slot.parts.size(); ++i) {
    const ColumnIndex column = draft.settle(parts[i], slot.raw_parts[i]);
    if (!slot.keeps_raw_parts()) slot.parts[i] = column;
    slot.raw_parts[i] = column;
  }
}

}  // namespace flowtime::compile_detail
