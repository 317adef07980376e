// Series whose values were measured.
#include "compile/measured_lowering.h"

#include <algorithm>

namespace flowtime::compile_detail {
namespace {

// The part of a bare id, or npos for a total: "served@Gold" is a part of "served".
std::size_t class_mark(const std::string& id) { return id.rfind('@'); }

}  // namespace

// Writers get columns of their own, so that every reader of the series reads what was measured.
void MeasuredLowering::keep_raw_parts(Slot& slot) {
  if (slot.constrained || slot.keeps_raw_parts()) return;
  for (std::size_t i = 0; i < slot.parts.size(); ++i) {
    slot.raw_parts[i] = draft.new_column(draft.columns[slot.parts[i].value].name + ":computed");
  }
}

void MeasuredLowering::declare_total(const MeasuredSeries& measured, Slot& slot) {
  if (slot.measured) return;
  keep_raw_parts(slot);
  if (!slot.constrained) {
    const double before = draft.columns[slot.column.value].before_first_bin;
    slot.raw = draft.new_column(slot.id + ":computed", before);
  }
  slot.measured = true;
  add_measured(measured, slot.column, slot.released);
}

// What was measured fills the column; or another one, where the model takes over at some bin.
void MeasuredLowering::add_measured(const MeasuredSeries& measured, ColumnIndex column,
                                    std::optional<Slot::Released>& released) {
  if (measured.until >= 0) {
    const ColumnIndex aside = draft.new_column(measured.id + ":measured");
    released = Slot::Released{aside, measured.until};
    column = aside;
  }
  add_parameter(measured.id, column, measured.values, false);
}

// Measured before the bin, computed from it on.
void MeasuredLowering::release(const Slot& slot) {
  const auto switch_over = [&](const Slot::Released& released, ColumnIndex raw, ColumnIndex to) {
    draft.emit_into({.code = OpCode::kSeeded,
                     .inputs = {Operand::of(raw), Operand::of(released.measured)},
                     .integer = released.until},
                    {to});
  };
  draft.begin_owner(slot.id);
  if (slot.released) switch_over(*slot.released, slot.computed.value_or(slot.raw), slot.column);
  for (std::size_t i = 0; i < slot.released_parts.size(); ++i) {
    if (slot.released_parts[i]) {
      switch_over(*slot.released_parts[i], slot.raw_parts[i], slot.parts[i]);
    }
  }
}

void MeasuredLowering::declare_part(const MeasuredSeries& measured, Slot& slot, std::size_t part) {
  keep_raw_parts(slot);
  slot.measured_parts.resize(slot.parts.size());
  if (slot.measured_parts[part] != 0) return;
  slot.measured_parts[part] = 1;
  slot.released_parts.resize(slot.parts.size());
  add_measured(measured, slot.parts[part], slot.released_parts[part]);
}

void MeasuredLowering::declare() {
  if (options_.measured == nullptr) return;
  for (const MeasuredSeries& measured : *options_.measured) {
    FT_CHECK(!measured.values.empty());
    if (const auto total = find_slot(measured.id)) {
      declare_total(measured, slots_[*total]);
      continue;
    }
    const std::size_t mark = class_mark(measured.id);
    if (mark == std::string::npos) continue;
    const auto whole = find_slot(std::string_view(measured.id).substr(0, mark));
    if (!whole) continue;
    Slot& slot = slots_[*whole];
    for (std::size_t i = 0; i < slot.parts.size(); ++i) {
      if (draft.columns[slot.parts[i].value].name != measured.id) continue;
      declare_part(measured, slot, i);
    }
  }
}

// Parts of a measured total that were not measured themselves share it as computed.
void MeasuredLowering::lower() {
  for (Slot& slot : slots_) {
    release(slot);
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

}  // namespace flowtime::compile_detail
