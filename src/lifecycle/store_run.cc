// From the evaluated stage to the published run.
#include "lifecycle/creation_steps.h"
#include "lifecycle/existing_run.h"
#include "run/written_envelope.h"

namespace flowtime {
namespace {

RunRecord record_of(const CreationScope& scope, const CreationParts& parts) {
  const RunOrigin& origin = parts.origin;
  RunRecord record;
  record.run_id = scope.labels.run_id;
  record.mode = scope.labels.mode;
  record.engine_version = scope.host.version.version;
  record.semantics_version = scope.host.version.semantics_version;
  record.model = &origin.source.model;
  record.document = &origin.source.document;
  record.series = &parts.compiled.plan.series;
  if (const auto& from = origin.source.from) {
    record.run_template = {.id = from->id,
                           .title = from->title,
                           .narrative = from->narrative,
                           .version = from->version};
  }
  record.parameters = origin.source.parameters;
  record.settings = origin.source.settings;
  record.input_hash = parts.hashes.input;
  record.seed = origin.source.model.seed;
  record.sampling = name_of(origin.sampling);
  record.content_hash = parts.hashes.content;
  record.findings = parts.opinion.findings;
  record.judgement = &parts.opinion.judgement;
  record.expectations = parts.opinion.expectations;
  record.thresholds = scope.request.thresholds;
  record.supersedes = parts.claim.supersedes;
  record.telemetry_bindings = stored_bindings(scope.request);
  if (origin.capture) {
    KeptCapture kept = kept_capture(*origin.capture, parts.opinion.findings);
    record.telemetry_manifest = std::move(kept.manifest_json);
    record.extra_files = std::move(kept.files);
    record.telemetry = std::move(kept.summary);
    record.class_coverage = origin.capture->manifest.class_coverage;
  }
  if (origin.base) add_base(*origin.base, record);
  record.csv = scope.request.csv;
  record.created_unix_ms = parts.accepted.created_unix_ms;
  record.durations = scope.clock.durations();
  return record;
}

Result<Done> write(CreationScope& scope, const CreationParts& parts, RunStage& stage) {
  const auto series = static_cast<std::int64_t>(stage.series_count());
  scope.clock.start(Stage::kWrite);
  // The record is built last: it has the durations of every stage before this one.
  FT_RETURN_IF_PROBLEM(write_bundle(stage, record_of(scope, parts), scope.stop_question()));
  scope.clock.end({{"series", series}});
  scope.clock.start(Stage::kVerify);
  FT_RETURN_IF_PROBLEM(verify_stage(stage, scope.stop_question()));
  FT_RETURN_IF_PROBLEM(scope.clock.go_on());
  scope.clock.end();
  scope.event(RunEvent::kArtifacts, {{"series", series}});
  return Done{};
}

Result<Publication> publish_stage(CreationScope& scope, const RunClaim& claim, RunStage& stage) {
  // The last moment at which a cancelled run leaves nothing behind.
  if (!scope.record.may_publish()) return scope.clock.stopped();
  scope.clock.start(Stage::kPublish);
  FT_TRY(const Publication publication, publish(stage, claim.rule, scope.request.durability));
  scope.clock.end({{"replaced", publication.replaced ? 1 : 0}});
  return publication;
}

}  // namespace

Result<PublishedRun> store_run(CreationScope& scope, const CreationParts& parts, RunStage& stage) {
  FT_RETURN_IF_PROBLEM(write(scope, parts, stage));
  FT_TRY(const Publication publication, publish_stage(scope, parts.claim, stage));
  const std::string& id = scope.labels.run_id;
  PublishedRun published;
  if (publication.published) {
    published.changed_runs.push_back(id);
    if (!publication.former_id.empty()) published.changed_runs.push_back(publication.former_id);
    published.run = take_envelope(stage);
    published.has_labels = publication.replaced;
    return published;
  }
  // A writer that does not take our locks published this id first.
  FT_TRY(const ExistingRun existing,
         look_up_run(scope.host.env, id, parts.hashes.content, scope.clock));
  if (existing.kind != ExistingRun::Kind::kSame) return run_id_taken(id);
  return published;
}

}  // namespace flowtime
