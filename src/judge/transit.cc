#include <algorithm>
#include <optional>
#include <set>

#include "eval/kernel.h"
#include "judge/node_activity.h"
#include "metrics/percentile.h"
#include "series/absent.h"

namespace flowtime::judge {
namespace {

// The formula of a served series, read back to the node's own inflow.
class LagFinder {
 public:
  LagFinder(const JudgedRun& run, const PlanIndex& index, ColumnIndex inflow)
      : plan_(run.plan), index_(index), inflow_(inflow) {}

  // The largest lag in bins at which `operand` reads the inflow; nothing where it reads anything
  // else.
  std::optional<std::int64_t> lag(const Operand& operand, int depth = 0) {
    constexpr int kDeepest = 64;
    if (operand.is_immediate()) return 0;
    if (operand.column == inflow_) return operand.lag;
    const PlanIndex::Maker& maker = index_.maker(operand.column);
    if (maker.op == nullptr || depth > kDeepest) return std::nullopt;
    const auto inner = lag_of_op(*maker.op, depth + 1);
    if (!inner) return std::nullopt;
    return *inner + operand.lag;
  }
  bool reads_inflow() const { return found_; }

 private:
  // Only ops that give on what they read, later or scaled by a number. In a sum both sides must
  // lead back to the inflow: a number beside it would be items from elsewhere.
  std::optional<std::int64_t> lag_of_op(const Op& op, int depth) {
    const Operand* in = plan_.operands.data() + op.first_input;
    switch (op.code) {
      case OpCode::kCopy:
      case OpCode::kFiniteOrZero: return note(in[0], lag(in[0], depth));
      case OpCode::kMultiply:
        if (in[0].is_immediate()) return note(in[1], lag(in[1], depth));
        if (in[1].is_immediate()) return note(in[0], lag(in[0], depth));
        return std::nullopt;
      case OpCode::kAdd: {
        const auto a = note(in[0], lag(in[0], depth)), b = note(in[1], lag(in[1], depth));
        if (!a || !b || in[0].is_immediate() || in[1].is_immediate()) return std::nullopt;
        return std::max(*a, *b);
      }
      case OpCode::kConv: {
        const auto inner = note(in[0], lag(in[0], depth));
        if (!inner || in[0].is_immediate()) return std::nullopt;
        std::int64_t last = 0;
        for (std::uint32_t j = 0; j < op.tap_count; ++j) {
          if (plan_.taps[op.first_tap + j] != 0) last = j;
        }
        return *inner + last;
      }
      case OpCode::kSeeded: return note(in[0], lag(in[0], depth));
      case OpCode::kDelay: return lag_of_delay(op, depth);
      default: return std::nullopt;
    }
  }
  // By a series the delays that were measured tell the time.
  // A lag that varies is not a time by design.
  std::optional<std::int64_t> lag_of_delay(const Op& op, int depth) {
    const Operand* in = plan_.operands.data() + op.first_input;
    const auto inner = note(in[0], lag(in[0], depth));
    if (!inner || in[0].is_immediate() || in[1].is_column()) return std::nullopt;
    const double bins = eval::whole_lag(op, in[1].value).bins;
    if (is_absent(bins)) return std::nullopt;
    return *inner + static_cast<std::int64_t>(bins);
  }
  std::optional<std::int64_t> note(const Operand& operand, std::optional<std::int64_t> lag) {
    found_ |= operand.is_column() && operand.column == inflow_;
    return lag;
  }

  const Plan& plan_;
  const PlanIndex& index_;
  ColumnIndex inflow_;
  bool found_ = false;
};

}  // namespace

Transit transit_by_plan(const JudgedRun& run, const PlanIndex& index, const NodeFlows& flows) {
  const checks::NodeSeries& series = run.series.of(flows.index());
  const SeriesIndex served = series[Role::kServed], inflow = series[Role::kArrivals];
  if (!checks::exists(served) || !checks::exists(inflow)) return {};
  LagFinder finder(run, index, run.plan.series_columns[inflow.value]);
  const auto lag = finder.lag(Operand::of(run.plan.series_columns[served.value]));
  if (!lag || *lag < 1) return {};
  return {.is_transit = true, .own_bins = static_cast<double>(*lag)};
}

Transit transit_by_delays(const NodeFlows& flows, const ItemWaits& waits) {
  // Fewer bins can have even delays by chance. Items that were there before bin 0 do not say when
  // they came.
  constexpr std::size_t kFewestArrivalBins = 10;
  std::vector<Spread> delays;
  std::set<std::int64_t> bins;
  for (const FifoPiece& piece : waits.pieces()) {
    const bool left = piece.left_bin < static_cast<std::int64_t>(flows.bins());
    if (!left || piece.came_bin == FifoPiece::kBeforeGrid) continue;
    const double first = std::max(0.0, piece.left_from - piece.came_from);
    const double last = std::max(0.0, piece.left_to - piece.came_to);
    delays.push_back({std::min(first, last), std::max(first, last), piece.amount});
    bins.insert(piece.came_bin);
  }
  if (bins.size() < kFewestArrivalBins) return {};
  constexpr double kShares[] = {0.05, 0.5, 0.95};
  const std::vector<double> found = percentiles(delays, kShares);
  const double median = found[1];
  const bool even = found[2] - found[0] <= std::max(0.5, median / 4) && median >= 0.5;
  return {.is_transit = even, .own_bins = even ? found[2] + 0.5 : 0};
}

}  // namespace flowtime::judge
