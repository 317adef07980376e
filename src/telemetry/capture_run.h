// A capture of a stored run: every series that its topology speaks of, total and per class, as
// files that a telemetry run can be made from.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "run/open_run.h"
#include "sys/env.h"
#include "telemetry/capture_manifest.h"
#include "telemetry/gap_policy.h"

namespace flowtime {

// Where a capture is written, relative to the root of `env`, which need not be the data root.
// The Env outlives it.
struct CapturePlace {
  Env& env;
  std::string directory;
  std::string key{};       // as asked for; empty: another way of naming the place was used
  bool is_of_run = false;  // the run's own model/telemetry/, whose other files stay
};

// Replacing a capture needs `overwrite`; a dry run needs neither place nor permission.
struct CaptureSettings {
  GapPolicy gaps{};
  bool overwrite = false;
  bool dry_run = false;  // the plan is answered, nothing is written
};

struct CaptureOutcome {
  bool already_exists = false;  // and nothing was changed
  std::string template_id;
  CaptureManifest manifest;  // of the new capture, else of the one that is there
};

// The model/telemetry/ of a run.
CapturePlace place_in_run(Env& env, const std::string& run_id);

// The capture is complete when it gets its place, and a capture that was there stays until then.
// Files are named by node and metric, so that a series which serves two nodes is in both files.
// Problems: io_outside_root, capture_place_taken (the directory is something else than a capture),
// those of the run's model, io codes.
// Reads every value of these series once. The manifest is written last within the stage.
Result<CaptureOutcome> capture_run(const Run& run, const CapturePlace& place,
                                   const CaptureSettings& settings);

}  // namespace flowtime
