#include "judge/deciders.h"

#include <algorithm>
#include <optional>

namespace flowtime::judge {
namespace {

using checks::exists;

}  // namespace

Deciders::Deciders(const JudgedRun& run)
    : run_(run),
      index_(run.plan),
      stored_(stored_columns(run)),
      values_(run.plan, index_, stored_),
      breakdowns_(run.plan, index_, values_),
      decided_(run.plan, index_, values_, breakdowns_) {}

Decider Deciders::walk(const Asked& asked, ColumnIndex column, std::int64_t bin, int steps) {
  constexpr int kMostSteps = 32;
  Decider here;
  if (const auto series = index_.series_of(column)) here.series = series->value;
  // A number or a bin before bin 0 cannot be followed, so it decides nothing further.
  std::vector<Decided> next;
  if (steps < kMostSteps) next = decided_.of(column, bin, asked.dust);
  std::erase_if(next, [&](const Decided& decided) {
    return decided.operand.is_immediate() || bin < decided.operand.lag;
  });
  if (next.empty()) {
    here.successor = successor_read_by(asked.node, column);
    return here;
  }
  // Depth first over all that decided: the first branch that ends at a node further down wins,
  // though an earlier one may have a name.
  std::optional<Decider> first;
  for (const auto& [operand, place] : next) {
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
