#include "lifecycle/check_health.h"

#include "run/health.h"

namespace flowtime {

Result<Done> check_health(const JudgementSummary& judgement, FailOn fail_on) {
  Problems problems;
  if (fail_on != FailOn::kHealth) return Done{};
  for (const Finding& finding : health_findings(judgement)) {
    // Warnings of the judgement never refuse a run: only a promise that is broken does.
    if (finding.verdict != name_of(Verdict::kCritical)) continue;
    problems.push_back({.code = finding.code,
                        .message = finding.message,
                        .remedy = "Mend what the finding names; without failOn health the run is "
                                  "stored with it."});
  }
  if (problems.empty()) return Done{};
  return problems;
}

Severity expectation_severity(const std::string& mode, FailOn fail_on) {
  const bool is_error = fail_on == FailOn::kExpectation && mode == name_of(RunMode::kSimulation);
  return is_error ? Severity::kError : Severity::kWarning;
}

}  // namespace flowtime
