// Shared constraints: one allocation per stratum, then the served of every member is capped.
#include "compile/constraint_lowering.h"

#include <map>

#include "model/names.h"

namespace flowtime::compile_detail {

// The members of each constraint whose served is known, in the order of topology.nodes.
void ConstraintLowering::find_members() {
  const std::vector<Constraint>& constraints = model_.topology.constraints;
  if (constraints.empty()) return;
  members_of_.resize(constraints.size());
  std::unordered_map<std::string_view, std::size_t> by_id;
  for (std::size_t i = 0; i < constraints.size(); ++i) by_id.emplace(constraints[i].id, i);
  for (const TopologyNode& node : model_.topology.nodes) {
    const Rare<SeriesRef>& served = node.semantics[Role::kServed];
    if (node.constraints.empty() || !served || !has_slot(served->id)) continue;
    for (const std::string& id : node.constraints) {
      std::vector<const TopologyNode*>& of_one = members_of_[by_id.at(id)];
      if (of_one.empty() || of_one.back() != &node) of_one.push_back(&node);
    }
  }
}

void ConstraintLowering::declare() {
  find_members();
  for (std::size_t i = 0; i < members_of_.size(); ++i) {
    const std::string& constraint = model_.topology.constraints[i].id;
    for (const TopologyNode* node : members_of_[i]) {
      declare_series(allocation_id(*node, constraint), true);
      declare_series(limited_id(*node, constraint), true);
      const std::string& served = node->semantics[Role::kServed]->id;
      Slot& slot = slot_of(served);
      if (slot.constrained) continue;
      slot.constrained = true;
      slot.raw = draft.new_column(served + ":authored");
    }
  }
}

void ConstraintLowering::lower() {
  if (members_of_.empty()) return;
  for (std::uint32_t i = 0; i < members_of_.size(); ++i) lower_allocation(i);
  lower_capped();
}

// Members of one stratum share what earlier strata left of the capacity.
void ConstraintLowering::lower_allocation(std::uint32_t index) {
  const Constraint& constraint = model_.topology.constraints[index];
  draft.begin_owner(constraint.id);
  std::map<std::uint32_t, std::vector<const TopologyNode*>> strata;
  for (const TopologyNode* node : members_of_[index]) {
    const auto known = decisions_.stratum.find({index, node->id});
    strata[known == decisions_.stratum.end() ? 0 : known->second].push_back(node);
  }
  Operand capacity = read(constraint.served).total;
  for (const auto& [level, nodes] : strata) {
    DraftOp op{.code = OpCode::kAllocate, .inputs = {capacity}};
    std::vector<ColumnIndex> outputs;
    for (const TopologyNode* node : nodes) {
      const Slot& served = slot(node->semantics[Role::kServed]->id);
      op.inputs.push_back(Operand::of(served.raw));
      outputs.push_back(slot(allocation_id(*node, constraint.id)).raw);
      // Strata are not known in the first attempt: all members share in one op, and the graph of
      // that attempt says who feeds whom.
      world_.members.push_back({index, node->id, served.raw, served.column});
    }
    draft.emit_into(op, outputs);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      draft.emit_into(
          {.code = OpCode::kLimitedFlag, .inputs = {Operand::of(outputs[i]), op.inputs[i + 1]}},
          {slot(limited_id(*nodes[i], constraint.id)).raw});
      capacity = draft.emit(OpCode::kSubtract, {capacity, Operand::of(outputs[i])});
    }
  }
}

// served' = the smallest of what was authored and what each constraint allows.
void ConstraintLowering::lower_capped() {
  std::unordered_map<std::string_view, std::vector<Operand>> allowed_of;  // by served
  for (const TopologyNode& node : model_.topology.nodes) {
    const Rare<SeriesRef>& served = node.semantics[Role::kServed];
    if (!served || !has_slot(served->id)) continue;
    for (const std::string& constraint : node.constraints) {
      allowed_of[served->id].push_back(Operand::of(slot(allocation_id(node, constraint)).column));
    }
  }
  for (Slot& slot : slots_) {
    // Of a measured served only the demand is needed, unless the computed series is read as well.
    if (!slot.constrained || (slot.measured && !slot.released && !options_.with_computed)) continue;
    if (slot.measured) slot.computed = draft.new_column(computed_id(slot.id));
    draft.begin_owner(slot.id);
    const std::vector<Operand>& allowed = allowed_of.at(slot.id);
    Operand capped = Operand::of(slot.raw);
    for (std::size_t i = 0; i + 1 < allowed.size(); ++i) {
      capped = draft.emit(OpCode::kMin, {capped, allowed[i]});
    }
    draft.emit_into({.code = OpCode::kMin, .inputs = {capped, allowed.back()}},
                    {slot.computed.value_or(slot.column)});
    if (!slot.classed || slot.measured) continue;
    std::vector<Operand> raw;
    for (const ColumnIndex part : slot.raw_parts) raw.push_back(Operand::of(part));
    give_parts(slot, raw);
  }
}

}  // namespace flowtime::compile_detail
