// Stage load-capture: the measured series of a telemetry run.
#pragma once

#include "base/result.h"
#include "host/run_host.h"
#include "host/stage_clock.h"
#include "lifecycle/run_request.h"

namespace flowtime {

// Finds the capture within the root of captures and looks whether its manifest and every bound file
// are there. Problems: capture_missing (names what is), io_outside_root, and not_implemented, when
// the capture is whole: reading it is not offered yet.
Result<Done> load_capture(const RunHost& host, const CaptureRequest& capture, StageClock& clock);

}  // namespace flowtime
