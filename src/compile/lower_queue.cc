// Queues: gate, recurrence, overflow, effective served, and the parts of all of them.
#include "compile/lowering.h"

namespace flowtime::compile_detail {

void Lowering::lower_queues() {
  for (Queue& queue : queues_) lower_queue(queue);
}

// The node's own inflow, plus what overflows into it, in the order of declaration.
Value Lowering::queue_inflow(const Queue& queue) {
  Value inflow = queue.inflow ? read_for(*queue.inflow, queue.topology)
                              : Value{.total = Operand::immediate(0)};
  if (queue.overflow_from.empty()) return inflow;
  // An absent inflow counts as nothing, and must not take the overflow with it.
  const auto finite = [&](Operand& x) { x = draft.emit(OpCode::kFiniteOrZero, {x}); };
  finite(inflow.total);
  for (Operand& part : inflow.parts) finite(part);
  for (const std::size_t from : queue.overflow_from) {
    inflow = sum(inflow, read(queues_[from].prefix + "_overflow"));
  }
  if (inflow.classed()) inflow.parts = scaled(inflow.total, inflow.parts);
  Slot& slot = slot_of(queue.prefix + "_inflow");
  define(slot, inflow);
  return read(slot.id);
}

// The limit as an operand: a series, or a parameter of one value.
Operand Lowering::queue_limit(const Queue& queue) {
  if (queue.limit_series) return read(*queue.limit_series).total;
  const std::string name = queue.topology->id + ".wipLimit";
  const ColumnIndex column = draft.new_column(name);
  add_parameter(name, column, {*queue.limit}, true);
  return Operand::of(column);
}

Operand Lowering::released(const Queue& queue, Operand outflow) {
  if (queue.schedule == nullptr) return outflow;
  DraftOp gate{.code = OpCode::kGate,
               .inputs = {outflow},
               .integer = queue.schedule->period_bins,
               .phase = queue.schedule->phase()};
  if (queue.schedule->capacity_series) {
    gate.inputs.push_back(read(*queue.schedule->capacity_series).total);
  }
  return draft.emit(std::move(gate));
}

void Lowering::lower_queue(Queue& queue) {
  draft.begin_owner(queue.depth);
  const auto nothing = Value{.total = Operand::immediate(0)};
  QueueFlows flows{.inflow = queue_inflow(queue),
                   .outflow = queue.outflow ? read(*queue.outflow) : nothing,
                   .loss = queue.loss ? read(*queue.loss) : nothing};
  flows.released = released(queue, flows.outflow.total);
  const ColumnIndex depth = slot_of(queue.depth).raw;
  DraftOp op{.code = OpCode::kQueue,
             .inputs = {flows.inflow.total, flows.released, flows.loss.total},
             .number = queue.initial};
  if (queue.limited()) {
    op.code = OpCode::kLimitedQueue;
    op.inputs.push_back(queue_limit(queue));
    draft.emit_into(std::move(op), {depth, slot_of(queue.prefix + "_overflow").column});
  } else {
    draft.emit_into(std::move(op), {depth});
  }
  Slot& effective = slot_of(queue.prefix + "_served_effective");
  draft.emit_into({.code = OpCode::kServedEffective,
                   .inputs = {flows.released, flows.inflow.total, Operand::of(depth, 1)}},
                  {effective.raw});
  if (slot_of(queue.depth).classed) lower_queue_parts(queue, flows);
  for (const std::string& prefix : queue.other_prefixes) {
    define(slot_of(prefix + "_served_effective"), read(effective.id));
  }
}

// A flow whose own parts say which items leave: classed, not gated, not given its parts by a queue.
bool Lowering::keeps_own_parts(const std::optional<SeriesRef>& ref, const Value& flow) const {
  return ref && flow.classed() && attributed_.count(ref->id) == 0;
}

// The parts of the depth one bin back. Before bin 0 an initial depth is split like the inflow of
// bin 0, or is all unattributed when that split would depend on itself.
std::vector<Operand> Lowering::previous_parts(const Queue& queue, const Value& inflow) {
  Slot& slot = slot_of(queue.depth);
  std::vector<Operand> previous;
  for (const ColumnIndex part : slot.parts) previous.push_back(Operand::of(part, 1));
  if (queue.initial == 0) return previous;
  if (decisions_.unsplit_depths.count(queue.depth) > 0) {
    draft.columns[slot.parts.back().value].before_first_bin = queue.initial;
    return previous;
  }
  std::vector<ColumnIndex> initial;
  for (const Operand& part : slot.initial_parts) initial.push_back(part.column);
  draft.emit_into(
      {.code = OpCode::kInitialSplit, .inputs = parts_of(inflow), .number = queue.initial},
      initial);
  for (std::size_t i = 0; i < previous.size(); ++i) {
    previous[i] = draft.emit(DraftOp{
        .code = OpCode::kSeeded, .inputs = {previous[i], slot.initial_parts[i]}, .integer = 1});
  }
  return previous;
}

void Lowering::attribute_flow(const std::optional<SeriesRef>& ref,
                              const std::vector<Operand>& available) {
  if (!ref || attributed_.count(ref->id) == 0) return;
  Slot& slot = slot_of(ref->id);
  define_parts(slot, scaled(Operand::of(slot.raw), available));
}

// available = previous + inflow; left = (available - outflow) - loss, part by part; the depth, the
// overflow and the effective served take their shares from these.
void Lowering::lower_queue_parts(const Queue& queue, const QueueFlows& flows) {
  const std::vector<Operand> previous = previous_parts(queue, flows.inflow);
  std::vector<Operand> available, left;
  const auto finite = [&](const Operand& x) { return draft.emit(OpCode::kFiniteOrZero, {x}); };
  for (std::size_t i = 0; i < part_count(); ++i) {
    const Operand came = finite(part_of(flows.inflow, i));
    available.push_back(draft.emit(OpCode::kAdd, {previous[i], came}));
  }
  attribute_flow(queue.outflow, available);
  attribute_flow(queue.loss, available);
  const auto split = [&](const Operand& total) { return scaled(finite(total), available); };
  const bool own_out = queue.schedule == nullptr && keeps_own_parts(queue.outflow, flows.outflow);
  const bool own_loss = keeps_own_parts(queue.loss, flows.loss);
  const std::vector<Operand> out = own_out ? flows.outflow.parts : split(flows.released);
  const std::vector<Operand> loss = own_loss ? flows.loss.parts : split(flows.loss.total);
  for (std::size_t i = 0; i < part_count(); ++i) {
    const Operand after_out = draft.emit(OpCode::kSubtract, {available[i], finite(out[i])});
    left.push_back(draft.emit(OpCode::kSubtract, {after_out, finite(loss[i])}));
  }
  Slot& depth = slot_of(queue.depth);
  const auto write = [&](const Slot& slot, std::vector<Operand> raw) {
    DraftOp op{.code = OpCode::kScaleParts, .inputs = {Operand::of(slot.raw)}};
    op.inputs.insert(op.inputs.end(), raw.begin(), raw.end());
    draft.emit_into(std::move(op), slot.raw_parts);
  };
  write(depth, left);
  if (queue.limited()) write(slot_of(queue.prefix + "_overflow"), left);
  const Slot& effective = slot_of(queue.prefix + "_served_effective");
  if (!own_out) return write(effective, available);
  const Operand whole = draft.emit(OpCode::kEqual, {Operand::of(effective.raw), flows.released});
  write(effective, picked(whole, {.total = flows.released, .parts = out},
                          {.total = flows.inflow.total, .parts = available}));
}

}  // namespace flowtime::compile_detail
