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

namespace checks {
class RunSeries;
}

// How severe a finding is depends on whether the values were computed or measured: a negative count
// is a mistake of the model in the first case and of a monitor in the second.
enum class RunMode { kSimulation, kTelemetry };
// As in run.json.
inline const char* name_of(RunMode mode) {
  return mode == RunMode::kSimulation ? "simulation" : "telemetry";
}

// Feed every tile in order, then take the findings: in the order of the table, then of the
// topology nodes; at most five bins each. The model and the catalogue outlive the checks. Memory
// grows with the number of nodes and findings, not with the number of bins.
// Threads: one at a time; the folds keep what they saw from tile to tile.
//   RunChecks checks(model, plan.series, RunMode::kSimulation);
//   for each tile of the evaluation: checks.accept(tile);
//   findings = checks.findings();
class RunChecks {
 public:
  RunChecks(const Model& model, const SeriesCatalog& series, RunMode mode);
  // The look-ups are made already; `run` itself need not outlive the checks.
  RunChecks(const checks::RunSeries& run, RunMode mode);
  ~RunChecks();
  RunChecks(RunChecks&&) noexcept;
  // Precondition: the bins of the tile follow those of the tile before, and its series are those of
  // the catalogue, in its order. The result does not depend on where tiles end.
  void accept(const SeriesTile& tile);
  // May be asked at any time: of the tiles that were fed so far.
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
// Nothing for any other word; the caller makes the problem, which names its own option or member.
std::optional<FailOn> parse_fail_on(std::string_view text);
const char* name_of(FailOn fail_on);
// kHealth and kExpectation are answered as kError here; the rest of them is decided by the callers,
// which know the judgement and the expectations.
bool findings_block(const std::vector<Finding>& findings, FailOn fail_on);

}  // namespace flowtime
