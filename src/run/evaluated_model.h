// The model of a stored run.
#pragma once

#include <string>

#include "base/result.h"
#include "run/open_run.h"

namespace flowtime {

// The text of model/model.yaml, which is the model that the run's hashes are of. Problems:
// run_damaged when it is missing, provenance_mismatch when it is another.
// Hashes the text: a run whose model was edited is not evaluated as if it were whole.
Result<std::string> read_evaluated_model(const Run& run);

}  // namespace flowtime
