// The gate `failOn: health`.
#pragma once

#include "answers/judgement.h"
#include "base/result.h"
#include "checks/check_run.h"

namespace flowtime {

// With FailOn::kHealth one problem per critical finding, the headline first: its code is that of
// the health finding, its message the sentence.
// Judges the summary that the judge stage made; the values of the run are not read again.
// With every other FailOn the answer is Done, however critical the findings are. Pure.
Result<Done> check_health(const JudgementSummary& judgement, FailOn fail_on);

// Of a broken expectation: error in a simulation that fails on expectations, else warning.
// `mode` is the name of a RunMode, as RunInfo and RunLabels keep it. A telemetry run only ever
// warns: what was measured does not become wrong because it misses an expectation.
Severity expectation_severity(const std::string& mode, FailOn fail_on);

}  // namespace flowtime
