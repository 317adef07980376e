#include "explain/build_up.h"

#include <algorithm>
#include <cmath>

#include "series/absent.h"
#include "series/twofold.h"

namespace flowtime {
namespace {

// The operands of a queue, whatever op it was lowered to.
struct QueueOperands {
  Operand inflow{}, outflow{}, loss{};
  std::optional<ColumnIndex> overflow{};
  double initial = 0;
};

std::optional<QueueOperands> operands_of(const Plan& plan, const PlanIndex::Maker& maker) {
  if (maker.op == nullptr) return std::nullopt;
  const Op& op = *maker.op;
  const Operand* in = plan.operands.data() + op.first_input;
  const ColumnIndex* out = plan.outputs.data() + op.first_output;
  if (op.code == OpCode::kQueue) return QueueOperands{in[0], in[1], in[2], {}, op.number};
  if (op.code == OpCode::kLimitedQueue && maker.output == 0) {
    return QueueOperands{in[0], in[1], in[2], out[1], op.number};
  }
  if (op.code == OpCode::kBacklogServer && maker.output == 1) {
    return QueueOperands{in[2], Operand::of(out[0]), in[3], {}, op.number};
  }
  return std::nullopt;
}

class BuildUpMaker {
 public:
  BuildUpMaker(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns, ColumnIndex depth,
               const QueueOperands& queue)
      : plan_(plan), index_(index), breakdowns_(breakdowns), depth_(depth), queue_(queue) {}

  BuildUp make(std::int64_t bin, std::size_t width) {
    BuildUp made;
    made.inflow_id = name_of_operand(queue_.inflow);
    made.outflow_id = name_of_operand(queue_.outflow);
    made.loss_id = name_of_operand(queue_.loss);
    std::int64_t first = bin;
    while (first > 0 && bin - first < kMaxBuildUpBins && depth_at(first - 1) > 0) --first;
    made.first_bin = first;
    made.before = depth_at(first - 1);
    made.bins = bin - first + 1;
    std::vector<BuildUpBin> all;
    for (std::int64_t t = first; t <= bin; ++t) {
      all.push_back(at(t));
      made.inflow += all.back().inflow;
      made.outflow += all.back().outflow;
      made.loss += all.back().loss;
      made.overflow += all.back().overflow;
    }
    keep_largest(made, std::move(all), width);
    return made;
  }

 private:
  double depth_at(std::int64_t bin) {
    return bin < 0 ? queue_.initial : breakdowns_.value(Operand::of(depth_), bin);
  }
  double flow(const Operand& operand, std::int64_t bin) {
    return finite_or_zero(breakdowns_.value(operand, bin));
  }
  BuildUpBin at(std::int64_t bin) {
    BuildUpBin made{.bin = bin};
    made.inflow = flow(queue_.inflow, bin);
    made.outflow = flow(queue_.outflow, bin);
    made.loss = flow(queue_.loss, bin);
    if (queue_.overflow) made.overflow = flow(Operand::of(*queue_.overflow), bin);
    made.change = depth_at(bin) - depth_at(bin - 1);
    made.limited_by = limit_of(queue_.outflow, bin);
    return made;
  }
  std::string name_of_operand(const Operand& operand) const {
    if (operand.is_immediate()) return "";
    const auto series = index_.series_of(operand.column);
    if (series) return plan_.series[*series].id;
    const Parameter* parameter = index_.maker(operand.column).parameter;
    return parameter != nullptr ? parameter->name : "";
  }
  // Follows what decides (MIN, a gate, a shared constraint) to the input that binds.
  std::string limit_of(Operand operand, std::int64_t bin) {
    constexpr int kMostSteps = 8;
    std::string name;
    for (int i = 0; i < kMostSteps && operand.is_column() && bin >= operand.lag; ++i) {
      bin -= operand.lag;
      const PlanIndex::Maker& maker = index_.maker(operand.column);
      if (maker.op == nullptr) return name;
      const Breakdown breakdown = breakdowns_.of(operand.column, bin);
      if (!breakdown.binding || breakdown.terms.size() != 1) return "";
      const Operand next = plan_.operands[maker.op->first_input + *breakdown.binding];
      name = name_of_operand(next);
      operand = next;
    }
    return operand.is_immediate() ? "" : name;
  }
  void keep_largest(BuildUp& made, std::vector<BuildUpBin> all, std::size_t width) {
    const double total = depth_at(made.first_bin + made.bins - 1) - made.before;
    const auto larger = [](const BuildUpBin& a, const BuildUpBin& b) {
      const double left = std::fabs(a.change), right = std::fabs(b.change);
      return left != right ? left > right : a.bin < b.bin;
    };
    std::sort(all.begin(), all.end(), larger);
    if (all.size() > width) all.resize(width);
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.bin < b.bin; });
    Twofold shown;
    for (const BuildUpBin& bin : all) shown += Twofold{bin.change, 0};
    if (static_cast<std::int64_t>(all.size()) < made.bins) {
      made.others = (Twofold{total, 0} + -shown).rounded();
    }
    made.largest = std::move(all);
  }

  const Plan& plan_;
  const PlanIndex& index_;
  Breakdowns& breakdowns_;
  ColumnIndex depth_;
  const QueueOperands& queue_;
};

}  // namespace

std::optional<BuildUp> build_up(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns,
                                ColumnIndex column, std::int64_t bin, std::size_t width) {
  const auto queue = operands_of(plan, index.maker(column));
  if (!queue || !(breakdowns.value(Operand::of(column), bin) > 0)) return std::nullopt;
  return BuildUpMaker(plan, index, breakdowns, column, *queue).make(bin, width);
}

}  // namespace flowtime
