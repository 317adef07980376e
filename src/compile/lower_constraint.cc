// Shared constraints: one allocation per stratum, then every member's served is capped.
#include <algorithm>
#include <map>

#include "compile/lowering.h"

namespace flowtime::compile_detail {

void Lowering::lower_constraints() {
  for (const Constraint& constraint : model_.topology.constraints) lower_allocation(constraint);
  lower_capped();
}

// Members of one stratum share what earlier strata left of the capacity.
void Lowering::lower_allocation(const Constraint& constraint) {
  draft.begin_owner(constraint.id);
  std::map<std::uint32_t, std::vector<const TopologyNode*>> strata;
  for (const TopologyNode& node : model_.topology.nodes) {
    if (!has_slot(allocation_id(node, constraint.id))) continue;
    const bool member = std::find(node.constraints.begin(), node.constraints.end(),
                                  constraint.id) != node.constraints.end();
    if (!member) continue;
    const auto known = decisions_.stratum.find({constraint.id, node.id});
    strata[known == decisions_.stratum.end() ? 0 : known->second].push_back(&node);
  }
  Operand capacity = read(constraint.served).total;
  for (const auto& [level, nodes] : strata) {
    DraftOp op{.code = OpCode::kAllocate, .inputs = {capacity}};
    std::vector<ColumnIndex> outputs;
    for (const TopologyNode* node : nodes) {
      const Slot& served = slot(node->semantics[Role::kServed]->id);
      op.inputs.push_back(Operand::of(served.raw));
      outputs.push_back(slot(allocation_id(*node, constraint.id)).column);
      members.push_back({constraint.id, node->id, served.raw, served.column});
    }
    draft.emit_into(op, outputs);
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      draft.emit_into(
          {.code = OpCode::kLimitedFlag, .inputs = {Operand::of(outputs[i]), op.inputs[i + 1]}},
          {slot(limited_id(*nodes[i], constraint.id)).column});
      capacity = draft.emit(OpCode::kSubtract, {capacity, Operand::of(outputs[i])});
    }
  }
}

// served' = the smallest of what was authored and what each constraint allows.
void Lowering::lower_capped() {
  for (Slot& slot : slots_) {
    if (!slot.constrained) continue;
    draft.begin_owner(slot.id);
    std::vector<Operand> allowed;
    for (const TopologyNode& node : model_.topology.nodes) {
      const auto& served = node.semantics[Role::kServed];
      if (!served || served->id != slot.id) continue;
      for (const std::string& constraint : node.constraints) {
        allowed.push_back(Operand::of(this->slot(allocation_id(node, constraint)).column));
      }
    }
    Operand capped = Operand::of(slot.raw);
    for (std::size_t i = 0; i + 1 < allowed.size(); ++i) {
      capped = draft.emit(OpCode::kMin, {capped, allowed[i]});
    }
    draft.emit_into({.code = OpCode::kMin, .inputs = {capped, allowed.back()}}, {slot.column});
    if (!slot.classed) continue;
    std::vector<Operand> raw;
    for (const ColumnIndex part : slot.raw_parts) raw.push_back(Operand::of(part));
    DraftOp op{.code = OpCode::kScaleParts, .inputs = {Operand::of(slot.column)}};
    op.inputs.insert(op.inputs.end(), raw.begin(), raw.end());
    draft.emit_into(std::move(op), slot.parts);
  }
}

}  // namespace flowtime::compile_detail
