// The state of a run for people: tables, sparklines, colour.
#pragma once

#include <string>

#include "state/flow_facts.h"
#include "state/snapshot.h"
#include "state/window.h"

namespace flowtime::cli {

// What happened in one bin: a row per node. `colour`: with ANSI colours by the verdicts.
std::string snapshot_text(const Snapshot& snapshot, bool colour);
// How it went over a range of bins: a row per node with sparklines of load, queue and wait, then
// what the run has to say.
std::string window_text(const Window& window, bool colour);
// What chance adds: a row per node with a capacity or service times, then what the badges mean.
std::string queueing_text(const FlowFacts& facts);

}  // namespace flowtime::cli
