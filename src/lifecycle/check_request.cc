#include "lifecycle/check_request.h"

#include <string>

#include "base/ascii.h"
#include "sys/ids.h"

namespace flowtime {
namespace {

// Nothing where the request leaves the mode to be decided; a template may still have its own.
Result<std::optional<RunMode>> mode_of(const std::string& text) {
  if (text.empty()) return std::optional<RunMode>();
  for (const RunMode mode : {RunMode::kSimulation, RunMode::kTelemetry}) {
    if (same_ignoring_case(text, name_of(mode))) return std::optional(mode);
  }
  return Problem{.code = "invalid_mode",
                 .message = "'mode' cannot be '" + text + "'",
                 .remedy = "Use simulation or telemetry.",
                 .path = "/mode"};
}

Result<Done> check_rng(const std::optional<RngRequest>& rng) {
  if (!rng || same_ignoring_case(rng->kind, "pcg32")) return Done{};
  return Problem{.code = "invalid_rng_kind",
                 .message = "'rng.kind' cannot be '" + rng->kind + "'",
                 .remedy = "Use pcg32, the only generator there is.",
                 .path = "/rng/kind"};
}

Result<Done> check_template(const std::optional<TemplateRequest>& run_template) {
  if (!run_template || run_template->draft_text || !run_template->id.empty()) return Done{};
  return Problem{.code = "template_required",
                 .message = "the request names no template",
                 .remedy = "Give templateId, or the text of a draft.",
                 .path = "/templateId"};
}

// A run of any id will do, or one of this id, or a new one: one of them.
Result<Done> check_reuse(const CreateRunRequest& request) {
  if (!request.reuse || (request.run_id.empty() && !request.overwrite)) return Done{};
  const std::string other = request.overwrite ? "overwriting" : "a run id";
  return Problem{.code = "reuse_excluded",
                 .message = "the request asks for " + other + " and to reuse a run",
                 .remedy = "Leave out one of the two.",
                 .path = "/options/reuse"};
}

bool names_capture(const CreateRunRequest& request) {
  return !request.telemetry.directory.empty() || !request.telemetry.bindings.empty();
}

// Asked twice: of a mode that is given at once, of one that is decided when it is known.
Result<Done> check_capture(const CreateRunRequest& request, RunMode mode) {
  if (mode == RunMode::kSimulation && names_capture(request)) {
    return Problem{.code = "capture_in_simulation",
                   .message = "a simulation cannot have a capture or bindings",
                   .remedy = "Leave out telemetry, or ask for mode telemetry.",
                   .path = "/telemetry"};
  }
  if (mode == RunMode::kTelemetry && request.telemetry.directory.empty()) {
    return Problem{.code = "capture_required",
                   .message = "a telemetry run needs 'telemetry.captureDirectory'",
                   .remedy = "Name the directory of a capture, or ask for mode simulation.",
                   .path = "/telemetry/captureDirectory"};
  }
  return Done{};
}

// What a run that goes on from another has of that one.
// The last one that applies is named; any of them is enough to refuse.
Result<Done> check_base(const CreateRunRequest& request) {
  if (request.base_run_id.empty()) return Done{};
  const char* other = nullptr;
  if (request.run_template || !request.source.text.empty()) other = "a template or a model";
  if (names_capture(request)) other = "a capture";
  if (!request.mode.empty()) other = "a mode";
  if (request.source.seed || (request.rng && request.rng->seed)) other = "a seed";
  if (other == nullptr) return Done{};
  return Problem{
      .code = "base_excludes_source",
      .message = std::string("the request names a base run and ") + other,
      .remedy = "Leave it out: model, mode, seed and measured series are those of the base.",
      .path = "/options/baseRunId"};
}

}  // namespace

// A base run comes first: what it excludes would otherwise be refused for a lesser reason, such as
// a template without an id.
Result<CheckedRequest> check_request(const CreateRunRequest& request) {
  CheckedRequest checked;
  if (!request.run_id.empty()) FT_RETURN_IF_PROBLEM(check_id(request.run_id, "run id"));
  FT_RETURN_IF_PROBLEM(check_base(request));
  FT_RETURN_IF_PROBLEM(check_template(request.run_template));
  FT_TRY(checked.mode, mode_of(request.mode));
  FT_RETURN_IF_PROBLEM(check_rng(request.rng));
  FT_RETURN_IF_PROBLEM(check_reuse(request));
  if (checked.mode) FT_RETURN_IF_PROBLEM(check_capture(request, *checked.mode));
  // The seed of `rng` is that of the API's own member; the one of the source is the command line's.
  checked.seed = request.rng && request.rng->seed ? request.rng->seed : request.source.seed;
  return checked;
}

Result<RunMode> decide_mode(const CreateRunRequest& request, const CheckedRequest& checked,
                            const std::string& template_mode) {
  RunMode mode = RunMode::kSimulation;
  if (checked.mode) mode = *checked.mode;
  // A template of mode telemetry without a capture is refused below, not run as a simulation.
  else if (!request.telemetry.directory.empty() || template_mode == name_of(RunMode::kTelemetry))
    mode = RunMode::kTelemetry;
  FT_RETURN_IF_PROBLEM(check_capture(request, mode));
  return mode;
}

}  // namespace flowtime
