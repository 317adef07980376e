// judge_run: what a run says about itself. docs/semantics.md, "Judgement".
//
// It runs once, when a run is created (and again for runs of older versions, which have none).
// Linear in nodes x bins.
// In five steps: loads of constraints; the story of every node by itself; blame passed along chains
// of held nodes; findings ranked, balance drawn up; verdict and thumbnail of the whole.
#pragma once

#include "answers/judgement.h"
#include "judge/judged_run.h"
#include "model/thresholds.h"

namespace flowtime::judge {

// `run.series` covers every series of `run.plan`. Without a topology there is nothing to judge: no
// node, no finding, no verdict.
// Replaced thresholds (`overrides`) count before those of the model. The result refers to nothing:
// it outlives run, model and plan.
Judgement judge_run(const JudgedRun& run, const ThresholdOverrides& overrides = {});

}  // namespace flowtime::judge
