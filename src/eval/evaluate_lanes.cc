#include "eval/evaluate_lanes.h"

#include <algorithm>
#include <atomic>

#include "eval/evaluator.h"
#include "eval/kernel_sets.h"
#include "eval/lane_threads.h"

namespace flowtime {
namespace {

using eval::Evaluator;

Outcome evaluate_together(const Plan& plan, std::span<const LaneParameters> lanes,
                          std::int64_t first_lane, LaneSink& sink, StopToken* stop,
                          const EvaluateOptions& options) {
  Evaluator evaluator(plan, lanes, options);
  while (evaluator.next_bin() < plan.bins) {
    if (stop != nullptr && stop->stop_requested()) return Outcome::kStopped;
    const std::int64_t first_bin = evaluator.next_bin();
    const std::int64_t bins = std::min(evaluator.tile_bins(), plan.bins - first_bin);
    evaluator.run_tile(bins);
    sink.accept({.first_bin = first_bin,
                 .bins = bins,
                 .first_lane = first_lane,
                 .lanes = evaluator.lanes(),
                 .series = evaluator.series(),
                 .varies = evaluator.varies()});
  }
  return Outcome::kFinished;
}

// What an op costs for `lanes` lanes, by what it costs for one. Where a bin waits for the one
// before, a single evaluation of a server takes a register of bins at once while its queue is
// empty, and lanes take a register of lanes; fewer lanes than that have neither.
double cost_of(const Op& op, std::int64_t lanes) {
  const auto count = static_cast<double>(lanes);
  const bool is_slow =
      op.code == OpCode::kBacklogServer && lanes < eval::best_kernels().register_doubles;
  return is_slow ? 3.5 * count : 0.6 + 0.4 * count;
}

// Whole registers of lanes, at most kMaxLanesPerBlock, and a block for every thread if possible.
std::int64_t lanes_per_block(std::int64_t lanes, int threads) {
  constexpr std::int64_t kLeast = 4;
  const std::int64_t share = (lanes + threads - 1) / std::max(1, threads);
  return std::clamp((share + kLeast - 1) / kLeast * kLeast, kLeast, kMaxLanesPerBlock);
}

// All lanes at once, or one by one where that is faster.
Outcome evaluate_block(const Plan& plan, std::span<const LaneParameters> lanes,
                       std::int64_t first_lane, LaneSink& sink, StopToken* stop,
                       const EvaluateOptions& options) {
  if (cheaper_together(plan, lanes)) {
    return evaluate_together(plan, lanes, first_lane, sink, stop, options);
  }
  for (std::size_t i = 0; i < lanes.size(); ++i) {
    const auto lane = first_lane + static_cast<std::int64_t>(i);
    const Outcome outcome = evaluate_together(plan, lanes.subspan(i, 1), lane, sink, stop, options);
    if (outcome == Outcome::kStopped) return outcome;
  }
  return Outcome::kFinished;
}

}  // namespace

bool cheaper_together(const Plan& plan, std::span<const LaneParameters> lanes) {
  const auto count = static_cast<std::int64_t>(lanes.size());
  if (count < 2) return false;
  const std::vector<std::uint8_t> varied = eval::bind_lanes(plan, lanes);
  double together = 0;
  for (const Op& op : plan.ops) {
    const bool differs = varied[plan.outputs[op.first_output].value] != 0;
    together += differs ? cost_of(op, count) : 1.0;
  }
  return together < static_cast<double>(count) * static_cast<double>(plan.ops.size());
}

Outcome evaluate_lanes(const Plan& plan, std::span<const LaneParameters> lanes, LaneSink& sink,
                       int threads, StopToken* stop, const EvaluateOptions& options) {
  const auto count = static_cast<std::int64_t>(lanes.size());
  const std::int64_t per_block = lanes_per_block(count, threads);
  const std::int64_t blocks = (count + per_block - 1) / per_block;
  // One thread that is stopped stops the others at their next block; inside a block each asks
  // `stop` itself.
  std::atomic<bool> stopped{false};
  eval::run_shares(threads, [&](std::int64_t thread) {
    for (std::int64_t b = thread; b < blocks && !stopped; b += threads) {
      const std::int64_t first = b * per_block;
      const std::int64_t size = std::min(per_block, count - first);
      const auto block =
          lanes.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(size));
      if (evaluate_block(plan, block, first, sink, stop, options) == Outcome::kStopped) {
        stopped = true;
      }
    }
  });
  return stopped ? Outcome::kStopped : Outcome::kFinished;
}

}  // namespace flowtime
