// Reading series, defining them, and arithmetic on values with class parts.
#include "compile/series_writer.h"

#include <algorithm>
#include <array>

namespace flowtime::compile_detail {

Slot& SeriesWriter::declare_series(const std::string& id, bool synthesised) {
  if (const std::optional<std::uint32_t> found = find_slot(id)) return slots_[*found];
  Slot& slot = slots_.add(id, synthesised);
  slot.column = slot.raw = draft.new_column(id);
  return slot;
}

bool SeriesWriter::has_classed_traffic(const std::string& id) const {
  const auto arrivals = world_.arrivals_at.find(id);
  return arrivals != world_.arrivals_at.end() &&
         std::any_of(arrivals->second.begin(), arrivals->second.end(),
                     [](const TrafficArrival* arrival) { return arrival->flow_class.has_value(); });
}

Value SeriesWriter::read(const Slot& slot, std::uint32_t lag) const {
  Value value;
  value.total = slot.constant && lag == 0 ? Operand::constant(slot.column, *slot.constant)
                                          : Operand::of(slot.column, lag);
  for (const ColumnIndex part : slot.parts) value.parts.push_back(Operand::of(part, lag));
  return value;
}

Value SeriesWriter::read_raw(const std::string& id) const {
  const Slot& slot = this->slot(id);
  if (!slot.constrained) return read(slot);
  Value value{.total = Operand::of(slot.raw)};
  for (const ColumnIndex part : slot.raw_parts) value.parts.push_back(Operand::of(part));
  return value;
}

// `x@A` reads the part A as a total whose only part is A.
Value SeriesWriter::read(const SeriesRef& ref) {
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
Value SeriesWriter::read_for(const SeriesRef& ref, const TopologyNode* node) {
  const bool own = node != nullptr && !node->constraints.empty() && ref.class_id.empty() &&
                   node->semantics[Role::kServed] && node->semantics[Role::kServed]->id == ref.id;
  return own ? read_raw(ref.id) : read(ref);
}

Operand SeriesWriter::part_of(const Value& value, std::size_t part) const {
  if (value.classed()) return value.parts[part];
  return part + 1 == part_count() ? value.total : Operand::immediate(0);
}

std::vector<Operand> SeriesWriter::parts_of(const Value& value) const {
  std::vector<Operand> parts;
  for (std::size_t i = 0; i < part_count(); ++i) parts.push_back(part_of(value, i));
  return parts;
}

std::vector<Operand> SeriesWriter::scaled(Operand total, std::vector<Operand> raw,
                                          const std::vector<Operand>& fallback) {
  DraftOp op{.code = OpCode::kScaleParts, .inputs = {total}};
  op.inputs.insert(op.inputs.end(), raw.begin(), raw.end());
  op.inputs.insert(op.inputs.end(), fallback.begin(), fallback.end());
  return draft.emit_many(std::move(op), part_count());
}

// Part by part: those of a where the condition holds, else those of b.
std::vector<Operand> SeriesWriter::picked(Operand condition, const Value& a, const Value& b) {
  std::vector<Operand> parts;
  for (std::size_t i = 0; i < part_count(); ++i) {
    parts.push_back(draft.emit(OpCode::kIf, {condition, part_of(a, i), part_of(b, i)}));
  }
  return parts;
}

Value SeriesWriter::sum(const Value& a, const Value& b) {
  Value value{.total = draft.emit(OpCode::kAdd, {a.total, b.total})};
  if (!a.classed() && !b.classed()) return value;
  for (std::size_t i = 0; i < part_count(); ++i) {
    value.parts.push_back(draft.emit(OpCode::kAdd, {part_of(a, i), part_of(b, i)}));
  }
  return value;
}

Value SeriesWriter::times(const Value& value, double factor) {
  if (factor == 1) return value;
  const auto scale = [&](Operand x) {
    return draft.emit(OpCode::kMultiply, {x, Operand::immediate(factor)});
  };
  Value product{.total = scale(value.total)};
  for (const Operand& part : value.parts) product.parts.push_back(scale(part));
  return product;
}

Value SeriesWriter::times(const Value& value, Operand factor) {
  if (factor.is_immediate()) return times(value, factor.value);
  const auto scale = [&](Operand x) { return draft.emit(OpCode::kMultiply, {x, factor}); };
  Value product{.total = scale(value.total)};
  for (const Operand& part : value.parts) product.parts.push_back(scale(part));
  return product;
}

// Gives a series its value: the authored one, before constraints.
void SeriesWriter::define(Slot& slot, const Value& value) {
  if (value.total.is_immediate() && !slot.keeps_raw()) slot.constant = value.total.value;
  const ColumnIndex column = draft.settle(value.total, slot.raw);
  // settle may have chosen another column than the declared one; later readers must find that.
  if (!slot.keeps_raw()) slot.column = column;
  slot.raw = column;
  const bool parts_come_later =
      world_.attributed.count(slot.id) > 0 || has_classed_traffic(slot.id);
  if (slot.classed && !parts_come_later) define_parts(slot, parts_of(value));
}

void SeriesWriter::define_parts(Slot& slot, const std::vector<Operand>& parts) {
  for (std::size_t i = 0; i < slot.parts.size(); ++i) {
    const ColumnIndex column = draft.settle(parts[i], slot.raw_parts[i]);
    if (!slot.keeps_raw_parts()) slot.parts[i] = column;
    slot.raw_parts[i] = column;
  }
}

// Of the arguments as a whole.
Operand SeriesWriter::emit_totals(const DraftOp& op, std::span<const Value> x) {
  constexpr std::size_t kMost = 4;
  FT_CHECK(x.size() <= kMost);
  std::array<Operand, kMost> totals;
  for (std::size_t i = 0; i < x.size(); ++i) totals[i] = x[i].total;
  return draft.emit(op, std::span(totals.data(), x.size()));
}

// The op on each part of the first argument, then scaled to the total.
Value SeriesWriter::lower_per_part(const DraftOp& op, std::span<const Value> x, bool fall_back) {
  Value value{.total = emit_totals(op, x)};
  if (!x.front().classed()) return value;
  std::vector<Operand> raw, inputs;
  for (const Value& argument : x) inputs.push_back(argument.total);
  for (const Operand& part : x.front().parts) {
    inputs.front() = part;
    raw.push_back(draft.emit(op, inputs));
  }
  value.parts = scaled(value.total, raw, fall_back ? x.front().parts : std::vector<Operand>{});
  return value;
}

// weight / sum of the weights. Of series in each bin: below 0 counts as 0, and where all are 0 the
// shares are equal, so that nothing vanishes.
std::vector<Operand> SeriesWriter::shares_of(const std::vector<Weight>& weights) {
  std::vector<Operand> shares;
  double sum = 0;
  bool varies = false;
  for (const Weight& weight : weights) {
    sum += weight.number;
    varies |= weight.series.has_value();
  }
  if (!varies) {
    for (const Weight& weight : weights) shares.push_back(Operand::immediate(weight.number / sum));
    return shares;
  }
  DraftOp op{.code = OpCode::kApportion, .inputs = {Operand::immediate(1)}};
  for (const Weight& weight : weights) {
    op.inputs.push_back(weight.series ? read(*weight.series).total
                                      : Operand::immediate(weight.number));
  }
  return draft.emit_many(op, weights.size());
}

void SeriesWriter::add_parameter(const std::string& name, ColumnIndex column,
                                 std::vector<double> values, bool scalar_only) {
  draft.is_parameter[column.value] = 1;
  draft.parameters.push_back({name, column, std::move(values), scalar_only});
}

// The series' parts are the raw ones, scaled to its total; measured parts stay what they are.
void SeriesWriter::give_parts(Slot& slot, const std::vector<Operand>& raw) {
  DraftOp op{.code = OpCode::kScaleParts, .inputs = {Operand::of(slot.column)}};
  op.inputs.insert(op.inputs.end(), raw.begin(), raw.end());
  std::vector<ColumnIndex> outputs = slot.parts;
  for (std::size_t i = 0; i < slot.measured_parts.size(); ++i) {
    if (slot.measured_parts[i] != 0) outputs[i] = draft.new_temporary();
  }
  // The op writes all parts, since they are scaled together; those that were measured are
  // discarded.
  draft.emit_into(op, outputs);
}

}  // namespace flowtime::compile_detail
