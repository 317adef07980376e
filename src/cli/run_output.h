// What `run` says of its outcome.
#pragma once

#include <string>

#include "cli/data_root.h"
#include "lifecycle/create_run.h"
#include "terminal/console.h"

namespace flowtime::cli {

struct RunReport {
  const RunOutcome& outcome;  // succeeded
  const DataRoot& root;
  std::string model;  // as given
};

// What happened in the run, what was made and where, what was found, and what to do next; or the
// plan of a dry run.
void write_run_text(const RunReport& report, Console& console);
// The envelope.
void write_run_json(const RunReport& report, Console& console);

// The facts about a run, one per line.
std::string run_facts(const RunEnvelope& run, const std::string& data_root);
// "24 bins of 1 hour from 2026-01-01T00:00:00Z"
std::string grid_text(const TimeGrid& grid);

}  // namespace flowtime::cli
