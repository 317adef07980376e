#include "judge/deciders.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace flowtime::judge {
namespace {

using checks::exists;

// Ops that hand one operand on, changed by nothing that could hold a flow back.
bool passes_first(OpCode code) {
  switch (code) {
    case OpCode::kCopy:
    case OpCode::kFiniteOrZero:
    case OpCode::kFloor:
    case OpCode::kCeil:
    case OpCode::kRound:
    case OpCode::kSubtract: return true;
    default: return false;
  }
}

bool chooses(OpCode code) {
  switch (code) {
    case OpCode::kIf:
    case OpCode::kGate:
    case OpCode::kAllocate:
    case OpCode::kServedEffective:
    case OpCode::kBacklogServer: return true;
    default: return false;
  }
}

// Ops that give a value of some bin as it was.
bool gives_earlier(OpCode code) {
  return code == OpCode::kDelay || code == OpCode::kSample || code == OpCode::kInitial;
}

}  // namespace

Deciders::Deciders(const JudgedRun& run)
    : run_(run),
      index_(run.plan),
      stored_(stored_columns(run)),
      values_(run.plan, index_, stored_),
      breakdowns_(run.plan, index_, values_) {}

// The cell that was read, as an operand with its lag; nothing for whether a lag was clamped.
std::vector<Operand> Deciders::earlier(const PlanIndex::Maker& maker, ColumnIndex column,
                                       std::int64_t bin) {
  if (maker.output != 0) return {};
  Breakdowns::Cell read = breakdowns_.passed_on(*maker.op, column, bin);
  if (read.operand.is_immediate()) return {};
  read.operand.lag = static_cast<std::uint32_t>(bin - read.bin);
  return {read.operand};
}

std::vector<Operand> Deciders::deciding(const PlanIndex::Maker& maker, ColumnIndex column,
                                        std::int64_t bin, double dust) {
  const Op& op = *maker.op;
  const Operand* inputs = run_.plan.operands.data() + op.first_input;
  if (passes_first(op.code)) return {inputs[0]};
  if (op.code == OpCode::kMultiply) {
    const Breakdown product = breakdowns_.of(column, bin);
    if (product.terms.size() != 1) return {};
    const bool left = inputs[0].is_column() && product.terms[0].column == inputs[0].column;
    return {left ? inputs[0] : inputs[1]};
  }
  if (op.code == OpCode::kMin || op.code == OpCode::kMax || op.code == OpCode::kClamp) {
    const double value = values_.at(column, bin);
    std::vector<Operand> equal;
    for (std::uint32_t i = 0; i < op.input_count; ++i) {
      if (std::fabs(values_.read(inputs[i], bin) - value) <= dust) equal.push_back(inputs[i]);
    }
    return equal;
  }
  if (op.code == OpCode::kSeeded) return {inputs[bin < op.integer ? 1 : 0]};
  if (gives_earlier(op.code)) return earlier(maker, column, bin);
  if (!chooses(op.code)) return {};
  const Breakdown breakdown = breakdowns_.of(column, bin);
  if (!breakdown.binding) return {};
  return {inputs[*breakdown.binding]};
}

Decider Deciders::walk(const Asked& asked, ColumnIndex column, std::int64_t bin, int steps) {
  constexpr int kMostSteps = 32;
  Decider here;
  if (const auto series = index_.series_of(column)) here.series = series->value;
  const PlanIndex::Maker& maker = index_.maker(column);
  std::vector<Operand> next;
  if (maker.op != nullptr && steps < kMostSteps) next = deciding(maker, column, bin, asked.dust);
  std::erase_if(next, [&](const Operand& o) { return o.is_immediate() || bin < o.lag; });
  if (next.empty()) {
    here.successor = successor_read_by(asked.node, column);
    return here;
  }
  std::optional<Decider> first;
  for (const Operand& operand : next) {
    Decider found = walk(asked, operand.column, bin - operand.lag, steps + 1);
    if (found.series == kNobody) found.series = here.series;
    if (found.successor != kNobody) return found;
    if (!first) first = found;
  }
  return *first;
}

std::vector<std::uint32_t> Deciders::successors_of(std::size_t node) const {
  std::vector<std::uint32_t> found;
  for (const std::uint32_t e : run_.series.outgoing(node)) {
    const Edge& edge = run_.series.edges()[e];
    if (edge.type == EdgeType::kThroughput) found.push_back(edge.to.value);
  }
  return found;
}

std::uint32_t Deciders::successor_that_owns(std::size_t node, ColumnIndex column) const {
  const auto is = [&](SeriesIndex series) {
    return exists(series) && run_.plan.series_columns[series.value] == column;
  };
  for (const std::uint32_t next : successors_of(node)) {
    const checks::NodeSeries& series = run_.series.of(next);
    const TopologyNode& successor = run_.model.topology.nodes[next];
    if (is(series[Role::kQueueDepth]) || is(series[Role::kCapacity]) ||
        is(run_.series.find(successor.wip_limit_series))) {
      return next;
    }
  }
  return kNobody;
}

// Looks at the column and at what its formula reads by name; temporaries are seen through.
std::uint32_t Deciders::successor_read_by(std::size_t node, ColumnIndex column) {
  if (const std::uint32_t owner = successor_that_owns(node, column); owner != kNobody) return owner;
  std::vector<ColumnIndex> waiting{column};
  for (std::size_t i = 0; i < waiting.size() && i < 64; ++i) {
    const PlanIndex::Maker& maker = index_.maker(waiting[i]);
    if (maker.op == nullptr) continue;
    for (std::uint32_t k = 0; k < maker.op->input_count; ++k) {
      const Operand& read = run_.plan.operands[maker.op->first_input + k];
      if (read.is_immediate()) continue;
      const std::uint32_t owner = successor_that_owns(node, read.column);
      if (owner != kNobody) return owner;
      if (!index_.series_of(read.column)) waiting.push_back(read.column);
    }
  }
  return kNobody;
}

Decider Deciders::of(std::size_t node, std::int64_t bin, double dust) {
  const SeriesIndex served = run_.series.of(node).served_effective;
  if (!exists(served)) return {};
  return walk({node, dust}, run_.plan.series_columns[served.value], bin, 0);
}

}  // namespace flowtime::judge
