// A run that is not kept: made as any other, in memory, and answered as its pages read it.
#pragma once

#include <cstdint>
#include <string>

#include "host/run_host.h"
#include "inspect/layout_run.h"
#include "lifecycle/create_run.h"

namespace flowtime::api {

// Values of a run that is not kept, at most: as many as a page may ask for during a drag.
// Series x bins.
inline constexpr std::int64_t kMaxPreviewCells = 4'000'000;

// {"run": envelope, "bundle": ui-bundle, "layout": layout, "window": state_window}. Of a model
// without topology the last three are null. Points of the window are pooled to at most
// `max_points`; 0: none. The outcome's problems where there is no run; also too_many_cells beyond
// kMaxPreviewCells.
struct Preview {
  RunOutcome outcome;
  std::string json;
};
// Runs in the calling worker, not as a job. `host.observer` may stop it. Nothing is written to the
// data root, the catalog, the log or the counters.
Preview preview_run(const RunHost& host, Layouts& layouts, CreateRunRequest request,
                    std::int64_t max_points);

}  // namespace flowtime::api
