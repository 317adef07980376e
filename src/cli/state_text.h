// The state of a run for people: tables, sparklines, colour.
#pragma once

#include <string>

#include "state/snapshot.h"
#include "state/window.h"

namespace flowtime::cli {

// What happened in one bin: a row per node. `colour`: with ANSI colours by the thresholds.
std::string snapshot_text(const Snapshot& snapshot, bool colour);
// How it went over a range of bins: a row per node with sparklines of load and queue, then what the
// run has to say.
std::string window_text(const Window& window, bool colour);

}  // namespace flowtime::cli
