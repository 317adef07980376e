#include "eval/evaluate.h"

#include <algorithm>

#include "eval/evaluator.h"

namespace flowtime {
namespace {

using eval::Evaluator;

bool stop_now(StopToken* stop) { return stop != nullptr && stop->stop_requested(); }

}  // namespace

Outcome evaluate_from(const Plan& plan, std::span<const ParameterOverride> parameters,
                      EvalState& state, std::int64_t end_bin, TileSink& sink, StopToken* stop,
                      const EvaluateOptions& options) {
  const LaneParameters lane(parameters.begin(), parameters.end());
  Evaluator evaluator(plan, {&lane, 1}, options);
  evaluator.restore(state);
  Outcome outcome = Outcome::kFinished;
  // The sink sees each tile before the next one overwrites the buffers.
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

}  // namespace flowtime
