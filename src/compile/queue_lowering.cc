// Queues: gate, recurrence, overflow, effective served, and the parts of all of them.
#include "compile/queues.h"

namespace flowtime::compile_detail {
namespace {

// An author says which classes leave: by a part, or by a series whose classes come from elsewhere
// than the queue.
bool is_written_by_class(const World& world, const Queue& queue, const Rare<SeriesRef>& ref) {
  if (!ref) return false;
  if (!ref->class_id.empty()) return true;
  const std::optional<std::uint32_t> slot = world.slots.find(ref->id);
  const bool classed = slot && world.slots[*slot].classed && world.attributed.count(ref->id) == 0;
  return classed && !reads_queue(world.model, queue, ref->id);
}

}  // namespace

bool reads_queue(const Model& model, const Queue& queue, const std::string& id) {
  constexpr std::size_t kMostNodes = 1000;  // a longer way than people write
  std::vector<std::string_view> pending{id};
  std::set<std::string_view> seen;
  while (!pending.empty() && seen.size() < kMostNodes) {
    const std::string_view name = pending.back();
    pending.pop_back();
    if (!seen.insert(name).second) continue;
    if (name == queue.depth || (queue.inflow && name == queue.inflow->id)) return true;
    const Node* node = model.find_node(std::string(name));
    const auto* body = node == nullptr ? nullptr : std::get_if<ExprNodeBody>(&node->body);
    if (body != nullptr)
      pending.insert(pending.end(), body->expr.names.begin(), body->expr.names.end());
  }
  return !pending.empty();
}

bool leaves_in_order(const World& world, const Queue& queue) {
  if (queue.discipline.kind == Discipline::Kind::kMixed) return false;
  return queue.discipline_is_written || !(is_written_by_class(world, queue, queue.outflow) ||
                                          is_written_by_class(world, queue, queue.loss));
}

void QueueLowering::lower() {
  for (const Queue& queue : queues_.all) lower_queue(queue);
}

// The node's own inflow, plus what overflows into it, in the order of declaration.
Value QueueLowering::queue_inflow(const Queue& queue) {
  Value inflow = queue.inflow ? read_for(*queue.inflow, queue.topology)
                              : Value{.total = Operand::immediate(0)};
  if (queue.overflow_from.empty()) return inflow;
  // An absent inflow counts as nothing, and must not take the overflow with it.
  const auto finite = [&](Operand& x) { x = draft.emit(OpCode::kFiniteOrZero, {x}); };
  finite(inflow.total);
  for (Operand& part : inflow.parts) finite(part);
  for (const std::size_t from : queue.overflow_from) {
    inflow = sum(inflow, read(queues_.all[from].prefix + "_overflow"));
  }
  if (inflow.classed()) inflow.parts = scaled(inflow.total, inflow.parts);
  Slot& slot = slot_of(queue.prefix + "_inflow");
  define(slot, inflow);
  return read(slot.id);
}

// The limit as an operand: a series, or a parameter of one value.
Operand QueueLowering::queue_limit(const Queue& queue) {
  if (queue.limit_series) return read(*queue.limit_series).total;
  const std::string name = queue.topology->id + ".wipLimit";
  const ColumnIndex column = draft.new_column(name);
  add_parameter(name, column, {*queue.limit}, true);
  return Operand::of(column);
}

Operand QueueLowering::released(const Queue& queue, Operand outflow) {
  if (queue.schedule == nullptr) return outflow;
  DraftOp gate{.code = OpCode::kGate,
               .inputs = {outflow},
               .integer = queue.schedule->period_bins,
               .phase = queue.schedule->phase()};
  if (queue.schedule->is_irregular()) {
    gate.integer = 1;
    gate.phase = model_.grid.bins;  // never, where no bin is open
    for (const std::int64_t bin : queue.schedule->open_bins) {
      gate.taps.push_back(static_cast<double>(bin));
    }
  }
  if (queue.schedule->capacity_series) {
    gate.inputs.push_back(read(*queue.schedule->capacity_series).total);
  }
  return draft.emit(std::move(gate));
}

// The level that a queue goes on from: its own, and in the bin where the model takes over the one
// that was measured.
Operand QueueLowering::level_before(const Slot& depth) {
  return draft.emit(DraftOp{.code = OpCode::kSeeded,
                            .inputs = {Operand::of(depth.column, 1), Operand::of(depth.raw, 1)},
                            .integer = depth.released->until});
}

// As kQueue and kLimitedQueue, with the level in a column of its own instead of in their state.
void QueueLowering::lower_resumed_queue(const Queue& queue, const DraftOp& op, const Slot& depth) {
  const auto finite = [&](const Operand& x) { return draft.emit(OpCode::kFiniteOrZero, {x}); };
  const auto above_zero = [&](const Operand& x) {
    const Operand is_above = draft.emit(OpCode::kGreater, {x, Operand::immediate(0)});
    return draft.emit(OpCode::kIf, {is_above, x, Operand::immediate(0)});
  };
  Operand left = finite(level_before(depth));
  left = draft.emit(OpCode::kAdd, {left, finite(op.inputs[0])});
  left = draft.emit(OpCode::kSubtract, {left, finite(op.inputs[1])});
  const Operand wanted = above_zero(draft.emit(OpCode::kSubtract, {left, finite(op.inputs[2])}));
  if (!queue.limited()) {
    draft.emit_into({.code = OpCode::kCopy, .inputs = {wanted}}, {depth.raw});
    return;
  }
  const Operand limit = above_zero(finite(op.inputs[3]));
  const Operand fits = draft.emit(OpCode::kLess, {wanted, limit});
  draft.emit_into({.code = OpCode::kIf, .inputs = {fits, wanted, limit}}, {depth.raw});
  const Operand over = draft.emit(OpCode::kSubtract, {wanted, limit});
  const Operand spills = draft.emit(OpCode::kGreater, {wanted, limit});
  draft.emit_into({.code = OpCode::kIf, .inputs = {spills, over, Operand::immediate(0)}},
                  {slot_of(queue.prefix + "_overflow").raw});
}

void QueueLowering::lower_queue(const Queue& queue) {
  draft.begin_owner(slot(queue.depth).id);
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
  }
  // kQueue holds its level in a state of its own, which knows nothing of measured levels.
  if (slot_of(queue.depth).released) {
    lower_resumed_queue(queue, op, slot_of(queue.depth));
  } else if (queue.limited()) {
    draft.emit_into(std::move(op), {depth, slot_of(queue.prefix + "_overflow").raw});
  } else {
    draft.emit_into(std::move(op), {depth});
  }
  // What could leave is what stood there: as measured, where the depth was.
  const Slot& stood = slot_of(queue.depth);
  const Operand before = Operand::of(stood.measured ? stood.column : depth, 1);
  Slot& effective = slot_of(queue.prefix + "_served_effective");
  draft.emit_into(
      {.code = OpCode::kServedEffective, .inputs = {flows.released, flows.inflow.total, before}},
      {effective.raw});
  if (slot_of(queue.depth).classed) {
    leaves_in_order(world_, queue) ? lower_parts_in_order(queue, flows)
                                   : lower_queue_parts(queue, flows);
  }
  for (const std::string& prefix : queue.other_prefixes) {
    define(slot_of(prefix + "_served_effective"), read(effective.id));
  }
}

// A flow whose own parts say which items leave: classed, not gated, not given its parts by a queue.
// A discipline that is written wins over what an author wrote by class.
bool QueueLowering::keeps_own_parts(const Queue& queue, const Rare<SeriesRef>& ref,
                                    const Value& flow) const {
  if (!ref || !flow.classed() || world_.attributed.count(ref->id) > 0) return false;
  return !(queue.discipline_is_written && is_written_by_class(world_, queue, ref));
}

// What the initial depth is split into, like the inflow of bin 0.
std::vector<Operand> QueueLowering::initial_parts(const Queue& queue, const Value& inflow) {
  std::vector<ColumnIndex> initial;
  for (const Operand& part : slot_of(queue.depth).initial_parts) initial.push_back(part.column);
  draft.emit_into(
      {.code = OpCode::kInitialSplit, .inputs = parts_of(inflow), .number = queue.initial},
      initial);
  return slot_of(queue.depth).initial_parts;
}

// The parts of the depth one bin back. Before bin 0 an initial depth is split like the inflow of
// bin 0, or is all unattributed when that split would depend on itself.
std::vector<Operand> QueueLowering::previous_parts(const Queue& queue, const Value& inflow) {
  Slot& slot = slot_of(queue.depth);
  std::vector<Operand> previous;
  for (const ColumnIndex part : slot.parts) previous.push_back(Operand::of(part, 1));
  if (queue.initial == 0) return previous;
  if (decisions_.unsplit_depths.count(queue.depth) > 0) {
    draft.columns[slot.parts.back().value].before_first_bin = queue.initial;
    return previous;
  }
  static_cast<void>(initial_parts(queue, inflow));
  for (std::size_t i = 0; i < previous.size(); ++i) {
    previous[i] = draft.emit(DraftOp{
        .code = OpCode::kSeeded, .inputs = {previous[i], slot.initial_parts[i]}, .integer = 1});
  }
  return previous;
}

void QueueLowering::attribute_flow(const Rare<SeriesRef>& ref, const std::vector<Operand>& parts,
                                   const std::vector<Operand>& fallback) {
  if (!ref || world_.attributed.count(ref->id) == 0) return;
  Slot& slot = slot_of(ref->id);
  define_parts(slot, scaled(Operand::of(slot.raw), parts, fallback));
}

// available = previous + inflow; left = (available - outflow) - loss, part by part; the depth, the
// overflow and the effective served take their shares from these.
void QueueLowering::lower_queue_parts(const Queue& queue, const QueueFlows& flows) {
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
  // A gate holds items back that the author counted as leaving: their parts do not say what left.
  const bool own_out =
      queue.schedule == nullptr && keeps_own_parts(queue, queue.outflow, flows.outflow);
  const bool own_loss = keeps_own_parts(queue, queue.loss, flows.loss);
  const std::vector<Operand> out = own_out ? flows.outflow.parts : split(flows.released);
  const std::vector<Operand> loss = own_loss ? flows.loss.parts : split(flows.loss.total);
  for (std::size_t i = 0; i < part_count(); ++i) {
    const Operand after_out = draft.emit(OpCode::kSubtract, {available[i], finite(out[i])});
    left.push_back(draft.emit(OpCode::kSubtract, {after_out, finite(loss[i])}));
  }
  Slot& depth = slot_of(queue.depth);
  write_parts(depth, left);
  if (queue.limited()) write_parts(slot_of(queue.prefix + "_overflow"), left);
  const Slot& effective = slot_of(queue.prefix + "_served_effective");
  if (!own_out) return write_parts(effective, available);
  const Operand whole = draft.emit(OpCode::kEqual, {Operand::of(effective.raw), flows.released});
  write_parts(effective, picked(whole, {.total = flows.released, .parts = out},
                                {.total = flows.inflow.total, .parts = available}));
}

void QueueLowering::write_parts(const Slot& slot, const std::vector<Operand>& raw) {
  DraftOp op{.code = OpCode::kScaleParts, .inputs = {Operand::of(slot.raw)}};
  op.inputs.insert(op.inputs.end(), raw.begin(), raw.end());
  draft.emit_into(std::move(op), slot.raw_parts);
}

// By part: the group that it leaves with; what has no priority comes last, DEFAULT too.
std::vector<double> QueueLowering::groups_of(const Discipline& discipline) const {
  const auto last = static_cast<double>(discipline.priority.size());
  std::vector<double> groups(part_count(), last);
  for (std::size_t i = 0; i < discipline.priority.size(); ++i) {
    groups[discipline.priority[i].value] = static_cast<double>(i);
  }
  return groups;
}

// Whichever way items leave, served or lost, they leave in the order of the discipline; the depth
// says how many. What overflows came last.
void QueueLowering::lower_parts_in_order(const Queue& queue, const QueueFlows& flows) {
  Slot& depth = slot_of(queue.depth);
  const bool unsplit = decisions_.unsplit_depths.count(queue.depth) > 0;
  DraftOp op{.code = OpCode::kLeaveInOrder,
             .inputs = {Operand::of(depth.raw)},
             .taps = groups_of(queue.discipline),
             .integer = static_cast<std::int64_t>(part_count()),
             .number = queue.initial};
  if (queue.limited()) op.inputs.push_back(Operand::of(slot_of(queue.prefix + "_overflow").raw));
  for (std::size_t i = 0; i < part_count(); ++i) op.inputs.push_back(part_of(flows.inflow, i));
  if (queue.initial != 0 && unsplit) {
    draft.columns[depth.parts.back().value].before_first_bin = queue.initial;
  } else if (queue.initial != 0) {
    const std::vector<Operand> split = initial_parts(queue, flows.inflow);
    op.inputs.insert(op.inputs.end(), split.begin(), split.end());
  }
  const std::vector<Operand> made = draft.emit_many(op, (queue.limited() ? 3 : 2) * part_count());
  const auto group = [&](std::size_t first) {
    const auto from = made.begin() + static_cast<std::ptrdiff_t>(first * part_count());
    return std::vector<Operand>(from, from + static_cast<std::ptrdiff_t>(part_count()));
  };
  const std::vector<Operand> left = group(0), stays = group(1);
  // What an author calls served behind a closed gate has the classes of what waits there.
  attribute_flow(queue.outflow, left, stays);
  attribute_flow(queue.loss, left, stays);
  write_parts(depth, stays);
  if (queue.limited()) write_parts(slot_of(queue.prefix + "_overflow"), group(2));
  write_parts(slot_of(queue.prefix + "_served_effective"), left);
}

}  // namespace flowtime::compile_detail
