// Limits that the operator sets in the environment.
#pragma once

#include "base/result.h"
#include "host/limits.h"
#include "host/session_limits.h"

namespace flowtime::cli {

// FLOWTIME_MAX_CELLS, else the defaults. Problem: invalid_option.
// A variable that is set to nothing counts as not set.
Result<Limits> limits_of_environment();

// FLOWTIME_MAX_SESSIONS, FLOWTIME_SESSION_IDLE_SECONDS, FLOWTIME_SESSIONS_BYTES, else the defaults.
// Problem: invalid_option.
Result<SessionLimits> session_limits_of_environment();

}  // namespace flowtime::cli
