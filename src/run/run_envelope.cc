#include "run/run_envelope.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "answers/answer_json.h"
#include "answers/judgement_json.h"
#include "metrics/class_coverage.h"
#include "run/bundle_paths.h"
#include "run/health.h"
#include "run/json_parts.h"
#include "run/record_facts.h"
#include "run/series_naming.h"
#include "run/written_envelope.h"

namespace flowtime {
namespace {

constexpr std::string_view kFlowVolume = "_flowVolume";

// Which classes an edge has parts of, by the measure of its flow series.
class EdgeClasses {
 public:
  void add(const std::string& measure, bool is_specific, const std::string& class_token) {
    has_edges_ = true;
    if (!measure.ends_with(kFlowVolume)) return;
    std::set<std::string>& classes = classes_of_[measure];
    if (is_specific) classes.insert(class_token);
  }
  std::string quality(std::size_t classes_expected) const {
    std::vector<EdgeCoverage> coverage;
    // Edges, but none of them with a flow.
    if (has_edges_ && classes_of_.empty()) coverage.push_back({});
    for (const auto& [measure, classes] : classes_of_) {
      coverage.push_back({.has_flow = true,
                          .classes_expected = static_cast<int>(classes_expected),
                          .classes_covered = static_cast<int>(classes.size())});
    }
    return name_of(edge_quality(coverage));
  }

 private:
  std::map<std::string, std::set<std::string>> classes_of_;
  bool has_edges_ = false;
};

std::string edge_quality_of(const Run& run) {
  EdgeClasses edges;
  for (const SeriesEntry& entry : run.series()) {
    if (entry.kind != "edge") continue;
    edges.add(entry.bare_id.substr(0, entry.bare_id.find('@')), entry.class_kind == "specific",
              entry.class_token);
  }
  return edges.quality(run.info().classes.size());
}

std::string edge_quality_of(const RunRecord& record) {
  EdgeClasses edges;
  for (const SeriesInfo& info : record.series->all()) {
    if (info.kind != SeriesKind::kEdge) continue;
    edges.add(info.measure, stored_class_kind(info) == "specific", stored_class(info));
  }
  return edges.quality(record.model->classes.size());
}

RunArtifacts artifacts_of(const Run& run) {
  return {.spec = run.has_file(bundle::kSpec),
          .model = run.has_file(bundle::kModel),
          .metadata = run.has_file(bundle::kMetadata),
          .provenance = run.has_file(bundle::kProvenance),
          .manifest = run.has_file(bundle::kManifest),
          .index = run.has_file(bundle::kIndex),
          .series = !run.series().empty(),
          .aggregates = run.has_file("aggregates"),
          .telemetry_manifest = run.has_file(bundle::kTelemetryManifest)};
}

void write_artifacts(JsonWriter& json, const RunArtifacts& artifacts) {
  json.begin_object();
  json.member("spec", artifacts.spec).member("model", artifacts.model);
  json.member("metadata", artifacts.metadata).member("provenance", artifacts.provenance);
  json.member("manifest", artifacts.manifest).member("index", artifacts.index);
  json.member("series", artifacts.series).member("aggregates", artifacts.aggregates);
  json.member("telemetryManifest", artifacts.telemetry_manifest);
  json.end_object();
}

// Whether there are measured series, of whom, and how good they are.
void write_telemetry(JsonWriter& json, const RunEnvelope& envelope) {
  const RunInfo& info = envelope.info;
  const auto& telemetry = info.telemetry;
  json.begin_object().member("available", telemetry.has_value() || envelope.was_captured);
  const bool dated = telemetry && !telemetry->captured_utc.empty();
  json.member("generatedAtUtc", dated ? telemetry->captured_utc : info.created_utc);
  json.member("warningCount", info.finding_counts.error + info.finding_counts.warning);
  const bool of_other = telemetry && !telemetry->source_run_id.empty();
  // A run is its own source unless it was made from another one's capture.
  json.member("sourceRunId", of_other ? telemetry->source_run_id : info.id);
  if (telemetry) {
    json.member("capture", telemetry->capture).member("coverage", telemetry->coverage);
    json.member("nodes", telemetry->nodes).member("nodesMeasured", telemetry->nodes_measured);
    json.key("quality").begin_object();
    json.member("series", static_cast<std::int64_t>(telemetry->sources.size()));
    json.member("missingBins", telemetry->missing_bins);
    json.member("classMismatches", telemetry->class_mismatches);
    json.member("classCoverage", info.class_coverage).end_object();
  }
  json.end_object();
}

bool all_sources_there(const Run& run) {
  if (!run.info().telemetry) return true;
  const auto& sources = run.info().telemetry->sources;
  return !sources.empty() &&
         std::all_of(sources.begin(), sources.end(), [&](const RunTelemetry::Source& source) {
           return run.has_file("model/telemetry/" + source.path);
         });
}

// Those of the data, then those of the service.
std::vector<Finding> all_findings(const RunInfo& info) {
  std::vector<Finding> all = info.findings;
  if (!info.judgement) return all;
  const std::vector<Finding> health = health_findings(*info.judgement);
  all.insert(all.end(), health.begin(), health.end());
  return all;
}

void write_storage(JsonWriter& json, const RunEnvelope& envelope) {
  const std::string folder = run_directory(envelope.info.id) + "/";
  json.begin_object().member("modelPath", folder + bundle::kModel);
  json.member("metadataPath", folder + bundle::kMetadata);
  if (envelope.artifacts.provenance) json.member("provenancePath", folder + bundle::kProvenance);
  json.end_object();
}

}  // namespace

bool RunEnvelope::can_replay() const {
  return artifacts.model && artifacts.metadata && artifacts.telemetry_manifest &&
         artifacts.series && sources_resolved;
}

Result<RunEnvelope> read_envelope(Env& env, const std::string& id) {
  FT_TRY(const Run run, open_run(env, id));
  return envelope_of(run);
}

RunEnvelope envelope_of(const Run& run) {
  RunEnvelope envelope;
  envelope.info = run.info();
  envelope.artifacts = artifacts_of(run);
  envelope.edge_quality = edge_quality_of(run);
  envelope.sources_resolved = all_sources_there(run);
  envelope.was_captured = run.has_file("model/telemetry/manifest.json");
  envelope.durations = envelope.info.durations;
  return envelope;
}

RunEnvelope envelope_of(const RunRecord& record, RunInfo info) {
  RunEnvelope envelope;
  envelope.info = std::move(info);
  envelope.artifacts = {.spec = true,
                        .model = true,
                        .metadata = true,
                        .provenance = true,
                        .manifest = true,
                        .index = true,
                        .series = record.series->size() > 0,
                        .aggregates = true,
                        .telemetry_manifest = true};
  envelope.edge_quality = edge_quality_of(record);
  envelope.durations = envelope.info.durations;
  return envelope;
}

void write_metadata(JsonWriter& json, const RunEnvelope& envelope) {
  const RunInfo& info = envelope.info;
  json.begin_object();
  json.member("runId", info.id).member("templateId", info.template_id);
  json.member("templateTitle", info.template_title);
  json.member("templateNarrative", info.template_narrative);
  json.member("templateVersion", info.template_version).member("mode", info.mode);
  json.member("provenanceHash", info.model_hash)
      .member("telemetrySourcesResolved", envelope.sources_resolved);
  // Words of the contract.
  json.key("schema").begin_object().member("id", "time-travel/v1").member("version", "1");
  json.member("hash", info.model_hash).end_object();
  json.key("storage");
  write_storage(json, envelope);
  json.member("edgeQuality", envelope.edge_quality);
  rng_member(json, info.seed.value_or(kDefaultSeed));
  if (!info.input_hash.empty()) json.member("inputHash", info.input_hash);
  json.member("contentHash", info.content_hash);
  if (!info.class_coverage.empty()) json.member("classCoverage", info.class_coverage);
  if (!info.item_noun.empty()) json.member("itemNoun", info.item_noun);
  if (!info.classes.empty()) class_list(json, info.classes);
  json.end_object();
}

void write_durations(JsonWriter& json, const std::vector<StageDuration>& durations) {
  json.begin_object();
  for (const StageDuration& duration : durations)
    json.member(duration.stage, duration.milliseconds);
  json.end_object();
}

std::string to_json(const RunEnvelope& envelope, JsonWriter::Layout layout) {
  const RunInfo& info = envelope.info;
  JsonWriter json(layout);
  json.begin_object();
  json.member("runId", info.id).member("mode", info.mode).member("templateId", info.template_id);
  json.member("warningCount", info.finding_counts.error + info.finding_counts.warning);
  findings_member(json, info.finding_counts);
  if (info.judgement) {
    health_member(json, count_health(*info.judgement));
    headline_members(json, *info.judgement);
  }
  grid_member(json, info.grid);
  json.key("artifacts");
  write_artifacts(json, envelope.artifacts);
  label_members(json, info.labels);
  json.member("canReplay", envelope.can_replay()).key("telemetry");
  write_telemetry(json, envelope);
  finding_list(json, all_findings(info));
  json.member("isDryRun", false).member("wasReused", envelope.was_reused);
  if (!envelope.same_content_as.empty()) {
    json.key("sameContentAs").begin_array();
    for (const std::string& id : envelope.same_content_as) json.string(id);
    json.end_array();
  }
  json.key("bundleRef").begin_object().member("kind", "run").member("id", info.id).end_object();
  if (info.base) base_member(json, *info.base);
  if (info.supersedes) {
    json.key("supersedes").begin_object().member("contentHash", info.supersedes->content_hash);
    json.member("createdUtc", info.supersedes->created_utc);
    json.member("runId", info.supersedes->run_id).end_object();
  }
  json.key("metadata");
  write_metadata(json, envelope);
  if (!info.settings.empty()) {
    json.key("settings").begin_array();
    for (const std::string& setting : info.settings) json.string(setting);
    json.end_array();
  }
  if (!info.thresholds.empty()) write_thresholds(json.key("thresholds"), info.thresholds);
  expectations_member(json, info.expectations);
  if (info.judgement) judgement_member(json, *info.judgement);
  json.key("plan").null();
  json.key("durationsMs");
  write_durations(json, envelope.durations);
  json.end_object();
  return json.take();
}

}  // namespace flowtime
