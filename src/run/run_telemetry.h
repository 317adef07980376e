// What a run that was made from measured series says about them, in run.json and in its envelope.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "text/json_reader.h"
#include "text/json_writer.h"

namespace flowtime {

// A summary; the measured values themselves are rows of the matrix like any other.
// `missing_bins` are bins of the grid for which the capture has no value.
struct RunTelemetry {
  // One file of the capture that was used.
  // `metric` is the role of the series in the capture's words.
  struct Source {
    std::string node_id, metric, class_id;
    std::string path;       // below model/telemetry/
    std::string series_id;  // the bare id of the series that it overrides
    std::int64_t missing_bins = 0;
  };
  std::string capture;        // the directory that was asked for
  std::string source_run_id;  // of the run that was captured; may be empty
  std::string captured_utc;
  std::vector<Source> sources;
  std::vector<std::string> measured;  // bare ids of the series that nothing computed
  std::string coverage;  // of the series the topology speaks of: full, partial, missing
  std::int64_t nodes = 0, nodes_measured = 0;
  std::int64_t missing_bins = 0;      // of all sources
  std::int64_t class_mismatches = 0;  // series whose classes do not sum to the total
};

// {"capture","sourceRunId","capturedAtUtc","coverage","nodes","nodesMeasured",
//  "quality":{"series","missingBins","classMismatches"},"measured":[],"sources":[...]}
// The same members in run.json and in the envelope.
// As one JSON object.
void write_run_telemetry(JsonWriter& json, const RunTelemetry& telemetry);
// Nothing where the value is not an object.
std::optional<RunTelemetry> read_run_telemetry(JsonReader& json);

}  // namespace flowtime
