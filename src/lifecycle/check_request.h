// What can be said of a request before anything is read.
// Pure: no file, no template and no clock is read, so a refusal is immediate and leaves nothing.
// The path of a Problem is a JSON pointer into the body of the request.
#pragma once

#include <optional>

#include "base/result.h"
#include "checks/check_run.h"
#include "lifecycle/run_request.h"

namespace flowtime {

// The parts of the request that later steps would otherwise read a second time.
struct CheckedRequest {
  std::optional<RunMode> mode{};       // as given; nothing: to be decided
  std::optional<std::int64_t> seed{};  // of the request
};

// Problems: invalid_id, invalid_mode, template_required, invalid_rng_kind, capture_in_simulation,
// reuse_excluded.
// Stops at the first fault: one Problem, not a list of all.
Result<CheckedRequest> check_request(const CreateRunRequest& request);

// The mode: as given, else telemetry when a capture is given, else the template's own ("" without
// one), else simulation. Problems: capture_in_simulation, capture_required.
// Asked after the template was found, because a template may name a mode of its own.
Result<RunMode> decide_mode(const CreateRunRequest& request, const CheckedRequest& checked,
                            const std::string& template_mode);

}  // namespace flowtime
