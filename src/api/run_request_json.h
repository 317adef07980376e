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
Result<CreateRunRequest> run_request_of(const JsonObject& body);

// The same but for where the template comes from: everything beside `templateId` and `model`.
Result<CreateRunRequest> run_settings_of(const JsonObject& body);

}  // namespace flowtime::api
