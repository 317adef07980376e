// The judgement of a run that has none: an older version stored it, or its file is gone.
#pragma once

#include <optional>

#include "answers/judgement.h"
#include "state/stored_run.h"
#include "sys/env.h"

namespace flowtime {

// Compiles the stored model and judges the stored values, as creation does (without what the
// request may have said of thresholds, which the bundle does not keep). Nothing where the run does
// not have every series that its model compiles to, e.g. when another program wrote it.
// Costs a compilation and a pass over all values. Deciders are rows of the stored run, as in a
// judgement that was read.
std::optional<Judgement> judge_again(Env& env, const StoredRun& stored);

}  // namespace flowtime
