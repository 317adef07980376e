#include "trace/plan_index.h"

#include "eval/kernel.h"

namespace flowtime {

PlanIndex::PlanIndex(const Plan& plan)
    : makers_(plan.columns.size()), series_(plan.columns.size()) {
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
    if (!series) series = SeriesIndex{s};
  }
}

bool has_state(const Op& op) { return eval::state_size(op) > 0; }

}  // namespace flowtime
