// The plan is changed in place of the model: what comes from outside is followed back through the
// ops to inputs (columns that depend on no flow). A parameter or number is multiplied where it
// stands; a column that an op makes gets one more op behind it, which multiplies by the factor.
#include "figures/scaled_arrivals.h"

#include <algorithm>
#include <unordered_set>

#include "judge/echoes.h"
#include "judge/external_arrivals.h"
#include "trace/plan_index.h"

namespace flowtime::figures {
namespace {

using checks::exists;

// Columns that some node passed on, kept or lost: what depends on one of them is no input.
std::vector<ColumnIndex> flows_of(const judge::JudgedRun& run) {
  std::vector<ColumnIndex> flows;
  const auto add = [&](SeriesIndex series) {
    if (exists(series)) flows.push_back(run.plan.series_columns[series.value]);
  };
  for (std::size_t i = 0; i < run.model.topology.nodes.size(); ++i) {
    const checks::NodeSeries& series = run.series.of(i);
    add(series.served_effective);
    for (const Role role : {Role::kServed, Role::kErrors, Role::kFailures, Role::kAttempts,
                            Role::kExhaustedFailures, Role::kRetryEcho, Role::kQueueDepth}) {
      add(series[role]);
    }
  }
  return flows;
}

}  // namespace

// From the arrivals of a node to the columns that are inputs.
struct ScaledArrivals::Walk {
  const Plan& plan;
  PlanIndex index;
  std::vector<std::uint8_t> is_flow;  // by column
  std::unordered_set<std::uint32_t> seen{};
  std::vector<ColumnIndex> inputs{};
  std::vector<std::size_t> numbers{};  // operands

  explicit Walk(const judge::JudgedRun& run)
      : plan(run.plan), index(run.plan), is_flow(columns_after(run.plan, flows_of(run))) {}

  bool is_input(const Operand& operand) const {
    return operand.is_column() && is_flow[operand.column.value] == 0;
  }
  void visit(ColumnIndex column) {
    if (!seen.insert(column.value).second) return;
    if (is_flow[column.value] == 0) return inputs.push_back(column);
    const Op* op = index.maker(column).op;
    if (op != nullptr) visit_operands(*op);
  }
  void visit_operands(const Op& op) {
    const auto* first = plan.operands.data() + op.first_input;
    // Of a product the input is the quantity, what depends on flows its rate.
    // visitors x share: the share follows the flow and must not be scaled as well.
    const bool has_quantity =
        op.code == OpCode::kMultiply && (is_input(first[0]) || is_input(first[1]));
    for (std::size_t i = op.first_input; i < op.first_input + op.input_count; ++i) {
      const Operand& operand = plan.operands[i];
      // In a + 5 the 5 comes from outside too; in a x 5 it is a rate.
      if (operand.is_immediate()) {
        if (op.code == OpCode::kAdd) visit_number(i);
        continue;
      }
      if (!is_input(operand) && (has_quantity || operand.lag > 0)) continue;
      // A divisor is a rate: scaling it would undo the scaling of the dividend.
      if (op.code == OpCode::kDivide && i > op.first_input) continue;
      visit(operand.column);
    }
  }
  void visit_number(std::size_t place) {
    const Operand& operand = plan.operands[place];
    if (operand.named) return visit(operand.column);
    numbers.push_back(place);
  }
};

ScaledArrivals::ScaledArrivals(const judge::JudgedRun& run) : plan_(run.plan) {
  Walk walk(run);
  const judge::Echoes echoes(run, walk.index);
  for (const judge::ExternalArrivals& from : judge::external_arrivals(run, echoes)) {
    for (const judge::Echo& echo : from.echoes) {
      // What was sent again follows from the flow; marked as seen, it is never scaled.
      if (echo.operand.lag == 0) walk.seen.insert(echo.operand.column.value);
    }
    walk.visit(run.plan.series_columns[from.series.value]);
  }
  for (const std::size_t place : walk.numbers) {
    numbers_.push_back({place, {plan_.operands[place].value}});
  }
  for (const ColumnIndex column : walk.inputs) scale(column);
}

void ScaledArrivals::scale(ColumnIndex column) {
  for (std::size_t i = 0; i < plan_.operands.size(); ++i) {
    const Operand& operand = plan_.operands[i];
    // A constant series was folded into its readers when the model was compiled.
    const bool folded = operand.is_immediate() && operand.named && operand.column == column;
    if (folded) numbers_.push_back({i, {operand.value}});
  }
  for (std::size_t i = 0; i < plan_.parameters.size(); ++i) {
    if (plan_.parameters[i].column != column) continue;
    parameters_.push_back({i, plan_.parameters[i].values});
    return;
  }
  scale_made(column);
}

std::size_t ScaledArrivals::step_of(std::uint32_t op) const {
  for (std::size_t s = 0; s < plan_.steps.size(); ++s) {
    const Step& step = plan_.steps[s];
    for (std::uint32_t i = 0; i < step.op_count; ++i) {
      if (plan_.order[step.first_op + i].value == op) return s;
    }
  }
  return plan_.steps.size();
}

// One more op behind the step that makes the column: a column of its own that everybody else reads.
void ScaledArrivals::scale_made(ColumnIndex column) {
  const PlanIndex index(plan_);
  const std::size_t after = step_of(index.maker(column).op_index);
  const Step maker = plan_.steps[after];
  const auto made = static_cast<std::uint32_t>(plan_.columns.size());
  Column scaled = plan_.columns[column.value];
  scaled.name += " x factor";
  scaled.buffer = plan_.buffer_count++;
  plan_.columns.push_back(std::move(scaled));
  std::unordered_set<std::uint32_t> own;  // ops of the step
  for (std::uint32_t i = 0; i < maker.op_count; ++i) {
    own.insert(plan_.order[maker.first_op + i].value);
  }
  for (std::uint32_t o = 0; o < plan_.ops.size(); ++o) {
    if (own.contains(o)) continue;
    for (std::uint32_t i = 0; i < plan_.ops[o].input_count; ++i) {
      Operand& read = plan_.operands[plan_.ops[o].first_input + i];
      if (read.is_column() && read.column == column) read.column = {made};
    }
  }
  for (ColumnIndex& published : plan_.series_columns) {
    if (published == column) published = {made};
  }
  const auto first_input = static_cast<std::uint32_t>(plan_.operands.size());
  plan_.operands.push_back(Operand::of(column));
  factors_.push_back(plan_.operands.size());
  plan_.operands.push_back(Operand::immediate(1));
  const auto first_output = static_cast<std::uint32_t>(plan_.outputs.size());
  plan_.outputs.push_back({made});
  const auto op = static_cast<std::uint32_t>(plan_.ops.size());
  plan_.ops.push_back({.code = OpCode::kMultiply,
                       .first_input = first_input,
                       .input_count = 2,
                       .first_output = first_output,
                       .output_count = 1});
  const std::uint32_t place = maker.first_op + maker.op_count;
  plan_.order.insert(plan_.order.begin() + place, OpIndex{op});
  // The new op shifts all later places in `order`.
  for (Step& step : plan_.steps) step.first_op += step.first_op >= place ? 1 : 0;
  plan_.steps.insert(plan_.steps.begin() + static_cast<std::ptrdiff_t>(after) + 1,
                     Step{.kind = Step::Kind::kMap, .first_op = place, .op_count = 1});
}

const Plan& ScaledArrivals::with(double factor) {
  for (const Scaled& number : numbers_) {
    plan_.operands[number.place].value = factor * number.values.front();
  }
  for (const std::size_t place : factors_) plan_.operands[place].value = factor;
  for (const Scaled& parameter : parameters_) {
    std::vector<double>& values = plan_.parameters[parameter.place].values;
    for (std::size_t i = 0; i < values.size(); ++i) values[i] = factor * parameter.values[i];
  }
  return plan_;
}

}  // namespace flowtime::figures
