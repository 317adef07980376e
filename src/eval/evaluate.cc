#include "eval/evaluate.h"

#include <algorithm>
#include <thread>

#include "eval/evaluator.h"

namespace flowtime {
namespace {

using eval::Evaluator;

bool stop_now(StopToken* stop) { return stop != nullptr && stop->stop_requested(); }

Outcome evaluate_block(const Plan& plan, std::span<const LaneParameters> lanes,
                       std::int64_t first_lane, LaneSink& sink, StopToken* stop,
                       const EvaluateOptions& options) {
  Evaluator evaluator(plan, lanes, options);
  while (evaluator.next_bin() < plan.bins) {
    if (stop_now(stop)) return Outcome::kStopped;
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

}  // namespace

Outcome evaluate_from(const Plan& plan, std::span<const ParameterOverride> parameters,
                      EvalState& state, std::int64_t end_bin, TileSink& sink, StopToken* stop,
                      const EvaluateOptions& options) {
  const LaneParameters lane(parameters.begin(), parameters.end());
  Evaluator evaluator(plan, {&lane, 1}, options);
  evaluator.restore(state);
  Outcome outcome = Outcome::kFinished;
  while (evaluator.next_bin() < std::min(end_bin, plan.bins)) {
    if (stop_now(stop)) {
      outcome = Outcome::kStopped;
      break;
    }
    const std::int64_t first_bin = evaluator.next_bin();
    const std::int64_t left = std::min(end_bin, plan.bins) - first_bin;
    const std::int64_t bins = std::min(evaluator.tile_bins(), left);
    evaluator.run_tile(bins);
    sink.accept({.first_bin = first_bin,
                 .bins = bins,
                 .series = evaluator.series(),
                 .all_finite = evaluator.all_finite()});
  }
  state = evaluator.save();
  return outcome;
}

Outcome evaluate(const Plan& plan, std::span<const ParameterOverride> parameters, TileSink& sink,
                 StopToken* stop, const EvaluateOptions& options) {
  EvalState state;
  return evaluate_from(plan, parameters, state, plan.bins, sink, stop, options);
}

Outcome evaluate_lanes(const Plan& plan, std::span<const LaneParameters> lanes, LaneSink& sink,
                       int threads, StopToken* stop, const EvaluateOptions& options) {
  const auto count = static_cast<std::int64_t>(lanes.size());
  const std::int64_t blocks = (count + kMaxLanesPerBlock - 1) / kMaxLanesPerBlock;
  std::atomic<bool> stopped{false};
  const auto run_share = [&](std::int64_t thread) {
    for (std::int64_t b = thread; b < blocks && !stopped; b += threads) {
      const std::int64_t first = b * kMaxLanesPerBlock;
      const std::int64_t size = std::min(kMaxLanesPerBlock, count - first);
      const auto block =
          lanes.subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(size));
      if (evaluate_block(plan, block, first, sink, stop, options) == Outcome::kStopped) {
        stopped = true;
      }
    }
  };
  std::vector<std::thread> workers;
  for (int thread = 1; thread < threads; ++thread) workers.emplace_back(run_share, thread);
  run_share(0);
  for (std::thread& worker : workers) worker.join();
  return stopped ? Outcome::kStopped : Outcome::kFinished;
}

}  // namespace flowtime
