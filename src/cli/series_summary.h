// Stored series at a glance.
#pragma once

#include <cstddef>
#include <string>

#include "run/open_run.h"

namespace flowtime::cli {

// A row per series: min, mean, max, last, and its curve over a clock axis; at most `most` of them
// (0: all).
std::string series_summary(const Run& run, std::size_t most = 0);

}  // namespace flowtime::cli
