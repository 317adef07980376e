// Stage load-capture: the measured series of a telemetry run.
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
Result<LoadedCapture> load_capture(const RunHost& host, const CaptureRequest& capture,
                                   const RunSource& source, StageClock& clock);

// The parameters that bindings give a template which declares them: the file, as a URI.
std::vector<GivenParameter> bound_sources(const CaptureRequest& capture, const Template& from);

// What compile needs of it.
std::shared_ptr<const std::vector<MeasuredSeries>> measured_series(const LoadedCapture& capture);

// The copies of its files that a bundle keeps below model/telemetry/, and its manifest, whose paths
// name the copies.
struct KeptCapture {
  std::vector<ExtraFile> files;
  std::string manifest_json;
  RunTelemetry summary;
};
KeptCapture kept_capture(const LoadedCapture& capture, const std::vector<Finding>& findings);

}  // namespace flowtime
