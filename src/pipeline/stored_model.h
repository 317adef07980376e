// The model of a stored run, as it was evaluated.
#pragma once

#include <string>

#include "base/result.h"
#include "pipeline/model_source.h"
#include "run/open_run.h"

namespace flowtime {

// Its text, its seed, its sampling, what was measured. Problems: those of read_evaluated_model.
Result<ModelSource> source_of(const Run& run);
// The same of a run whose model is read already.
ModelSource source_of(const Run& run, std::string model_text);

}  // namespace flowtime
