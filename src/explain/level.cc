#include "explain/level.h"

#include <vector>

#include "series/absent.h"

namespace flowtime {
namespace {

std::vector<double> whole_run(Breakdowns& breakdowns, const Operand& operand, std::int64_t bins) {
  std::vector<double> values(static_cast<std::size_t>(bins));
  for (std::int64_t t = 0; t < bins; ++t) {
    values[static_cast<std::size_t>(t)] = breakdowns.value(operand, t);
  }
  return values;
}

}  // namespace

std::optional<QueueOperands> queue_operands(const Plan& plan, const PlanIndex::Maker& maker) {
  if (maker.op == nullptr) return std::nullopt;
  const Op& op = *maker.op;
  const Operand* in = plan.operands.data() + op.first_input;
  const ColumnIndex* out = plan.outputs.data() + op.first_output;
  if (op.code == OpCode::kQueue) return QueueOperands{in[0], in[1], in[2], {}, op.number};
  if (op.code == OpCode::kLimitedQueue && maker.output == 0) {
    return QueueOperands{in[0], in[1], in[2], out[1], op.number};
  }
  // The fused server keeps a queue in its second output; its outflow is its own first output.
  if (op.code == OpCode::kBacklogServer && maker.output == 1) {
    return QueueOperands{in[2], Operand::of(out[0]), in[3], {}, op.number};
  }
  return std::nullopt;
}

bool is_level(const Plan& plan, const PlanIndex& index, const SeriesFacts& facts,
              ColumnIndex column) {
  if (queue_operands(plan, index.maker(column))) return true;
  const auto series = index.series_of(column);
  return series && facts.role_of(plan.series[*series].measure) == "queueDepth";
}

Noise noise_of_column(const Plan& plan, const PlanIndex& index, Breakdowns& breakdowns,
                      ColumnIndex column) {
  const std::vector<double> level = whole_run(breakdowns, Operand::of(column), plan.bins);
  const auto queue = queue_operands(plan, index.maker(column));
  if (!queue) return noise_of(level);
  return noise_of(whole_run(breakdowns, queue->inflow, plan.bins), level);
}

std::int64_t waiting_since(Breakdowns& breakdowns, ColumnIndex level, const Noise& noise,
                           std::int64_t bin) {
  const auto waits = [&](std::int64_t t) {
    const double depth = breakdowns.value(Operand::of(level), t);
    return !noise.is_empty(depth) && !is_absent(depth);
  };
  std::int64_t first = bin;
  while (first > 0 && bin - first < kMaxBuildUpBins && waits(first - 1)) --first;
  return first;
}

}  // namespace flowtime
