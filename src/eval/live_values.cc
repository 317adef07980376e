#include "eval/live_values.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "eval/column_numbers.h"

namespace flowtime {
namespace {

using eval::Evaluator;

// Columns that share a buffer would overwrite each other.
// Memory for speed: each column can be read, and evaluated again, by itself.
Plan unshared(const Plan& plan) {
  Plan own = plan;
  for (std::uint32_t i = 0; i < own.columns.size(); ++i) own.columns[i].buffer = i;
  own.buffer_count = static_cast<std::uint32_t>(own.columns.size());
  return own;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

std::vector<std::vector<double>> values_of(const Plan& plan,
                                           std::span<const ParameterOverride> overrides) {
  std::vector<std::vector<double>> values;
  values.reserve(plan.parameters.size());
  for (const Parameter& parameter : plan.parameters) values.push_back(parameter.values);
  for (const ParameterOverride& one : overrides) values[one.parameter.value] = one.values;
  return values;
}

std::vector<std::vector<std::uint32_t>> readers_of(const Plan& plan) {
  std::vector<std::vector<std::uint32_t>> readers(plan.columns.size());
  for (std::uint32_t s = 0; s < plan.steps.size(); ++s) {
    const Step& step = plan.steps[s];
    for (std::uint32_t i = 0; i < step.op_count; ++i) {
      const Op& op = plan.op(plan.order[step.first_op + i]);
      for (std::uint32_t o = 0; o < op.input_count; ++o) {
        const Operand& operand = plan.operands[op.first_input + o];
        if (!operand.is_column()) continue;
        std::vector<std::uint32_t>& of = readers[operand.column.value];
        if (of.empty() || of.back() != s) of.push_back(s);
      }
    }
  }
  return readers;
}

template <class Visit>
void each_output(const Plan& plan, const Step& step, const Visit& visit) {
  for (std::uint32_t i = 0; i < step.op_count; ++i) {
    const Op& op = plan.op(plan.order[step.first_op + i]);
    for (std::uint32_t o = 0; o < op.output_count; ++o) visit(plan.outputs[op.first_output + o]);
  }
}

}  // namespace

std::int64_t LiveValues::bytes_for(const Plan& plan) {
  std::int64_t cells = 0;
  for (const Column& column : plan.columns) cells += plan.bins + column.history + 8;
  return cells * static_cast<std::int64_t>(sizeof(double));
}

LiveValues::LiveValues(std::shared_ptr<const Plan> plan, std::span<const ParameterOverride> values)
    : plan_(std::move(plan)),
      own_(unshared(*plan_)),
      values_(values_of(own_, values)),
      evaluator_(std::make_unique<Evaluator>(own_, std::span<const LaneParameters>(),
                                             EvaluateOptions{.tile_bins = own_.bins})),
      marked_(own_.steps.size(), 1),
      readers_(readers_of(own_)) {
  for (std::uint32_t i = 0; i < values_.size(); ++i) evaluator_->set_parameter({i}, values_[i]);
}

std::unique_ptr<LiveValues> LiveValues::open(std::shared_ptr<const Plan> plan,
                                             std::span<const ParameterOverride> values,
                                             const LiveValues* before, StopToken* stop) {
  std::unique_ptr<LiveValues> made(new LiveValues(std::move(plan), values));
  if (before != nullptr && before->own_.bins == made->own_.bins) made->take_over(*before);
  if (made->run(stop) == Outcome::kStopped) return nullptr;
  return made;
}

// A step is taken over as a whole: its ops write to one another's columns, and half a step cannot
// be evaluated.
void LiveValues::take_over(const LiveValues& before) {
  const bool is_whole = std::none_of(before.marked_.begin(), before.marked_.end(),
                                     [](std::uint8_t mark) { return mark != 0; });
  if (!is_whole) return;
  eval::ColumnNumbers numbers;
  const auto theirs = numbers.of(before.own_, before.values_);
  const auto ours = numbers.of(own_, values_);
  std::unordered_map<std::uint32_t, std::uint32_t> column_of;
  for (std::uint32_t i = 0; i < theirs.size(); ++i) column_of.try_emplace(theirs[i], i);
  for (std::size_t s = 0; s < own_.steps.size(); ++s) {
    bool known = true;
    each_output(own_, own_.steps[s], [&](ColumnIndex column) {
      known = known && column_of.count(ours[column.value]) > 0;
    });
    if (!known) continue;
    each_output(own_, own_.steps[s], [&](ColumnIndex column) {
      const auto from = before.evaluator_->column({column_of.at(ours[column.value])});
      std::copy(from.begin(), from.end(), evaluator_->column(column).begin());
      if (own_.columns[column.value].stored) evaluator_->note_column(column);
    });
    marked_[s] = 0;
  }
}

bool LiveValues::change(std::size_t parameter, const std::vector<double>& values) {
  if (same_bits(values_[parameter], values)) return false;
  values_[parameter] = values;
  const ParameterIndex index{static_cast<std::uint32_t>(parameter)};
  evaluator_->set_parameter(index, values_[parameter]);
  return true;
}

void LiveValues::mark_downstream(ColumnIndex column) {
  for (const std::uint32_t step : readers_[column.value]) marked_[step] = 1;
}

Outcome LiveValues::set(std::span<const ParameterOverride> values, StopToken* stop) {
  // First what each parameter is to have, then the changes: one that is not named goes back to the
  // plan's values, and one named twice changes once.
  std::vector<const std::vector<double>*> wanted;
  for (const Parameter& parameter : own_.parameters) wanted.push_back(&parameter.values);
  for (const ParameterOverride& one : values) wanted[one.parameter.value] = &one.values;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (change(i, *wanted[i])) mark_downstream(own_.parameters[i].column);
  }
  return run(stop);
}

// Steps stand in dependency order, so one pass finds all that is downstream.
Outcome LiveValues::run(StopToken* stop) {
  evaluated_ops_ = 0;
  for (std::size_t s = 0; s < own_.steps.size(); ++s) {
    if (marked_[s] == 0) continue;
    evaluated_ops_ += own_.steps[s].op_count;
    each_output(own_, own_.steps[s], [&](ColumnIndex column) { mark_downstream(column); });
  }
  // Some steps have bins of this call and bins of the last one: nothing can be kept.
  if (!evaluator_->run_marked(marked_, stop)) {
    std::fill(marked_.begin(), marked_.end(), std::uint8_t{1});
    return Outcome::kStopped;
  }
  std::fill(marked_.begin(), marked_.end(), std::uint8_t{0});
  return Outcome::kFinished;
}

std::span<const double> LiveValues::row(SeriesIndex series) const {
  return evaluator_->column(own_.series_columns[series.value]);
}

SeriesTile LiveValues::tile() const {
  return {.first_bin = 0,
          .bins = own_.bins,
          .series = evaluator_->series(),
          .all_finite = evaluator_->all_finite()};
}

}  // namespace flowtime
