#include "judge/echoes.h"

#include <unordered_set>

#include "model/names.h"
#include "series/absent.h"

namespace flowtime::judge {
namespace {

using checks::exists;

// Ops through which items pass within a bin: what arrives is a sum or a minimum of what they read.
// Products of two series are not followed: which factor is the flow is not known.
bool passes_all(OpCode code) {
  switch (code) {
    case OpCode::kCopy:
    case OpCode::kFiniteOrZero:
    case OpCode::kAdd:
    case OpCode::kMin:
    case OpCode::kMax:
    case OpCode::kClamp:
    case OpCode::kServedEffective:
    case OpCode::kGate:
    case OpCode::kBacklogServer: return true;
    default: return false;
  }
}

// Ops that give what their first input was in earlier bins; kSeeded is a SHIFT with an initial
// value.
bool reads_back(OpCode code) {
  return code == OpCode::kConv || code == OpCode::kDelay || code == OpCode::kSeeded;
}

}  // namespace

struct Echoes::Walk {
  std::vector<Echo> found;
  std::unordered_set<std::uint32_t> seen;  // columns
};

Echoes::Echoes(const JudgedRun& run, const PlanIndex& index)
    : run_(run), index_(index), stored_(stored_columns(run)), values_(run.plan, index, stored_) {
  // Two nodes may declare the same series; the first one of the topology has it.
  const auto note = [&](auto& map, SeriesIndex series, std::size_t node) {
    if (!exists(series)) return;
    map.emplace(run_.plan.series_columns[series.value].value, static_cast<std::uint32_t>(node));
  };
  const auto& nodes = run.model.topology.nodes;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const checks::NodeSeries& series = run.series.of(i);
    note(failing_, series[Role::kFailures], i);
    note(failing_, series[Role::kErrors], i);
    if (nodes[i].wip_limit || nodes[i].wip_limit_series) {
      note(failing_, run.series.find(snake_case(nodes[i].id) + "_overflow"), i);
    }
    note(declared_, series[Role::kRetryEcho], i);
    // What has passed a queue is no echo any more.
    if (!nodes[i].queue_semantics) continue;
    for (const SeriesIndex left : {series[Role::kServed], series.served_effective}) {
      if (exists(left)) behind_queues_.insert(run.plan.series_columns[left.value].value);
    }
  }
  find_returning();
}

// A declared echo, or a CONV, DELAY or lagged reading of what failed.
// A column that is read in the same bin counts once, on however many paths it is reached; a lagged
// reading counts on each of them.
bool Echoes::match_echo(Walk& walk, const Operand& operand, double factor,
                        std::uint32_t named) const {
  const auto add = [&](std::uint32_t node) {
    if (walk.seen.insert(operand.column.value).second || operand.lag > 0) {
      walk.found.push_back({operand, factor, node, named});
    }
    return true;
  };
  if (operand.lag == 0) {
    if (const auto echo = declared_.find(operand.column.value); echo != declared_.end()) {
      return add(echo->second);
    }
  } else if (const auto failed = failing_.find(operand.column.value); failed != failing_.end()) {
    return add(failed->second);
  }
  const PlanIndex::Maker& maker = index_.maker(operand.column);
  if (maker.op == nullptr || maker.output != 0 || !reads_back(maker.op->code)) return false;
  const Operand& source = run_.plan.operands[maker.op->first_input];
  if (!source.is_column()) return false;
  const auto failed = failing_.find(source.column.value);
  return failed != failing_.end() && add(failed->second);
}

void Echoes::visit(Walk& walk, const Operand& operand, double factor, std::uint32_t named,
                   int depth) const {
  constexpr int kDeepest = 64;
  if (operand.is_immediate() || depth > kDeepest) return;
  if (const auto series = index_.series_of(operand.column);
      series && operand.lag == 0 && depth > 0) {
    named = series->value;
  }
  if (match_echo(walk, operand, factor, named)) return;
  if (operand.lag > 0 || !walk.seen.insert(operand.column.value).second) return;
  if (behind_queues_.contains(operand.column.value)) return;
  const PlanIndex::Maker& maker = index_.maker(operand.column);
  if (maker.op == nullptr) return;
  const Op& op = *maker.op;
  const Operand* in = run_.plan.operands.data() + op.first_input;
  if (op.code == OpCode::kMultiply) {
    if (in[0].is_immediate()) return visit(walk, in[1], factor * in[0].value, named, depth + 1);
    if (in[1].is_immediate()) return visit(walk, in[0], factor * in[1].value, named, depth + 1);
    return;
  }
  if (op.code == OpCode::kSubtract) return visit(walk, in[0], factor, named, depth + 1);
  if (!passes_all(op.code)) return;
  for (std::uint32_t i = 0; i < op.input_count; ++i) visit(walk, in[i], factor, named, depth + 1);
}

std::vector<Echo> Echoes::in(SeriesIndex series) const {
  Walk walk;
  if (!exists(series)) return {};
  visit(walk, Operand::of(run_.plan.series_columns[series.value]), 1, 0xFFFFFFFF, 0);
  return std::move(walk.found);
}

std::vector<Echo> Echoes::of(SeriesIndex failed) const {
  if (!exists(failed)) return {};
  const auto found = returning_.find(run_.plan.series_columns[failed.value].value);
  return found == returning_.end() ? std::vector<Echo>() : found->second;
}

// One pass over the plan: every later reading of what failed, with the number it is multiplied by.
// First the readings, then the numbers that the results of CONV are multiplied with, then the
// echoes in the order of the ops, so that the answer does not depend on the map.
void Echoes::find_returning() {
  struct Conv {
    std::uint32_t failed = 0, node = 0;
    double factor = 1;
  };
  std::unordered_map<std::uint32_t, Conv> convolved;  // by output column; lookups only
  const auto factor_of = [](const Operand& a, const Operand& b) {
    return a.is_immediate() ? a.value : (b.is_immediate() ? b.value : 1.0);
  };
  const auto each_input = [&](auto visit) {
    for (const Op& op : run_.plan.ops) {
      const Operand* in = run_.plan.operands.data() + op.first_input;
      for (std::uint32_t i = 0; i < op.input_count; ++i) {
        if (in[i].is_column()) visit(op, in, in[i]);
      }
    }
  };
  each_input([&](const Op& op, const Operand* in, const Operand& read) {
    const auto failed = failing_.find(read.column.value);
    if (failed == failing_.end() || op.code == OpCode::kScaleParts) return;
    if (reads_back(op.code)) {
      if (&read != in) return;
      convolved.emplace(run_.plan.outputs[op.first_output].value,
                        Conv{read.column.value, failed->second, 1});
    } else if (read.lag > 0) {
      const double factor = op.code == OpCode::kMultiply ? factor_of(in[0], in[1]) : 1.0;
      returning_[read.column.value].push_back({read, factor, failed->second, 0xFFFFFFFF});
    }
  });
  each_input([&](const Op& op, const Operand* in, const Operand& read) {
    const auto conv = convolved.find(read.column.value);
    if (conv == convolved.end() || op.code != OpCode::kMultiply || read.lag > 0) return;
    conv->second.factor = factor_of(in[0], in[1]);
  });
  for (const Op& op : run_.plan.ops) {
    if (!reads_back(op.code)) continue;
    const ColumnIndex out = run_.plan.outputs[op.first_output];
    const auto conv = convolved.find(out.value);
    if (conv == convolved.end()) continue;
    const Conv& made = conv->second;
    returning_[made.failed].push_back({Operand::of(out), made.factor, made.node, 0xFFFFFFFF});
  }
}

std::vector<double> Echoes::sum(const std::vector<Echo>& echoes) {
  const auto bins = static_cast<std::size_t>(run_.plan.bins);
  std::vector<double> sum(bins, 0.0);
  for (const Echo& echo : echoes) {
    for (std::size_t t = 0; t < bins; ++t) {
      const double value = values_.read(echo.operand, static_cast<std::int64_t>(t));
      sum[t] += echo.factor * finite_or_zero(value);
    }
  }
  return sum;
}

}  // namespace flowtime::judge
