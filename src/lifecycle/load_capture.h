// Stage load-capture: the measured series of a telemetry run.
// The files are in host.captures where the host has it, else in captures/ below the data root.
#pragma once

#include <memory>
#include <vector>

#include "base/result.h"
#include "compile/compile.h"
#include "host/run_host.h"
#include "host/stage_clock.h"
#include "lifecycle/run_request.h"
#include "lifecycle/run_source.h"
#include "telemetry/load_capture.h"

namespace flowtime {

// Reads the capture within the root of captures. Bindings select: a bound file measures the series
// whose `source` names the parameter, or the series of that id, or else what its manifest says.
// Problems: capture_missing, io_outside_root, those of load_capture_files.
// `source` gives the grid and the ids that measured values must fit.
Result<LoadedCapture> load_capture(const RunHost& host, const CaptureRequest& capture,
                                   const RunSource& source, StageClock& clock);

// The parameters that bindings give a template which declares them: the file, as a URI.
// Only parameters of type string that the template declares: "file://telemetry/<file>".
std::vector<GivenParameter> bound_sources(const CaptureRequest& capture, const Template& from);

// What compile needs of it.
// Copies the values: one for each bin of each series.
std::shared_ptr<const std::vector<MeasuredSeries>> measured_series(const LoadedCapture& capture);

// The copies of its files that a bundle keeps below model/telemetry/, and its manifest, whose paths
// name the copies.
// Paths in the capture become flat names ('/' is '_'); a name that is taken gets '_' in front.
struct KeptCapture {
  std::vector<ExtraFile> files;
  std::string manifest_json;
  RunTelemetry summary;
};
// `findings` are those of the whole run; the manifest keeps them as its warnings. Call it after
// settle_capture.
KeptCapture kept_capture(const LoadedCapture& capture, const std::vector<Finding>& findings);

}  // namespace flowtime
