// The checks of a run: a table of small folds over the evaluated tiles. Codes, conditions and the
// severity of each per mode: docs/semantics.md, "Checks".
#pragma once

#include <memory>
#include <optional>
#include <string_view>
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
// topology nodes; at most five bins each. The model and the catalogue outlive the checks. Memory
// grows with the number of nodes and findings, not with the number of bins.
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

// Which findings stop a run from being published. kHealth: errors, and what the judgement of the
// run calls critical (run/health.h); kExpectation: errors, and expectations that do not hold. Both
// are nothing that a check can know.
enum class FailOn { kError, kWarning, kHealth, kExpectation, kNone };
// "error", "warning", "health", "expectation", "none"
std::optional<FailOn> parse_fail_on(std::string_view text);
const char* name_of(FailOn fail_on);
bool findings_block(const std::vector<Finding>& findings, FailOn fail_on);

}  // namespace flowtime
