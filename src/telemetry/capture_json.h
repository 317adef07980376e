// What is answered about a capture.
#pragma once

#include <string>

#include "telemetry/capture_run.h"
#include "telemetry/capture_store.h"

namespace flowtime {

// {"capture":{"generated","alreadyExists","generatedAtUtc","sourceRunId","warnings":[],
//  "supportsClassMetrics","classCoverage","classes":[],"captureKey","files"}}
// `generated` is false where nothing was written because a capture was there.
std::string to_json(const CaptureOutcome& outcome, const CapturePlace& place);
// {"captures":[{"name","templateId","sourceRunId","generatedAtUtc","grid","files","classes",
//   "hasEvents","problem"}],"truncated"}; of a capture that cannot be read only name and problem.
std::string to_json(const ListedCaptures& list);

}  // namespace flowtime
