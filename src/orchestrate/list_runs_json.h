// The answer to "which runs are there".
#pragma once

#include <cstddef>
#include <string>

#include "run/open_run.h"

namespace flowtime {

// {"items":[{"runId","templateId","templateTitle","templateVersion","mode","createdUtc",
//  "warningCount","findings","grid","contentHash"}],"totalCount","damaged":[ids]}
// `total` counts also what the list leaves out.
std::string to_json(const RunList& list, std::size_t total);

}  // namespace flowtime
