#include "inspect/judge_again.h"

#include <limits>

#include "host/stage_clock.h"
#include "judge/judge.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/stored_model.h"

namespace flowtime {
namespace {

// Where the series of the plan stand in the run; nothing where one of them is missing.
std::optional<std::vector<std::uint32_t>> rows_of(const StoredRun& stored, const Plan& plan) {
  std::vector<std::uint32_t> rows;
  rows.reserve(plan.series.size());
  for (const SeriesInfo& info : plan.series.all()) {
    const SeriesIndex row = stored.series().find(info.id);
    if (!checks::exists(row)) return std::nullopt;
    rows.push_back(row.value);
  }
  return rows;
}

std::optional<Plan> plan_of(Env& env, const StoredRun& stored) {
  RunObserver nobody;
  StageClock clock(env, nobody);
  // The run is there already: no limit of this process can refuse it.
  const Limits none{.cells_per_run = std::numeric_limits<std::int64_t>::max()};
  const ModelSource source = source_of(stored.run(), stored.model_text());
  Result<Compiled> compiled = compile_model(stored.model(), source, none, clock);
  if (!compiled) return std::nullopt;
  return std::move(compiled->plan);
}

// Deciders are rows of the plan; readers look them up in the run.
void name_stored_rows(Judgement& judgement, const std::vector<std::uint32_t>& rows) {
  for (NodeJudgement& node : judgement.nodes) {
    for (JudgedSpan& span : node.spans) {
      if (span.decider != kNobody) span.decider = rows[span.decider];
    }
  }
}

}  // namespace

std::optional<Judgement> judge_again(Env& env, const StoredRun& stored) {
  if (!stored.check_topology()) return std::nullopt;
  const std::optional<Plan> plan = plan_of(env, stored);
  if (!plan) return std::nullopt;
  const auto rows = rows_of(stored, *plan);
  if (!rows) return std::nullopt;
  const checks::RunSeries series(stored.model(), plan->series);
  const judge::JudgedRun run{
      .model = stored.model(), .plan = *plan, .series = series, .values = [&](SeriesIndex index) {
        if (!checks::exists(index)) return SeriesIn();
        return stored.values(SeriesIndex{(*rows)[index.value]});
      }};
  Judgement judgement = judge::judge_run(run, stored.info().thresholds);
  name_stored_rows(judgement, *rows);
  return judgement;
}

}  // namespace flowtime
