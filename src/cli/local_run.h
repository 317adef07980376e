// Runs made in this process.
#pragma once

#include "cli/data_root.h"
#include "lifecycle/create_run.h"
#include "terminal/command.h"

namespace flowtime::cli {

// create_run against the data root, with the library of --templates-dir and the catalog.
// The host exists during the call only. With --verbose the events of the creation are written to
// standard error. Problems: those of create_run, in the outcome.
RunOutcome create_here(CreateRunRequest request, const Arguments& arguments, const DataRoot& root,
                       const Limits& limits, Console& console);

}  // namespace flowtime::cli
