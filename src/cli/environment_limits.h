// Limits that the operator sets in the environment.
#pragma once

#include "base/result.h"
#include "host/limits.h"

namespace flowtime::cli {

// FLOWTIME_MAX_CELLS, else the defaults. Problem: invalid_option.
Result<Limits> limits_of_environment();

}  // namespace flowtime::cli
