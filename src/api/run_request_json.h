// The body of POST /v1/runs.
#pragma once

#include <string>

#include "base/result.h"
#include "http/json_body.h"
#include "lifecycle/run_request.h"

namespace flowtime::api {

// {"templateId","mode","parameters":{},"telemetry":{"captureDirectory","bindings":{}},
//  "rng":{"kind","seed"},"options":{"deterministicRunId","runId","dryRun","overwriteExisting",
//  "strictParameters","failOn","sampling","csv","reuse","thresholds":{}},"model"}
// `model` is the text of a model, to be run without a template.
// Problems: invalid_body, invalid_option, unknown_threshold and invalid_threshold with their JSON
// pointers, missing_template_id.
// All problems of the body at once, but for those that only show when the run is made.
Result<CreateRunRequest> run_request_of(const JsonObject& body);

// The same but for where the template comes from: everything beside `templateId` and `model`.
// `run_template` is set in the answer; run_request_of takes it away where a model is given.
Result<CreateRunRequest> run_settings_of(const JsonObject& body);

}  // namespace flowtime::api
