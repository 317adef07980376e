#include "eval/live_values.h"

#include <algorithm>
#include <cstring>
#include <unordered_map>
#include <utility>

#include "eval/column_numbers.h"

namespace flowtime {
namespace {

using eval::Evaluator;

constexpr std::uint32_t kNowhere = 0xFFFFFFFF;
// Of a block besides its values: two allocations.
constexpr std::int64_t kBlockBytes = 96;

std::int64_t block_bytes(const Plan& plan, const Column& column) {
  return (plan.bins + column.history) * static_cast<std::int64_t>(sizeof(double)) + kBlockBytes;
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

// The columns of a plan by their numbers. Each is given away once, so that no two columns of the
// next plan have the same memory.
class NumberedColumns {
 public:
  explicit NumberedColumns(const std::vector<std::uint32_t>& numbers)
      : next_(numbers.size(), kNowhere) {
    for (std::uint32_t i = static_cast<std::uint32_t>(numbers.size()); i-- > 0;) {
      const auto [found, is_new] = last_.try_emplace(numbers[i], i);
      if (is_new) continue;
      next_[i] = found->second;
      found->second = i;
    }
  }
  bool has(std::uint32_t number) const { return last_.count(number) > 0; }
  // The next one of this number; the last of them again and again.
  std::uint32_t take(std::uint32_t number) {
    std::uint32_t& at = last_.at(number);
    return next_[at] == kNowhere ? at : std::exchange(at, next_[at]);
  }

 private:
  std::vector<std::uint32_t> next_;
  std::unordered_map<std::uint32_t, std::uint32_t> last_;
};

}  // namespace

std::int64_t LiveValues::bytes_for(const Plan& plan) {
  std::int64_t bytes = 0;
  for (const Column& column : plan.columns) bytes += block_bytes(plan, column);
  return bytes;
}

std::int64_t LiveValues::bytes_of(std::span<const ColumnIndex> columns) const {
  std::int64_t bytes = 0;
  for (const ColumnIndex column : columns) {
    bytes += block_bytes(*plan_, plan_->columns[column.value]);
  }
  return bytes;
}

LiveValues::LiveValues(std::shared_ptr<const Plan> plan, std::span<const ParameterOverride> values)
    : plan_(std::move(plan)),
      values_(values_of(*plan_, values)),
      marked_(plan_->steps.size(), 1),
      readers_(readers_of(*plan_)) {}

std::unique_ptr<LiveValues> LiveValues::open(std::shared_ptr<const Plan> plan,
                                             std::span<const ParameterOverride> values,
                                             const LiveValues* before, StopToken* stop,
                                             const std::function<bool(std::int64_t)>& may_take) {
  std::unique_ptr<LiveValues> made(new LiveValues(std::move(plan), values));
  std::vector<std::uint32_t> from(made->plan_->columns.size(), kNowhere);
  const bool fits =
      before != nullptr && before->plan_->bins == made->plan_->bins && before->is_whole();
  if (fits) from = made->take_over(*before);
  const std::vector<ColumnIndex> own = made->share_columns(before, from);
  if (may_take && !may_take(made->bytes_of(own))) return nullptr;
  made->make_columns(before, from, own);
  if (made->run(stop) == Outcome::kStopped) return nullptr;
  return made;
}

bool LiveValues::is_whole() const {
  return std::none_of(marked_.begin(), marked_.end(), [](std::uint8_t mark) { return mark != 0; });
}

std::vector<std::uint32_t> LiveValues::take_over(const LiveValues& before) {
  eval::ColumnNumbers numbers;
  NumberedColumns theirs(numbers.of(*before.plan_, before.values_));
  const auto ours = numbers.of(*plan_, values_);
  std::vector<std::uint32_t> from(ours.size(), kNowhere);
  const auto take = [&](ColumnIndex column) {
    from[column.value] = theirs.take(ours[column.value]);
  };
  for (const Parameter& parameter : plan_->parameters) {
    if (theirs.has(ours[parameter.column.value])) take(parameter.column);
  }
  for (std::size_t s = 0; s < plan_->steps.size(); ++s) {
    bool known = true;
    each_output(*plan_, plan_->steps[s],
                [&](ColumnIndex column) { known = known && theirs.has(ours[column.value]); });
    if (!known) continue;
    each_output(*plan_, plan_->steps[s], take);
    marked_[s] = 0;
  }
  return from;
}

LiveValues::Block LiveValues::new_block(ColumnIndex column) const {
  const std::uint32_t history = plan_->columns[column.value].history;
  const auto values = static_cast<std::size_t>(history + plan_->bins);
  return {std::make_shared<ValueMemory>(values), history};
}

std::vector<double*> LiveValues::starts() const {
  std::vector<double*> starts;
  starts.reserve(blocks_.size());
  for (const Block& block : blocks_) starts.push_back(block.bins());
  return starts;
}

// What is taken over is shared. It is copied where it has too little history for this plan, where
// another column has it already, and where it is published now and its absent values are not
// canonical yet.
std::vector<ColumnIndex> LiveValues::share_columns(const LiveValues* before,
                                                   const std::vector<std::uint32_t>& from) {
  std::vector<ColumnIndex> own;
  std::vector<std::uint8_t> is_given(before == nullptr ? 0 : before->blocks_.size(), 0);
  blocks_.resize(from.size());
  for (std::uint32_t i = 0; i < from.size(); ++i) {
    const Column& column = plan_->columns[i];
    const bool is_shared = from[i] != kNowhere && is_given[from[i]] == 0 &&
                           before->blocks_[from[i]].history >= column.history &&
                           (!column.stored || before->plan_->columns[from[i]].stored);
    if (!is_shared) {
      own.push_back({i});
      continue;
    }
    is_given[from[i]] = 1;
    blocks_[i] = before->blocks_[from[i]];
  }
  return own;
}

void LiveValues::make_columns(const LiveValues* before, const std::vector<std::uint32_t>& from,
                              std::span<const ColumnIndex> own) {
  for (const ColumnIndex column : own) blocks_[column.value] = new_block(column);
  evaluator_ = std::make_unique<Evaluator>(*plan_, starts());
  for (std::uint32_t i = 0; i < from.size(); ++i) {
    if (from[i] == kNowhere || !plan_->columns[i].stored) continue;
    evaluator_->set_finiteness({i}, before->evaluator_->finiteness({from[i]}));
  }
  for (const ColumnIndex column : own) {
    const std::uint32_t source = from[column.value];
    if (source == kNowhere) continue;
    std::copy_n(before->blocks_[source].bins(), plan_->bins, blocks_[column.value].bins());
    if (plan_->columns[column.value].stored) evaluator_->note_column(column);
  }
  for (std::uint32_t i = 0; i < values_.size(); ++i) {
    if (from[plan_->parameters[i].column.value] != kNowhere) continue;
    evaluator_->set_parameter({i}, values_[i]);
  }
}

bool LiveValues::make_own(ColumnIndex column) {
  Block& block = blocks_[column.value];
  if (block.values.use_count() == 1) return false;
  block = new_block(column);
  return true;
}

std::size_t LiveValues::shared_columns() const {
  return static_cast<std::size_t>(
      std::count_if(blocks_.begin(), blocks_.end(),
                    [](const Block& block) { return block.values.use_count() > 1; }));
}

void LiveValues::mark_downstream(ColumnIndex column) {
  for (const std::uint32_t step : readers_[column.value]) marked_[step] = 1;
}

Outcome LiveValues::set(std::span<const ParameterOverride> values, StopToken* stop) {
  // First what each parameter is to have, then the changes: one that is not named goes back to the
  // plan's values, and one named twice changes once.
  std::vector<const std::vector<double>*> wanted;
  for (const Parameter& parameter : plan_->parameters) wanted.push_back(&parameter.values);
  for (const ParameterOverride& one : values) wanted[one.parameter.value] = &one.values;
  std::vector<std::uint32_t> changed;
  bool moved = false;
  for (std::uint32_t i = 0; i < wanted.size(); ++i) {
    if (same_bits(values_[i], *wanted[i])) continue;
    changed.push_back(i);
    moved = make_own(plan_->parameters[i].column) || moved;
  }
  if (moved) evaluator_->move_columns(starts());
  for (const std::uint32_t i : changed) {
    values_[i] = *wanted[i];
    evaluator_->set_parameter({i}, values_[i]);
    mark_downstream(plan_->parameters[i].column);
  }
  return run(stop);
}

// Steps stand in dependency order, so one pass finds all that is downstream.
Outcome LiveValues::run(StopToken* stop) {
  evaluated_ops_ = 0;
  bool moved = false;
  for (std::size_t s = 0; s < plan_->steps.size(); ++s) {
    if (marked_[s] == 0) continue;
    evaluated_ops_ += plan_->steps[s].op_count;
    each_output(*plan_, plan_->steps[s], [&](ColumnIndex column) {
      mark_downstream(column);
      moved = make_own(column) || moved;
    });
  }
  if (moved) evaluator_->move_columns(starts());
  // Some steps have bins of this call and bins of the last one: nothing can be kept.
  if (!evaluator_->run_marked(marked_, stop)) {
    std::fill(marked_.begin(), marked_.end(), std::uint8_t{1});
    return Outcome::kStopped;
  }
  std::fill(marked_.begin(), marked_.end(), std::uint8_t{0});
  return Outcome::kFinished;
}

std::span<const double> LiveValues::row(SeriesIndex series) const {
  const ColumnIndex column = plan_->series_columns[series.value];
  return {blocks_[column.value].bins(), static_cast<std::size_t>(plan_->bins)};
}

SeriesTile LiveValues::tile() const {
  return {.first_bin = 0,
          .bins = plan_->bins,
          .series = evaluator_->series(),
          .all_finite = evaluator_->all_finite()};
}

}  // namespace flowtime
