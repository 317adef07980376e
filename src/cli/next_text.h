// What to do next about a stored run: commands that can be pasted into a shell.
#pragma once

#include <string>

#include "cli/data_root.h"
#include "state/stored_run.h"
#include "terminal/command.h"

namespace flowtime::cli {

// The words after `flowtime run` that make a run of the same inputs, without where it is kept and
// how it is called: as they were given to `run` ...
std::string repeated_inputs(const Arguments& arguments, const StoredRun& run, const DataRoot& root);
// ... and as a stored run has them: its template and parameters, else the model it keeps. "" when
// the template is not at hand.
std::string stored_inputs(const Arguments& arguments, const StoredRun& run, const DataRoot& root);

// Why it peaked; the same run with the first change that suggest() finds enough, and what differs
// then; the server. `inputs` is one of the above.
// Reads the run and, where items were late or lost, evaluates up to some hundred scenarios: about a
// second at most.
std::string next_commands(const Arguments& arguments, const StoredRun& run,
                          const std::string& inputs, const DataRoot& root);

// A time of the grid as --at takes it: "13:55", "2026-03-05T13:55", "7" without a start.
std::string at_word(const TimeGrid& grid, std::int64_t bin);

}  // namespace flowtime::cli
