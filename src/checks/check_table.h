// The table of checks: one row per code and condition of docs/semantics.md, "Checks".
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "base/finding.h"
#include "checks/fold.h"
#include "checks/run_series.h"

namespace flowtime::checks {

// `code` is what findings and docs/error-codes.md call it. Several rows may share a code: then one
// condition has two severities, by what it concerns.
struct CheckRow {
  const char* code;
  Severity simulation;
  std::optional<Severity> telemetry;  // nothing: measurements are not judged by it
  // The fold over all nodes the row concerns; null when it concerns none.
  // May keep references to the model and the ids of the run, not to `run` itself.
  std::unique_ptr<Fold> (*make)(const RunSeries& run);
};

// In the order in which findings are listed.
// Static: valid for the life of the program.
std::span<const CheckRow> check_table();

}  // namespace flowtime::checks
