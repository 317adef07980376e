// Series whose values were measured: a parameter takes the place of what the model computes, which
// is kept beside it as long as somebody asks for it (a shared capacity, the shares of classes).
#include <algorithm>

#include "compile/lowering.h"

namespace flowtime::compile_detail {
namespace {

// The part of a bare id, or npos for a total: "served@Gold" is a part of "served".
std::size_t class_mark(const std::string& id) { return id.rfind('@'); }

}  // namespace

// Writers get columns of their own, so that every reader of the series reads what was measured.
void Lowering::keep_raw_parts(Slot& slot) {
  if (slot.constrained || slot.keeps_raw_parts()) return;
  for (std::size_t i = 0; i < slot.parts.size(); ++i) {
    slot.raw_parts[i] = draft.new_column(draft.columns[slot.parts[i].value].name + ":computed");
  }
}

void Lowering::declare_measured_total(const MeasuredSeries& measured, Slot& slot) {
  if (slot.measured) return;
  keep_raw_parts(slot);
  if (!slot.constrained) {
    const double before = draft.columns[slot.column.value].before_first_bin;
    slot.raw = draft.new_column(slot.id + ":computed", before);
  }
  slot.measured = true;
  add_parameter(slot.id, slot.column, measured.values, false);
}

void Lowering::declare_measured_part(const MeasuredSeries& measured, Slot& slot, std::size_t part) {
  keep_raw_parts(slot);
  slot.measured_parts.resize(slot.parts.size());
  if (slot.measured_parts[part] != 0) return;
  slot.measured_parts[part] = 1;
  add_parameter(measured.id, slot.parts[part], measured.values, false);
}

void Lowering::declare_measured() {
  if (options_.measured == nullptr) return;
  for (const MeasuredSeries& measured : *options_.measured) {
    FT_CHECK(!measured.values.empty());
    if (const auto total = find_slot(measured.id)) {
      declare_measured_total(measured, slots_[*total]);
      continue;
    }
    const std::size_t mark = class_mark(measured.id);
    if (mark == std::string::npos) continue;
    const auto whole = find_slot(std::string_view(measured.id).substr(0, mark));
    if (!whole) continue;
    Slot& slot = slots_[*whole];
    for (std::size_t i = 0; i < slot.parts.size(); ++i) {
      if (draft.columns[slot.parts[i].value].name != measured.id) continue;
      declare_measured_part(measured, slot, i);
    }
  }
}

// Parts of a measured total that were not measured themselves share it as computed.
void Lowering::lower_measured() {
  for (Slot& slot : slots_) {
    if (!slot.classed || (slot.constrained && !slot.measured)) continue;
    if (!slot.keeps_raw_parts()) continue;
    draft.begin_owner(slot.id);
    if (slot.measured_parts.empty()) {
      std::vector<Operand> raw;
      for (const ColumnIndex part : slot.raw_parts) raw.push_back(Operand::of(part));
      give_parts(slot, raw);
      continue;
    }
    for (std::size_t i = 0; i < slot.parts.size(); ++i) {
      if (slot.measured_parts[i] != 0) continue;
      draft.emit_into({.code = OpCode::kCopy, .inputs = {Operand::of(slot.raw_parts[i])}},
                      {slot.parts[i]});
    }
  }
}

// The series' parts are the raw ones, scaled to its total; measured parts stay what they are.
void Lowering::give_parts(Slot& slot, const std::vector<Operand>& raw) {
  DraftOp op{.code = OpCode::kScaleParts, .inputs = {Operand::of(slot.column)}};
  op.inputs.insert(op.inputs.end(), raw.begin(), raw.end());
  std::vector<ColumnIndex> outputs = slot.parts;
  for (std::size_t i = 0; i < slot.measured_parts.size(); ++i) {
    if (slot.measured_parts[i] != 0) outputs[i] = draft.new_temporary();
  }
  draft.emit_into(op, outputs);
}

}  // namespace flowtime::compile_detail
