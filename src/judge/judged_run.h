// JudgedRun: what a judgement looks at. One evaluation, wherever its values are kept.
// References only: model, plan and series outlive it.
#pragma once

#include <functional>

#include "checks/run_series.h"
#include "metrics/each_bin.h"
#include "model/model.h"
#include "plan/plan.h"
#include "trace/column_values.h"

namespace flowtime::judge {

struct JudgedRun {
  const Model& model;
  const Plan& plan;                 // what the model compiles to
  const checks::RunSeries& series;  // over plan.series
  // All bins of a row of plan.series; empty for kNoSeries. Valid as long as the run.
  // grid.bins values.
  std::function<SeriesIn(SeriesIndex)> values;
};

// Where the values of the published columns are, for what follows a value through the plan.
// By column: empty for a column that is not published, which is then evaluated again where needed.
StoredColumns stored_columns(const JudgedRun& run);

}  // namespace flowtime::judge
