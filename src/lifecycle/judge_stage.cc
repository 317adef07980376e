#include "lifecycle/judge_stage.h"

#include <functional>

#include "figures/expectation.h"
#include "judge/judge.h"

namespace flowtime {
namespace {

using Values = std::function<SeriesIn(SeriesIndex)>;

// The staged rows; valid as long as the view.
Values rows_of(const FileView& view, const Plan& plan) {
  const auto* first = reinterpret_cast<const double*>(view.bytes().data());
  const auto bins = static_cast<std::size_t>(plan.bins);
  return [first, bins](SeriesIndex index) {
    return checks::exists(index) ? SeriesIn(first + index.value * bins, bins) : SeriesIn();
  };
}

}  // namespace

Result<Judgement> judge_staged(const RunStage& stage, const Plan& plan,
                               const checks::RunSeries& series,
                               const ThresholdOverrides& thresholds, StageClock& clock) {
  clock.start(Stage::kJudge);
  FT_TRY(const std::unique_ptr<FileView> view, stage.view_values());
  const judge::JudgedRun run{
      .model = series.model(), .plan = plan, .series = series, .values = rows_of(*view, plan)};
  Judgement judgement = judge::judge_run(run, thresholds);
  clock.end({{"findings", static_cast<std::int64_t>(judgement.summary.findings.size())}});
  return judgement;
}

Result<std::vector<ExpectationOutcome>> expectations_of_staged(
    const RunStage& stage, const Model& model, const Plan& plan, const Judgement& judgement,
    const std::vector<ExpectedText>& expected) {
  if (expected.empty()) return std::vector<ExpectationOutcome>();
  FT_TRY(const std::unique_ptr<FileView> view, stage.view_values());
  const figures::RunFigures figures(model, plan, rows_of(*view, plan), judgement);
  return figures::outcomes_of(expected, figures, model, plan.series);
}

Judgement judge_published(const Run& run, const Model& model, const Plan& plan) {
  const checks::RunSeries series(model, plan.series);
  const judge::JudgedRun judged{
      .model = model, .plan = plan, .series = series, .values = [&](SeriesIndex index) {
        const auto row = checks::exists(index) ? run.find(plan.series[index].id) : std::nullopt;
        return row ? SeriesIn(run.values(*row)) : SeriesIn();
      }};
  return judge::judge_run(judged, run.info().thresholds);
}

}  // namespace flowtime
