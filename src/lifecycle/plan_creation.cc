// What a dry run answers.
#include "lifecycle/creation_steps.h"
#include "lifecycle/existing_run.h"
#include "run/open_run.h"

namespace flowtime {

Result<RunPlan> plan_run(CreationScope& scope, const RunOrigin& origin, const RunHashes& hashes,
                         const Compiled& compiled) {
  RunPlan plan;
  plan.template_id = origin.source.from ? origin.source.from->id : scope.labels.template_id;
  plan.mode = scope.labels.mode;
  plan.run_id = scope.labels.run_id;
  plan.is_random_id = scope.request.run_id.empty() && !scope.request.deterministic;
  plan.deterministic = scope.request.deterministic;
  plan.content_hash = hashes.content;
  // Not re-hashed: a dry run is cheap, so it says what would be reused if the run is intact.
  const auto existing = read_run_info(scope.host.env, scope.labels.run_id);
  plan.would_reuse =
      existing.has_value() && !scope.request.overwrite && existing->content_hash == hashes.content;
  if (scope.request.reuse) {
    FT_TRY(const auto same, find_same_content(scope.host, hashes.content, scope.clock));
    plan.would_reuse = plan.would_reuse || same.has_value();
    plan.is_random_id = plan.is_random_id && !same;
    if (same) plan.run_id = same->id;
  }
  plan.capture_directory = scope.request.telemetry.directory;
  plan.telemetry_bindings = stored_bindings(scope.request);
  if (origin.capture) plan.capture_files = origin.capture->summary.sources;
  plan.parameters = origin.source.given;
  plan.resolved_parameters = origin.source.parameters;
  FT_TRY(plan.outputs, planned_files(origin.source.model, compiled.plan,
                                     origin.source.model_text.size(), scope.request.csv));
  plan.cells = static_cast<std::int64_t>(compiled.plan.series.size()) * compiled.plan.bins;
  plan.warnings = notes_of(origin, compiled);
  return plan;
}

}  // namespace flowtime
