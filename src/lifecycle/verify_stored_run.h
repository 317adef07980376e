// Proves a stored run: its files are what its manifest says, its model gives its series, and these
// give its judgement.
// Evaluates the whole run again: it costs about as much as making it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "host/run_host.h"
#include "run/open_run.h"

namespace flowtime {

// Where a series of the stored run first differs from what its model gives now.
struct SeriesDifference {
  std::string series_id;  // bare id
  std::int64_t bin = 0;
  double stored = 0, computed = 0;
};

// Values are compared as bits, absent equal to absent.
struct RunVerification {
  RunInfo info;
  std::int64_t files = 0;  // re-hashed
  std::uint64_t bytes = 0;
  // Damaged files end the verification: what follows would compare values whose bytes are known to
  // be wrong.
  Problems damage;                            // of files; empty: intact
  bool was_executed = false;                  // false: the files are damaged
  std::int64_t series = 0;                    // compared bit for bit
  std::vector<SeriesDifference> differences;  // one per differing series, by series
  bool judgement_holds = true;                // what it says of itself follows from its series
  // Made by another version of the engine: differences are shown, they are not a fault of the
  // files. `differences` are listed for information; `holds` ignores them then.
  std::string made_by_other;  // that version; empty: by this one
  bool holds() const {
    return damage.empty() && ((differences.empty() && judgement_holds) || !made_by_other.empty());
  }
};

// Problems: those of open_run, stopped, and refusals of the stored model.
// A damaged run is an answer, not a Problem.
Result<RunVerification> verify_stored_run(const RunHost& host, const std::string& id);

// {"runId","holds","filesIntact","seriesCompared","judgementHolds","errors":[...],"differences":[...],
// ...}
std::string to_json(const RunVerification& verification);

}  // namespace flowtime
