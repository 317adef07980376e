#include "pipeline/measured_inputs.h"

namespace flowtime {
namespace {

// Which measured totals a column is made from.
class MeasuredSources {
 public:
  MeasuredSources(const Plan& plan, const std::set<std::string>& totals)
      : plan_(plan), maker_(plan.columns.size(), kNone), total_(plan.columns.size()) {
    for (std::uint32_t op = 0; op < plan.ops.size(); ++op) {
      for (std::uint32_t i = 0; i < plan.ops[op].output_count; ++i) {
        maker_[plan.outputs[plan.ops[op].first_output + i].value] = op;
      }
    }
    for (const Parameter& parameter : plan.parameters) {
      const std::string total = measured_total(parameter.name);
      if (totals.count(total) > 0) total_[parameter.column.value] = total;
    }
  }
  std::set<std::string> of(ColumnIndex column) const {
    std::set<std::string> found;
    std::vector<std::uint8_t> seen(plan_.columns.size(), 0);
    std::vector<std::uint32_t> pending{column.value};
    while (!pending.empty()) {
      const std::uint32_t at = pending.back();
      pending.pop_back();
      // Feedback loops lead back here; each column is looked at once.
      if (seen[at]++ != 0) continue;
      // Goes on behind it as well: with_computed computes the total from other measured ones.
      if (!total_[at].empty()) found.insert(total_[at]);
      if (maker_[at] != kNone) add_inputs(plan_.ops[maker_[at]], pending);
    }
    return found;
  }

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;
  void add_inputs(const Op& op, std::vector<std::uint32_t>& pending) const {
    for (std::uint32_t i = 0; i < op.input_count; ++i) {
      const Operand& operand = plan_.operands[op.first_input + i];
      if (operand.is_column()) pending.push_back(operand.column.value);
    }
  }
  const Plan& plan_;
  std::vector<std::uint32_t> maker_;
  std::vector<std::string> total_;  // by column; empty: nothing that was measured
};

}  // namespace

std::string measured_total(const std::string& id) { return id.substr(0, id.find('@')); }

std::set<std::string> measured_totals(const std::vector<MeasuredSeries>& measured) {
  std::set<std::string> totals;
  for (const MeasuredSeries& one : measured) {
    if (one.id.find('@') == std::string::npos) totals.insert(one.id);
  }
  return totals;
}

std::set<std::string> measured_inputs(const Plan& plan, const std::set<std::string>& totals) {
  const MeasuredSources sources(plan, totals);
  std::set<std::string> inputs;
  for (const std::string& id : totals) {
    const auto index = plan.series.find(computed_id(id));
    if (!index) continue;
    std::set<std::string> from = sources.of(plan.series_columns[index->value]);
    // A queue reads its own level one bin back: that does not make it computed from something else.
    from.erase(id);
    if (from.empty()) inputs.insert(id);
  }
  return inputs;
}

std::shared_ptr<const std::vector<MeasuredSeries>> measured_of(
    const std::vector<MeasuredSeries>& measured, const std::set<std::string>& totals) {
  auto kept = std::make_shared<std::vector<MeasuredSeries>>();
  for (const MeasuredSeries& one : measured) {
    if (totals.count(measured_total(one.id)) > 0) kept->push_back(one);
  }
  return kept;
}

}  // namespace flowtime
