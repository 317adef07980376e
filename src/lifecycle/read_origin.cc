// From the request to what the run is made from.
#include "figures/expectation.h"
#include "lifecycle/creation_steps.h"
#include "pipeline/read_and_compile.h"
#include "run/run_identity.h"

namespace flowtime {
namespace {

void report_model(CreationScope& scope, const RunOrigin& origin) {
  const Model& model = origin.source.model;
  scope.event(RunEvent::kValidation, {{"nodes", static_cast<std::int64_t>(model.nodes.size())},
                                      {"bins", model.grid.bins}});
}

// Everything is that of the base, but for what was set.
Result<RunOrigin> origin_of_base(CreationScope& scope) {
  RunOrigin origin;
  FT_TRY(origin.base, read_counterfactual(scope.host, scope.request, scope.clock));
  origin.source = std::move(origin.base->source);
  origin.mode = origin.base->mode;
  origin.sampling = origin.base->sampling;
  scope.labels.mode = name_of(origin.mode);
  report_model(scope, origin);
  FT_RETURN_IF_PROBLEM(scope.clock.go_on());
  return origin;
}

// The request, with the captured files that its bindings name as values of parameters.
CreateRunRequest with_bound_sources(const CreateRunRequest& request, const Template& from) {
  CreateRunRequest bound = request;
  for (GivenParameter& given : bound_sources(request.telemetry, from)) {
    bound.run_template->parameters.push_back(std::move(given));
  }
  return bound;
}

Result<RunSource> source_of(CreationScope& scope, RunMode mode,
                            std::shared_ptr<const Template> from,
                            std::optional<std::int64_t> seed) {
  if (mode == RunMode::kSimulation || !from) {
    return read_run_source(scope.request, std::move(from), seed, scope.clock);
  }
  // A template cannot tell a captured file from any other, so the binding is given as a value.
  const CreateRunRequest bound = with_bound_sources(scope.request, *from);
  return read_run_source(bound, std::move(from), seed, scope.clock);
}

}  // namespace

Result<AcceptedRequest> accept_request(CreationScope& scope) {
  AcceptedRequest accepted;
  scope.clock.start(Stage::kAccept);
  accepted.created_unix_ms = scope.host.env.now_unix_ms();
  // Before the checks, so that a refusal has an id under which its record is found.
  if (scope.request.run_id.empty() && !scope.request.deterministic)
    scope.labels.run_id = random_run_id(scope.host.env);
  FT_TRY(accepted.checked, check_request(scope.request));
  // Only after the check: an invalid id never reaches a log line or a path.
  if (!scope.request.run_id.empty()) scope.labels.run_id = scope.request.run_id;
  const bool has_capture = !scope.request.telemetry.directory.empty();
  scope.labels.mode = name_of(
      accepted.checked.mode.value_or(has_capture ? RunMode::kTelemetry : RunMode::kSimulation));
  scope.tell_identity();
  scope.event(RunEvent::kStart, {{"dryRun", scope.request.dry_run}});
  std::int64_t swept = 0;
  if (!scope.request.dry_run) {
    // Room on the disk before the run needs it.
    FT_TRY(swept, sweep_stages(scope.host.env));
  }
  FT_RETURN_IF_PROBLEM(scope.clock.go_on());
  scope.clock.end({{"sweptStages", swept}});
  return accepted;
}

Result<RunOrigin> read_origin(CreationScope& scope, const AcceptedRequest& accepted) {
  const CreateRunRequest& request = scope.request;
  if (!request.base_run_id.empty()) return origin_of_base(scope);
  RunOrigin origin;
  origin.sampling = request.source.sampling;
  FT_TRY(auto from, resolve_template(scope.host, request, scope.clock));
  FT_RETURN_IF_PROBLEM(scope.clock.go_on());
  FT_TRY(origin.mode, decide_mode(request, accepted.checked, from ? from->mode : ""));
  scope.labels.mode = name_of(origin.mode);
  if (from) scope.template_id = from->id;
  // A draft stays "draft" in log and metrics, whatever id its text claims.
  if (from && !request.run_template->draft_text) scope.labels.template_id = from->id;
  FT_TRY(origin.source, source_of(scope, origin.mode, std::move(from), accepted.checked.seed));
  report_model(scope, origin);
  FT_RETURN_IF_PROBLEM(scope.clock.go_on());
  if (origin.mode == RunMode::kSimulation) return origin;
  FT_TRY(origin.capture, load_capture(scope.host, request.telemetry, origin.source, scope.clock));
  return origin;
}

Result<Compiled> compile_origin(CreationScope& scope, RunOrigin& origin) {
  ModelSource options;
  options.sampling = origin.sampling;
  if (origin.base) options.measured = origin.base->measured;
  if (origin.capture) options.measured = measured_series(*origin.capture);
  auto compiled = compile_model(origin.source.model, options, scope.host.limits, scope.clock);
  if (!compiled) return origin.source.told(compiled.problems());
  const SeriesCatalog& series = compiled->plan.series;
  // Only a compiled plan knows which series there are.
  if (origin.capture) settle_capture(*origin.capture, origin.source.model, series);
  const auto expected =
      // Read here and again after evaluation: a typing error is reported before any work is done.
      figures::read_expectations(origin.source.expected, origin.source.model, series);
  if (!expected) return origin.source.told(expected.problems());
  FT_RETURN_IF_PROBLEM(scope.clock.go_on());
  return std::move(*compiled);
}

std::vector<Finding> notes_of(const RunOrigin& origin, const Compiled& compiled) {
  std::vector<Finding> notes = origin.source.notes;
  const auto add = [&](const std::vector<Finding>& more) {
    notes.insert(notes.end(), more.begin(), more.end());
  };
  add(origin.source.model.notes);
  add(compiled.notes);
  if (origin.capture) add(origin.capture->findings);
  return notes;
}

}  // namespace flowtime
