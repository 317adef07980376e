#include "eval/evaluate.h"

#include <algorithm>

#include "eval/evaluator.h"

namespace flowtime {
namespace {

using eval::Evaluator;

bool stop_now(StopToken* stop) { return stop != nullptr && stop->stop_requested(); }

// The sink sees each tile before the next one overwrites the buffers.
Outcome run_tiles(Evaluator& evaluator, std::int64_t end_bin, TileSink& sink, StopToken* stop) {
  while (evaluator.next_bin() < end_bin) {
    if (stop_now(stop)) return Outcome::kStopped;
    const std::int64_t first_bin = evaluator.next_bin();
    const std::int64_t left = end_bin - first_bin;
    const std::int64_t bins = std::min(evaluator.tile_bins(), left);
    evaluator.run_tile(bins);
    sink.accept({.first_bin = first_bin,
                 .bins = bins,
                 .series = evaluator.series(),
                 .all_finite = evaluator.all_finite()});
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
  const Outcome outcome = run_tiles(evaluator, std::min(end_bin, plan.bins), sink, stop);
  state = evaluator.save();
  return outcome;
}

Outcome evaluate(const Plan& plan, std::span<const ParameterOverride> parameters, TileSink& sink,
                 StopToken* stop, const EvaluateOptions& options) {
  const LaneParameters lane(parameters.begin(), parameters.end());
  Evaluator evaluator(plan, {&lane, 1}, options);
  if (evaluator.may_use_rows()) {
    double* const rows = sink.rows(evaluator.longest_history());
    if (rows != nullptr) evaluator.use_rows(rows);
  }
  return run_tiles(evaluator, plan.bins, sink, stop);
}

}  // namespace flowtime
