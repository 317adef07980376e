// What can be told of a request before anything is read.
#pragma once

#include <optional>

#include "base/result.h"
#include "checks/check_run.h"
#include "lifecycle/run_request.h"

namespace flowtime {

struct CheckedRequest {
  std::optional<RunMode> mode{};       // as given; nothing: to be decided
  std::optional<std::int64_t> seed{};  // of the request
};

// Problems: invalid_id, invalid_mode, template_required, invalid_rng_kind, capture_in_simulation,
// reuse_excluded.
Result<CheckedRequest> check_request(const CreateRunRequest& request);

// The mode: as given, else telemetry when a capture is given, else the template's own ("" without
// one), else simulation. Problems: capture_in_simulation, capture_required.
Result<RunMode> decide_mode(const CreateRunRequest& request, const CheckedRequest& checked,
                            const std::string& template_mode);

}  // namespace flowtime
