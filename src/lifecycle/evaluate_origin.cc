// What the run says about itself: its values are evaluated into the stage, checked and judged.
#include "checks/run_series.h"
#include "figures/expectation.h"
#include "lifecycle/check_health.h"
#include "lifecycle/creation_steps.h"
#include "lifecycle/existing_run.h"
#include "lifecycle/judge_stage.h"
#include "pipeline/run_evaluation.h"

namespace flowtime {
namespace {

// Tiles go to the stage as they are made.
class StageSink : public TileSink {
 public:
  explicit StageSink(RunStage& stage) : stage_(stage) {}
  void accept(const SeriesTile& tile) override { stage_.accept(tile); }

 private:
  RunStage& stage_;
};

// A problem that has a place in the text also names the parameter that its value came through.
Problems placed(const RunSource& source, Problems problems) {
  for (Problem& problem : problems) {
    // Problems without a place are not about the text: they keep their own path.
    if (problem.where.line > 0) problem = source.told({problem}).front();
  }
  return problems;
}

Result<std::vector<Finding>> evaluated(CreationScope& scope, const RunOrigin& origin,
                                       const RunClaim& claim, const Compiled& compiled,
                                       const checks::RunSeries& series, RunStage& stage) {
  StageSink sink(stage);
  EvaluationTask task{.model = origin.source.model, .plan = compiled.plan, .mode = origin.mode};
  task.series = &series;
  task.notes = notes_of(origin, compiled);
  if (claim.supersedes) task.notes.push_back(superseded_finding(*claim.supersedes));
  task.fail_on = scope.request.fail_on;
  task.options = scope.request.options;
  task.keep = &sink;
  task.status = [&stage] { return stage.status(); };
  auto found = evaluate_and_check(task, scope.clock);
  if (!found) return placed(origin.source, found.problems());
  scope.event(RunEvent::kEvaluation, {{"bins", task.plan.bins}});
  FT_RETURN_IF_PROBLEM(scope.clock.go_on());
  return found;
}

// A broken one is an error of a simulation that asks for it; else it is reported and stored.
Result<Done> check_expectations(CreationScope& scope, const RunOrigin& origin,
                                const Compiled& compiled, const RunStage& stage,
                                RunOpinion& opinion) {
  const RunSource& source = origin.source;
  auto outcomes = expectations_of_staged(stage, source.model, compiled.plan, opinion.judgement,
                                         source.expected);
  if (!outcomes) return source.told(outcomes.problems());
  opinion.expectations = *std::move(outcomes);
  const Severity severity = expectation_severity(scope.labels.mode, scope.request.fail_on);
  const auto broken = expectation_findings(opinion.expectations, severity);
  opinion.findings.insert(opinion.findings.end(), broken.begin(), broken.end());
  return judge_findings(broken, scope.request.fail_on);
}

}  // namespace

Result<RunOpinion> evaluate_origin(CreationScope& scope, const RunOrigin& origin,
                                   const RunClaim& claim, const Compiled& compiled,
                                   RunStage& stage) {
  RunOpinion opinion;
  // Looked up once, for the checks and the judgement.
  const checks::RunSeries series(origin.source.model, compiled.plan.series);
  FT_TRY(opinion.findings, evaluated(scope, origin, claim, compiled, series, stage));
  // Before judging: a run that does not go on from its base is not worth a judgement.
  if (origin.base) FT_RETURN_IF_PROBLEM(check_same_before(stage, compiled.plan, *origin.base));
  FT_TRY(opinion.judgement,
         judge_staged(stage, compiled.plan, series, scope.request.thresholds, scope.clock));
  FT_RETURN_IF_PROBLEM(check_health(opinion.judgement.summary, scope.request.fail_on));
  // Last, because an expectation may name figures of the judgement.
  FT_RETURN_IF_PROBLEM(check_expectations(scope, origin, compiled, stage, opinion));
  FT_RETURN_IF_PROBLEM(scope.clock.go_on());
  return opinion;
}

}  // namespace flowtime
