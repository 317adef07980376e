// The table of checks: one row per code and condition of docs/semantics.md, "Checks".
#pragma once

#include <memory>
#include <optional>
#include <span>

#include "base/finding.h"
#include "checks/fold.h"
#include "checks/run_series.h"

namespace flowtime::checks {

struct CheckRow {
  const char* code;
  Severity simulation;
  std::optional<Severity> telemetry;  // nothing: measurements are not judged by it
  // The fold over all nodes the row concerns; null when it concerns none.
  std::unique_ptr<Fold> (*make)(const RunSeries& run);
};

// In the order in which findings are listed.
std::span<const CheckRow> check_table();

}  // namespace flowtime::checks
