// What `run` says of its outcome.
#pragma once

#include <string>

#include "cli/data_root.h"
#include "lifecycle/create_run.h"
#include "state/stored_run.h"
#include "terminal/command.h"

namespace flowtime::cli {

// References only; used within the call that writes it.
struct RunReport {
  const RunOutcome& outcome;  // succeeded
  const DataRoot& root;
  const Arguments& arguments;
};

// What was made, what it says about itself, where it is, and what to do next; or the plan of a dry
// run.
void write_run_text(const RunReport& report, Console& console);
// The envelope.
void write_run_json(const RunReport& report, Console& console);

// What a stored run says about itself: its headline, its tables, its other findings and the curves
// of the headline; of a model without a topology, and of a run that was not judged, its series.
// "all": every finding and every series.
std::string overview_text(const StoredRun& run, const Console& console, bool all = false);

// The facts about a run, one per line.
std::string run_facts(const RunEnvelope& run, const std::string& data_root);
// "24 bins of 1 hour from 2026-01-01T00:00:00Z"
std::string grid_text(const TimeGrid& grid);

}  // namespace flowtime::cli
