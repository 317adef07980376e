#include "eval/evaluate_lanes.h"

#include <algorithm>
#include <atomic>

#include "eval/evaluator.h"
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

// All lanes at once, or one by one where that is faster.
Outcome evaluate_block(const Plan& plan, std::span<const LaneParameters> lanes,
                       std::int64_t first_lane, LaneSink& sink, StopToken* stop,
                       const EvaluateOptions& options) {
  if (static_cast<std::int64_t>(lanes.size()) >= kFewLanes) {
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

Outcome evaluate_lanes(const Plan& plan, std::span<const LaneParameters> lanes, LaneSink& sink,
                       int threads, StopToken* stop, const EvaluateOptions& options) {
  const auto count = static_cast<std::int64_t>(lanes.size());
  const std::int64_t blocks = (count + kMaxLanesPerBlock - 1) / kMaxLanesPerBlock;
  // One thread that is stopped stops the others at their next block; inside a block each asks
  // `stop` itself.
  std::atomic<bool> stopped{false};
  eval::run_shares(threads, [&](std::int64_t thread) {
    for (std::int64_t b = thread; b < blocks && !stopped; b += threads) {
      const std::int64_t first = b * kMaxLanesPerBlock;
      const std::int64_t size = std::min(kMaxLanesPerBlock, count - first);
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
