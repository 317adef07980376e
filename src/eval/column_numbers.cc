#include "eval/column_numbers.h"

#include <bit>
#include <span>

namespace flowtime::eval {
namespace {

constexpr std::uint32_t kNowhere = 0xFFFFFFFF;

// Raw bytes: only equal bits give equal text. All parts of a key have a fixed length or say their
// length first, so that two keys are equal only where all parts are.
void put(std::string& key, std::uint64_t bits) {
  key.append(reinterpret_cast<const char*>(&bits), sizeof bits);
}
void put(std::string& key, double value) { put(key, std::bit_cast<std::uint64_t>(value)); }
void put(std::string& key, std::span<const double> values) {
  put(key, std::uint64_t{values.size()});
  key.append(reinterpret_cast<const char*>(values.data()), values.size_bytes());
}

// The ops of one step: what they read of each other goes by their place in the step, so that the
// members of a loop need no number to get one.
class StepKey {
 public:
  StepKey(const Plan& plan, const Step& step, const std::vector<std::uint32_t>& numbers)
      : plan_(plan), step_(step), numbers_(numbers) {
    for (std::uint32_t i = 0; i < step.op_count; ++i) {
      for (const ColumnIndex column : outputs(op(i))) inside_.push_back(column);
    }
  }
  std::string text() const {
    std::string key = "s";
    for (std::uint32_t i = 0; i < step_.op_count; ++i) add(key, op(i));
    return key;
  }
  const std::vector<ColumnIndex>& columns() const { return inside_; }

 private:
  const Op& op(std::uint32_t i) const { return plan_.op(plan_.order[step_.first_op + i]); }
  std::span<const ColumnIndex> outputs(const Op& op) const {
    return {plan_.outputs.data() + op.first_output, op.output_count};
  }
  void add(std::string& key, const Op& op) const {
    put(key, static_cast<std::uint64_t>(op.code) | std::uint64_t{op.input_count} << 16);
    put(key, static_cast<std::uint64_t>(op.integer));
    put(key, static_cast<std::uint64_t>(op.phase));
    put(key, op.number);
    put(key, op.stream);
    put(key, std::span(plan_.taps.data() + op.first_tap, op.tap_count));
    for (std::uint32_t i = 0; i < op.input_count; ++i) {
      add(key, plan_.operands[op.first_input + i]);
    }
    put(key, std::uint64_t{op.output_count});
    for (const ColumnIndex column : outputs(op)) {
      put(key, plan_.columns[column.value].before_first_bin);
    }
  }
  void add(std::string& key, const Operand& operand) const {
    if (operand.is_immediate()) {
      key += 'i';
      put(key, operand.value);
      return;
    }
    for (std::size_t i = 0; i < inside_.size(); ++i) {
      if (inside_[i] != operand.column) continue;
      key += 'l';
      return put(key, std::uint64_t{i} << 32 | operand.lag);
    }
    key += 'c';
    put(key, std::uint64_t{numbers_[operand.column.value]} << 32 | operand.lag);
  }

  const Plan& plan_;
  const Step& step_;
  const std::vector<std::uint32_t>& numbers_;
  std::vector<ColumnIndex> inside_;
};

}  // namespace

std::uint32_t ColumnNumbers::number(std::string key) {
  return known_.try_emplace(std::move(key), static_cast<std::uint32_t>(known_.size()))
      .first->second;
}

std::vector<std::uint32_t> ColumnNumbers::of(const Plan& plan,
                                             const std::vector<std::vector<double>>& values) {
  std::vector<std::uint32_t> numbers(plan.columns.size(), kNowhere);
  for (std::size_t i = 0; i < plan.parameters.size(); ++i) {
    const ColumnIndex column = plan.parameters[i].column;
    std::string key = "p";
    put(key, plan.columns[column.value].before_first_bin);
    put(key, values[i]);
    numbers[column.value] = number(std::move(key));
  }
  for (const Step& step : plan.steps) {
    const StepKey made(plan, step, numbers);
    const std::string key = made.text();
    for (std::size_t i = 0; i < made.columns().size(); ++i) {
      numbers[made.columns()[i].value] = number(key + "#" + std::to_string(i));
    }
  }
  return numbers;
}

}  // namespace flowtime::eval
