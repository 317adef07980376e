// The gate `failOn: health`.
#pragma once

#include "answers/judgement.h"
#include "base/result.h"
#include "checks/check_run.h"

namespace flowtime {

// With FailOn::kHealth one problem per critical finding, the headline first: its code is that of
// the health finding, its message the sentence.
Result<Done> check_health(const JudgementSummary& judgement, FailOn fail_on);

// Of a broken expectation: error in a simulation that fails on expectations, else warning.
Severity expectation_severity(const std::string& mode, FailOn fail_on);

}  // namespace flowtime
