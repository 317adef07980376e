#include "trace/column_values.h"

#include <algorithm>

#include "base/check.h"
#include "eval/kernel.h"
#include "eval/kernel_sets.h"
#include "series/absent.h"

namespace flowtime {
namespace {

std::span<const Operand> inputs_of(const Plan& plan, const Op& op) {
  return {plan.operands.data() + op.first_input, op.input_count};
}

std::span<const double> taps_of(const Plan& plan, const Op& op) {
  return {plan.taps.data() + op.first_tap, op.tap_count};
}

}  // namespace

ColumnValues::ColumnValues(const Plan& plan, const PlanIndex& index, const StoredColumns& stored)
    : plan_(plan), index_(index), stored_(stored) {}

bool ColumnValues::find(const Cell& cell, double& value) const {
  if (cell.bin < 0) {
    value = plan_.columns[cell.column.value].before_first_bin;
    return true;
  }
  // Stored values first: they are the truth, and free.
  if (const std::span<const double> row = stored_[cell.column.value]; !row.empty()) {
    value = row[static_cast<std::size_t>(cell.bin)];
    return true;
  }
  const PlanIndex::Maker& maker = index_.maker(cell.column);
  if (maker.parameter != nullptr) {
    const std::vector<double>& values = maker.parameter->values;
    value = values.size() == 1 ? values[0] : values[static_cast<std::size_t>(cell.bin)];
    return true;
  }
  const auto found = computed_.find(key(cell));
  if (found == computed_.end()) return false;
  value = found->second;
  return true;
}

double ColumnValues::known(const Cell& cell) const {
  double value = kAbsent;
  FT_CHECK(find(cell, value));
  return value;
}

double ColumnValues::known(const Operand& operand, std::int64_t bin) const {
  if (operand.is_immediate()) return operand.value;
  return known({operand.column, bin - operand.lag});
}

double ColumnValues::at(ColumnIndex column, std::int64_t bin) {
  const Cell asked{column, bin};
  double value = kAbsent;
  if (find(asked, value)) return value;
  // An explicit stack: expressions may be as deep as they are long, states reach back to bin 0.
  stack_.assign(1, asked);
  while (!stack_.empty()) {
    const Cell cell = stack_.back();
    if (find(cell, value)) {
      stack_.pop_back();
    } else if (!push_needs(cell)) {
      compute(cell);
      stack_.pop_back();
    }
  }
  return known(asked);
}

double ColumnValues::read(const Operand& operand, std::int64_t bin) {
  return operand.is_immediate() ? operand.value : at(operand.column, bin - operand.lag);
}

bool ColumnValues::push(const Cell& cell) {
  double ignored = 0;
  if (find(cell, ignored)) return false;
  stack_.push_back(cell);
  return true;
}

bool ColumnValues::push_needs(const Cell& cell) {
  const Op& op = *index_.maker(cell.column).op;
  bool missing = false;
  if (has_state(op) && cell.bin > 0) {
    const auto progress = progress_.find(index_.maker(cell.column).op_index);
    // Its state is at this bin only if the bin before was the last one computed.
    const bool ready = progress != progress_.end() && progress->second.next_bin == cell.bin;
    if (!ready) {
      stack_.push_back({cell.column, cell.bin - 1});
      return true;
    }
  }
  if (op.code == OpCode::kDelay) return push_delayed(cell, op);
  for (const Operand& operand : inputs_of(plan_, op)) {
    if (!operand.is_column()) continue;
    // A convolution reads many bins of one operand; its kernel would want them in a buffer.
    if (op.code != OpCode::kConv) {
      missing |= push({operand.column, cell.bin - operand.lag});
      continue;
    }
    const std::span<const double> taps = taps_of(plan_, op);
    const std::int64_t seen = std::min<std::int64_t>(op.tap_count, cell.bin + 1);
    for (std::int64_t j = eval::first_nonzero_tap(taps.data(), op.tap_count); j < seen; ++j) {
      missing |= push({operand.column, cell.bin - j});
    }
  }
  return missing;
}

// The lag first; it says which bin of x is wanted.
bool ColumnValues::push_delayed(const Cell& cell, const Op& op) {
  const Operand& lag = plan_.operands[op.first_input + 1];
  if (lag.is_column() && push({lag.column, cell.bin - lag.lag})) return true;
  const double back = eval::whole_lag(op, known(lag, cell.bin)).bins;
  if (is_absent(back)) return false;
  return push({plan_.operands[op.first_input].column, cell.bin - static_cast<std::int64_t>(back)});
}

void ColumnValues::compute_delayed(const Cell& cell, const Op& op) {
  const auto [back, clamped] =
      eval::whole_lag(op, known(plan_.operands[op.first_input + 1], cell.bin));
  const ColumnIndex x = plan_.operands[op.first_input].column;
  const std::int64_t from = cell.bin - static_cast<std::int64_t>(finite_or_zero(back));
  const double results[] = {is_absent(back) ? kAbsent : known({x, from}), clamped ? 1.0 : 0.0};
  for (std::uint32_t i = 0; i < op.output_count; ++i) {
    computed_[key({plan_.outputs[op.first_output + i], cell.bin})] = canonical(results[i]);
  }
}

double ColumnValues::convolve(const Op& op, std::int64_t bin) const {
  const Operand& x = plan_.operands[op.first_input];
  const std::span<const double> taps = taps_of(plan_, op);
  const std::int64_t seen = std::min<std::int64_t>(op.tap_count, bin + 1);
  double sum = 0;
  for (std::int64_t j = eval::first_nonzero_tap(taps.data(), op.tap_count); j < seen; ++j) {
    const double sample = x.is_column() ? known({x.column, bin - j}) : x.value;
    if (is_finite(sample)) sum += taps[static_cast<std::size_t>(j)] * sample;
  }
  return sum;
}

void ColumnValues::compute(const Cell& cell) {
  const PlanIndex::Maker& maker = index_.maker(cell.column);
  const Op& op = *maker.op;
  if (op.code == OpCode::kConv) {
    computed_[key(cell)] = canonical(convolve(op, cell.bin));
    return;
  }
  if (op.code == OpCode::kDelay) return compute_delayed(cell, op);
  std::vector<double> values;
  for (const Operand& operand : inputs_of(plan_, op)) values.push_back(known(operand, cell.bin));
  std::vector<eval::Input> inputs;
  for (const double& value : values) inputs.push_back({.at = &value});
  std::vector<double> results(op.output_count);
  std::vector<double*> outputs;
  for (double& result : results) outputs.push_back(&result);
  eval::Call call{.op = &op,
                  .in = inputs.data(),
                  .out = outputs.data(),
                  .taps = plan_.taps.data() + op.first_tap,
                  .first_bin = &cell.bin};
  if (has_state(op)) {
    Progress& progress = progress_[maker.op_index];
    if (progress.state.empty()) {
      progress.state.resize(eval::state_size(op));
      eval::initialise_state(op, progress.state.data());
    }
    // A state that skipped a bin would give wrong values without any sign of it.
    FT_CHECK(progress.next_bin == cell.bin);
    call.state = progress.state.data();
    call.cohorts = &progress.cohorts;
    progress.next_bin = cell.bin + 1;
  }
  eval::kernel_of(op.code, eval::portable_kernels())(call, 0, 1);
  for (std::uint32_t i = 0; i < op.output_count; ++i) {
    computed_[key({plan_.outputs[op.first_output + i], cell.bin})] = canonical(results[i]);
  }
}

}  // namespace flowtime
