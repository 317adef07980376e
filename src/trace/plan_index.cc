#include "trace/plan_index.h"

#include "eval/kernel.h"

namespace flowtime {

PlanIndex::PlanIndex(const Plan& plan)
    : makers_(plan.columns.size()), series_(plan.columns.size()) {
  // Parameters have the smallest ranks: everything may read them.
  for (const Parameter& parameter : plan.parameters) {
    Maker& maker = makers_[parameter.column.value];
    maker.parameter = &parameter;
    maker.rank = static_cast<std::uint32_t>(by_rank_.size());
    by_rank_.push_back(parameter.column);
  }
  for (const OpIndex index : plan.order) {
    const Op& op = plan.op(index);
    for (std::uint32_t i = 0; i < op.output_count; ++i) {
      const ColumnIndex column = plan.outputs[op.first_output + i];
      makers_[column.value] = {.op = &op,
                               .output = i,
                               .op_index = index.value,
                               .rank = static_cast<std::uint32_t>(by_rank_.size())};
      by_rank_.push_back(column);
    }
  }
  for (std::uint32_t s = 0; s < plan.series_columns.size(); ++s) {
    std::optional<SeriesIndex>& series = series_[plan.series_columns[s].value];
    // Equal series share a column; the first one published gives the name.
    if (!series) series = SeriesIndex{s};
  }
}

std::vector<std::uint8_t> columns_after(const Plan& plan, const std::vector<ColumnIndex>& from) {
  std::vector<std::uint8_t> after(plan.columns.size(), 0);
  for (const ColumnIndex column : from) after[column.value] = 1;
  const auto depends = [&](const Op& op) {
    for (std::uint32_t i = 0; i < op.input_count; ++i) {
      const Operand& input = plan.operands[op.first_input + i];
      if (input.is_column() && after[input.column.value] != 0) return true;
    }
    return false;
  };
  // Once in the order of evaluation, and again for what is read from earlier bins.
  for (bool grew = true; grew;) {
    grew = false;
    for (const OpIndex index : plan.order) {
      const Op& op = plan.op(index);
      if (!depends(op)) continue;
      for (std::uint32_t i = 0; i < op.output_count; ++i) {
        std::uint8_t& mark = after[plan.outputs[op.first_output + i].value];
        grew = grew || mark == 0;
        mark = 1;
      }
    }
  }
  return after;
}

bool has_state(const Op& op) { return eval::state_size(op) > 0; }

}  // namespace flowtime
