// The checks of a run: a table of small folds over the evaluated tiles. Codes, conditions and the
// severity of each per mode: docs/semantics.md, "Checks".
#pragma once

#include <memory>
#include <vector>

#include "base/finding.h"
#include "model/model.h"
#include "series/series_view.h"

namespace flowtime {

enum class RunMode { kSimulation, kTelemetry };
inline const char* name_of(RunMode mode) {
  return mode == RunMode::kSimulation ? "simulation" : "telemetry";
}

// Feed every tile in order, then take the findings: in the order of the table, then of the
// topology nodes; at most five bins each.
class RunChecks {
 public:
  RunChecks(const Model& model, const SeriesCatalog& series, RunMode mode);
  ~RunChecks();
  RunChecks(RunChecks&&) noexcept;
  void accept(const SeriesTile& tile);
  std::vector<Finding> findings() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace flowtime
