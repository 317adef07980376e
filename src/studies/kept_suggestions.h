// The suggestions for a stored run, computed once and kept beside it.
#pragma once

#include <string>

#include "base/result.h"
#include "host/run_host.h"
#include "studies/suggest.h"

namespace flowtime::studies {

// As suggest() answers, in JSON. Kept in <data>/suggestions/<runId>.json as long as the run has the
// same content and the program is the same; what cannot be kept is computed again.
// Problems: run_not_found, run_damaged, those of suggest().
Result<std::string> suggestions_for(const RunHost& host, const std::string& run_id,
                                    const SuggestOptions& options = {});

}  // namespace flowtime::studies
