#include "checks/check_run.h"

#include <algorithm>

#include "checks/check_table.h"

namespace flowtime {

struct RunChecks::Impl {
  struct Running {
    const checks::CheckRow* row;
    std::unique_ptr<checks::Fold> fold;
  };
  Impl(const checks::RunSeries& run, RunMode run_mode) : mode(run_mode) {
    for (const checks::CheckRow& row : checks::check_table()) {
      if (run_mode == RunMode::kTelemetry && !row.telemetry) continue;
      // RunSeries is needed only here: folds keep indices and references to the model.
      if (auto fold = row.make(run)) folds.push_back({&row, std::move(fold)});
    }
  }
  RunMode mode;
  std::vector<Running> folds;
};

RunChecks::RunChecks(const checks::RunSeries& run, RunMode mode)
    : impl_(std::make_unique<Impl>(run, mode)) {}
RunChecks::RunChecks(const Model& model, const SeriesCatalog& series, RunMode mode)
    : RunChecks(checks::RunSeries(model, series), mode) {}
RunChecks::~RunChecks() = default;
RunChecks::RunChecks(RunChecks&&) noexcept = default;

void RunChecks::accept(const SeriesTile& tile) {
  for (const Impl::Running& running : impl_->folds) running.fold->accept(tile);
}

std::vector<Finding> RunChecks::findings() const {
  std::vector<Finding> findings;
  for (const auto& [row, fold] : impl_->folds) {
    Finding blank;
    blank.code = row->code;
    blank.severity = impl_->mode == RunMode::kSimulation ? row->simulation : *row->telemetry;
    fold->report(blank, findings);
  }
  return findings;
}

std::optional<FailOn> parse_fail_on(std::string_view text) {
  if (text == "error") return FailOn::kError;
  if (text == "warning") return FailOn::kWarning;
  if (text == "health") return FailOn::kHealth;
  if (text == "expectation") return FailOn::kExpectation;
  if (text == "none") return FailOn::kNone;
  return std::nullopt;
}

const char* name_of(FailOn fail_on) {
  switch (fail_on) {
    case FailOn::kError: return "error";
    case FailOn::kWarning: return "warning";
    case FailOn::kHealth: return "health";
    // What the judgement and the expectations say is no finding of these checks; callers add it.
    case FailOn::kExpectation: return "expectation";
    case FailOn::kNone: return "none";
  }
  return "";
}

bool findings_block(const std::vector<Finding>& findings, FailOn fail_on) {
  const FindingCounts counts = count_findings(findings);
  switch (fail_on) {
    case FailOn::kError:
    case FailOn::kHealth:
    case FailOn::kExpectation: return counts.error > 0;
    case FailOn::kWarning: return counts.error > 0 || counts.warning > 0;
    case FailOn::kNone: return false;
  }
  return false;
}

}  // namespace flowtime
