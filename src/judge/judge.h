// judge_run: what a run says about itself. docs/semantics.md, "Judgement".
//
// It runs once, when a run is created (and again for runs of older versions, which have none).
// Linear in nodes x bins.
#pragma once

#include "answers/judgement.h"
#include "judge/judged_run.h"
#include "model/thresholds.h"

namespace flowtime::judge {

// `run.series` covers every series of `run.plan`. Without a topology there is nothing to judge: no
// node, no finding, no verdict.
Judgement judge_run(const JudgedRun& run, const ThresholdOverrides& overrides = {});

}  // namespace flowtime::judge
