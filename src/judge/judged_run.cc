#include "judge/judged_run.h"

namespace flowtime::judge {

StoredColumns stored_columns(const JudgedRun& run) {
  StoredColumns stored(run.plan.columns.size());
  for (std::uint32_t i = 0; i < run.plan.series.size(); ++i) {
    stored[run.plan.series_columns[i].value] = run.values({i});
  }
  return stored;
}

}  // namespace flowtime::judge
