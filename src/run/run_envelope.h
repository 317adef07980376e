// RunEnvelope: what is said of a stored run, alike by all that create, reuse or read it.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "run/open_run.h"
#include "run/run_record.h"
#include "sys/env.h"
#include "text/json_writer.h"

namespace flowtime {

// Which files of the bundle are present.
// As the files were when the envelope was made.
struct RunArtifacts {
  bool spec = false, model = false, metadata = false, provenance = false, manifest = false;
  bool index = false, series = false, aggregates = false, telemetry_manifest = false;
};

// A value; it does not follow later changes of the run.
struct RunEnvelope {
  RunInfo info;
  RunArtifacts artifacts;
  bool sources_resolved = true;  // of a telemetry run: every file of its capture is still there
  bool was_captured = false;     // a capture of the run lies in its folder
  // How well edges show flows: EdgeQuality in metrics/class_coverage.h.
  std::string edge_quality;  // "missing", "approx", "partialClass", "exact"
  bool was_reused = false;
  std::vector<std::string> same_content_as;  // of a new run: earlier ones, newest first
  std::vector<StageDuration> durations;      // of the call that answers, else of the run's making
  // Model, metadata and telemetry manifest are there and every source of the run is resolved.
  // Replay: another program evaluates the run again from its files.
  bool can_replay() const;
};

// Problems: as open_run.
// Opens the run and looks whether its files are there; reads no values.
// Cost as open_run, and a look at each file.
Result<RunEnvelope> read_envelope(Env& env, const std::string& id);
// Of a run that is open already.
RunEnvelope envelope_of(const Run& run);

// The envelope of design section "HTTP API"; `plan` is null.
std::string to_json(const RunEnvelope& envelope, JsonWriter::Layout layout);
// Its member `metadata`, which every answer about the run repeats byte for byte.
// Byte for byte equal for the same run: clients compare it.
void write_metadata(JsonWriter& json, const RunEnvelope& envelope);

// {"parse":0.4,"validate":...}
void write_durations(JsonWriter& json, const std::vector<StageDuration>& durations);

}  // namespace flowtime
