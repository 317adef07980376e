// The model of a stored run, as it was evaluated.
#pragma once

#include "base/result.h"
#include "orchestrate/model_source.h"
#include "run/open_run.h"

namespace flowtime {

// Its text, its seed, its sampling. Problems: those of read_evaluated_model.
Result<ModelSource> source_of(const Run& run);

}  // namespace flowtime
