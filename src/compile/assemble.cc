#include "compile/assemble.h"

#include <algorithm>

namespace flowtime::compile_detail {
namespace {

// Copies ops into the plan's pools in evaluation order.
class Assembler {
 public:
  Assembler(Draft&& draft, const Ordered& ordered, std::int64_t bins,
            const std::vector<ColumnIndex>& published)
      : draft_(draft), column_of_(draft.columns.size(), kNoOp) {
    plan.bins = bins;
    reserve(ordered);
    for (const ColumnIndex column : published) plan.columns[map(column).value].stored = true;
    for (const Component& component : ordered.components) add_step(ordered, component);
    add_parameters();
    name_constants();
    clip_history();
    share_buffers();
  }
  ColumnIndex map(ColumnIndex column) {
    std::uint32_t& index = column_of_[column.value];
    if (index == kNoOp) {
      index = static_cast<std::uint32_t>(plan.columns.size());
      plan.columns.push_back(std::move(draft_.columns[column.value]));
      if (draft_.is_temporary[column.value] != 0)
        plan.columns.back().name = "t" + std::to_string(temporaries_++);
    }
    return {index};
  }
  Plan plan;

 private:
  void reserve(const Ordered& ordered) {
    plan.ops.reserve(ordered.ops.size());
    plan.order.reserve(ordered.ops.size());
    plan.outputs.reserve(ordered.ops.size());
    plan.steps.reserve(ordered.components.size());
    plan.columns.reserve(draft_.columns.size());
  }
  Operand map(const Op& op, std::size_t index, Operand operand) {
    if (!operand.is_column()) return operand;
    const std::uint32_t deepest = deepest_lag(op, index, operand);
    operand.column = map(operand.column);
    // A read as far back as the grid is long sees nothing but what was before bin 0.
    operand.lag = std::min(operand.lag, static_cast<std::uint32_t>(plan.bins));
    std::uint32_t& history = plan.columns[operand.column.value].history;
    history = std::max(history, deepest);
    return operand;
  }
  void add_op(const Op& source) {
    Op op = source;
    op.first_input = size(plan.operands);
    op.first_output = size(plan.outputs);
    op.first_tap = size(plan.taps);
    for (std::size_t i = 0; i < source.input_count; ++i) {
      plan.operands.push_back(map(source, i, draft_.inputs(source)[i]));
    }
    for (const ColumnIndex output : draft_.outputs(source)) plan.outputs.push_back(map(output));
    const std::span<const double> taps = draft_.taps(source);
    plan.taps.insert(plan.taps.end(), taps.begin(), taps.end());
    plan.order.push_back({size(plan.ops)});
    plan.ops.push_back(op);
  }
  void add_step(const Ordered& ordered, const Component& component) {
    plan.steps.push_back({.kind = component.loop ? Step::Kind::kLoop : Step::Kind::kMap,
                          .first_op = size(plan.order),
                          .op_count = component.count,
                          .block = component.block});
    for (const std::uint32_t op : ordered.members(component)) add_op(draft_.ops[op]);
  }
  void add_parameters() {
    for (Parameter& parameter : draft_.parameters) {
      if (column_of_[parameter.column.value] == kNoOp) continue;
      plan.parameters.push_back(std::move(parameter));
      plan.parameters.back().column = map(plan.parameters.back().column);
    }
  }
  // A constant that nothing published holds is a number like any other.
  void name_constants() {
    for (Operand& operand : plan.operands) {
      if (!operand.named) continue;
      const std::uint32_t column = column_of_[operand.column.value];
      operand.named = column != kNoOp;
      operand.column = {operand.named ? column : 0};
    }
  }
  void clip_history() {
    const auto longest = static_cast<std::uint32_t>(plan.bins);
    for (Column& column : plan.columns) column.history = std::min(column.history, longest);
  }

  bool keeps_buffer(std::uint32_t column) const {
    return plan.columns[column].stored || plan.columns[column].history > 0 || is_parameter_[column];
  }
  // A column belongs to the list of the step that reads it last; the lists are threaded through
  // next_dying, so that no step needs a container. Outputs take their buffers before those of
  // inputs that die in the same step are freed: a kernel never writes what it still reads.
  // A temporary's buffer is free again after the last step that reads it.
  void share_buffers() {
    is_parameter_.assign(plan.columns.size(), 0);
    for (const Parameter& parameter : plan.parameters) is_parameter_[parameter.column.value] = 1;
    std::vector<std::uint32_t> last_step(plan.columns.size(), 0);
    for_each_operand([&](std::uint32_t step, std::uint32_t column) { last_step[column] = step; });
    for (std::uint32_t c = 0; c < plan.columns.size(); ++c) {
      if (keeps_buffer(c)) plan.columns[c].buffer = plan.buffer_count++;
    }
    std::vector<std::uint32_t> first_dying(plan.steps.size(), kNoOp);  // by step; a list
    std::vector<std::uint32_t> next_dying(plan.columns.size(), kNoOp);
    std::vector<std::uint32_t> free;
    for (std::uint32_t s = 0; s < plan.steps.size(); ++s) {
      for_each_output(s, [&](std::uint32_t column) {
        if (keeps_buffer(column)) return;
        if (free.empty()) free.push_back(plan.buffer_count++);
        plan.columns[column].buffer = free.back();
        free.pop_back();
        // An output that nothing reads dies in the step that makes it.
        const std::uint32_t last = std::max(s, last_step[column]);
        next_dying[column] = first_dying[last];
        first_dying[last] = column;
      });
      for (std::uint32_t c = first_dying[s]; c != kNoOp; c = next_dying[c]) {
        free.push_back(plan.columns[c].buffer);
      }
    }
  }
  template <class F>
  void for_each_output(std::uint32_t step, F f) const {
    for (std::uint32_t i = 0; i < plan.steps[step].op_count; ++i) {
      const Op& op = plan.op(plan.order[plan.steps[step].first_op + i]);
      for (std::uint32_t o = 0; o < op.output_count; ++o)
        f(plan.outputs[op.first_output + o].value);
    }
  }
  template <class F>
  void for_each_operand(F f) const {
    for (std::uint32_t s = 0; s < plan.steps.size(); ++s) {
      for (std::uint32_t i = 0; i < plan.steps[s].op_count; ++i) {
        const Op& op = plan.op(plan.order[plan.steps[s].first_op + i]);
        for (std::uint32_t k = 0; k < op.input_count; ++k) {
          const Operand& operand = plan.operands[op.first_input + k];
          if (operand.is_column()) f(s, operand.column.value);
        }
      }
    }
  }
  template <class C>
  static std::uint32_t size(const C& container) {
    return static_cast<std::uint32_t>(container.size());
  }

  Draft& draft_;
  std::vector<std::uint32_t> column_of_;
  std::vector<std::uint8_t> is_parameter_;
  std::uint32_t temporaries_ = 0;
};

}  // namespace

Plan assemble(Draft&& draft, const Ordered& ordered, std::int64_t bins,
              const std::vector<ColumnIndex>& published) {
  Assembler assembler(std::move(draft), ordered, bins, published);
  for (const ColumnIndex column : published) {
    assembler.plan.series_columns.push_back(assembler.map(column));
  }
  return std::move(assembler.plan);
}

}  // namespace flowtime::compile_detail
