#include "run/bundle_json.h"

#include "answers/judgement_json.h"
#include "run/bundle_paths.h"
#include "run/health.h"
#include "run/json_parts.h"
#include "run/record_facts.h"
#include "run/series_naming.h"

namespace flowtime {
namespace {

constexpr int kTelemetrySchemaVersion = 2;

JsonWriter document() { return JsonWriter(JsonWriter::Layout::kIndented); }

void grid_members(JsonWriter& json, const TimeGrid& grid) {
  json.member("bins", grid.bins)
      .member("binSize", grid.bin_size)
      .member("binUnit", name_of(grid.bin_unit));
}

void aligned_grid_member(JsonWriter& json, const TimeGrid& grid) {
  json.key("grid").begin_object();
  grid_members(json, grid);
  json.member("timezone", "UTC").member("align", "left");
  if (grid.start_unix_ms) json.member("startUtc", format_utc(*grid.start_unix_ms));
  json.end_object();
}

void finding_counts(JsonWriter& json, const std::vector<Finding>& findings) {
  const FindingCounts counts = count_findings(findings);
  json.key("findings")
      .begin_object()
      .member("error", counts.error)
      .member("warning", counts.warning)
      .member("info", counts.info)
      .end_object();
}

void durations(JsonWriter& json, const std::vector<StageDuration>& stages) {
  json.key("durations").begin_array();
  for (const StageDuration& stage : stages) {
    json.begin_object()
        .member("stage", stage.stage)
        .member("milliseconds", stage.milliseconds)
        .end_object();
  }
  json.end_array();
}

void hashes(JsonWriter& json, const RunRecord& record, const BundleFacts& facts) {
  member_or_null(json, "inputHash", record.input_hash);
  member_or_null(json, "contentHash", record.content_hash);
  json.member("modelHash", facts.model_hash).member("scenarioHash", facts.scenario_hash);
}

void supersedes(JsonWriter& json, const Supersedes& former) {
  json.key("supersedes").begin_object();
  member_or_null(json, "runId", former.run_id);
  member_or_null(json, "contentHash", former.content_hash);
  member_or_null(json, "createdUtc", former.created_utc);
  json.end_object();
}

// How many findings there are, those of the data and those of the service, and all of them.
// Counts by severity are of the data alone; health has counts of its own.
void findings(JsonWriter& json, const RunRecord& record) {
  finding_counts(json, record.findings);
  std::vector<Finding> all = record.findings;
  if (record.judgement != nullptr) {
    const JudgementSummary& judgement = record.judgement->summary;
    health_member(json, count_health(judgement));
    const std::vector<Finding> health = health_findings(judgement);
    all.insert(all.end(), health.begin(), health.end());
  }
  finding_list(json, all);
}

// Only of a request that set some.
void thresholds(JsonWriter& json, const RunRecord& record) {
  if (!record.thresholds.empty()) write_thresholds(json.key("thresholds"), record.thresholds);
}

void text_list(JsonWriter& json, std::string_view name, const std::vector<std::string>& texts) {
  json.key(name).begin_array();
  for (const std::string& text : texts) json.string(text);
  json.end_array();
}

// Only of a run that was given some.
void settings(JsonWriter& json, const RunRecord& record) {
  if (!record.settings.empty()) text_list(json, "settings", record.settings);
}

// id, path?, unit of every series.
void series_summaries(JsonWriter& json, const RunRecord& record, const BundleFacts& facts) {
  json.key("series").begin_array();
  for (std::size_t i = 0; i < record.series->size(); ++i) {
    json.begin_object().member("id", facts.series_ids[i]);
    if (!facts.csv_paths[i].empty()) json.member("path", facts.csv_paths[i]);
    json.member("unit", facts.units[i]).end_object();
  }
  json.end_array();
}

void series_entry(JsonWriter& json, const SeriesInfo& info, const std::string& id,
                  const std::string& unit) {
  json.member("id", id)
      .member("kind", info.kind == SeriesKind::kEdge ? "edge" : "flow")
      .member("unit", unit)
      .member("measure", info.measure)
      .member("componentId", component_id(info))
      .member("class", stored_class(info))
      .member("classKind", stored_class_kind(info));
}

void series_entries(JsonWriter& json, const RunRecord& record, const BundleFacts& facts) {
  json.key("series").begin_array();
  for (std::size_t i = 0; i < record.series->size(); ++i) {
    json.begin_object();
    series_entry(json, record.series->all()[i], facts.series_ids[i], facts.units[i]);
    json.member("points", record.model->grid.bins);
    if (!facts.csv_paths[i].empty()) json.member("path", facts.csv_paths[i]);
    json.member("hash", facts.row_hashes[i]).end_object();
  }
  json.end_array();
}

void formats(JsonWriter& json, const RunRecord& record, const BundleFacts& facts) {
  json.key("formats").begin_object();
  json.key("valuesMatrix").begin_object();
  json.member("path", bundle::kValues)
      .member("type", "float64le")
      .member("rows", static_cast<std::int64_t>(record.series->size()))
      .member("columns", record.model->grid.bins)
      .end_object();
  if (facts.has_wide_csv) {
    json.key("wideTable").begin_object().member("path", bundle::kWideCsv).end_object();
  }
  json.key("aggregatesTable").begin_object();
  json.member("path", "aggregates/node_time_bin.parquet");
  text_list(json, "dimensions", {"time_bin", "component_id", "class"});
  text_list(json, "measures", {"arrivals", "served", "errors"});
  json.end_object().end_object();
}

void telemetry_window(JsonWriter& json, const TimeGrid& grid) {
  json.key("window").begin_object().key("startTimeUtc");
  if (grid.start_unix_ms)
    json.string(format_utc(*grid.start_unix_ms));
  else
    json.null();
  json.member("durationMinutes", grid.total_minutes()).end_object();
  json.key("grid").begin_object();
  grid_members(json, grid);
  json.end_object();
}

// Files that values came from: of the model's own references, else of a capture.
std::vector<std::string> telemetry_sources(const RunRecord& record) {
  // Order matters to readers: the model's own first.
  std::vector<std::string> sources = file_references(*record.model);
  if (!record.telemetry) return sources;
  for (const RunTelemetry::Source& source : record.telemetry->sources) {
    sources.push_back("file://telemetry/" + source.path);
  }
  return sources;
}

bool has_class_series(const SeriesCatalog& series) {
  for (const SeriesInfo& info : series.all()) {
    if (!info.class_id.empty()) return true;
  }
  return false;
}

}  // namespace

namespace {

void run_members(JsonWriter& json, const RunRecord& record, const BundleFacts& facts) {
  const RunTemplate run_template = effective_template(record);
  json.begin_object().member("schemaVersion", kBundleSchemaVersion).member("runId", record.run_id);
  json.member("engineVersion", record.engine_version)
      .member("semanticsVersion", record.semantics_version)
      .member("source", "engine")
      .member("mode", record.mode)
      .member("templateId", run_template.id)
      .member("templateTitle", run_template.title)
      .member("templateVersion", run_template.version);
  hashes(json, record, facts);
  aligned_grid_member(json, record.model->grid);
  rng_member(json, effective_seed(record));
  json.member("sampling", record.sampling)
      .member("createdUtc", format_moment(record.created_unix_ms))
      .member("classCoverage", class_coverage(record));
  if (!record.model->item_noun.empty()) json.member("itemNoun", record.model->item_noun);
  if (record.supersedes) supersedes(json, *record.supersedes);
  if (record.base) base_member(json, *record.base);
  if (record.telemetry) write_run_telemetry(json.key("telemetry"), *record.telemetry);
  durations(json, record.durations);
  findings(json, record);
  settings(json, record);
  thresholds(json, record);
  expectations_member(json, record.expectations);
  if (record.judgement != nullptr) judgement_member(json, record.judgement->summary);
  class_list(json, record.model->classes);
}

}  // namespace

std::string run_json(const RunRecord& record, const BundleFacts& facts) {
  JsonWriter json = document();
  run_members(json, record, facts);
  series_summaries(json, record, facts);
  json.end_object();
  return document_text(json);
}

// Read back by the writer to make the envelope: 100,000 series would be parsed for nothing.
std::string run_summary_json(const RunRecord& record, const BundleFacts& facts) {
  // Members are in the order in which a person looks for them.
  JsonWriter json = document();
  run_members(json, record, facts);
  json.end_object();
  return document_text(json);
}

// When the text was made and when it came, where it says where it comes from.
void provenance_times(JsonWriter& json, const RunRecord& record, const char* generated,
                      const char* received) {
  if (!record.model->provenance) return;
  const std::string& made = record.model->provenance->generated_at;
  if (!made.empty()) json.member(generated, made);
  json.member(received, format_moment(record.created_unix_ms));
}

std::string metadata_json(const RunRecord& record, const BundleFacts& facts) {
  const RunTemplate run_template = effective_template(record);
  const std::vector<std::string> sources = telemetry_sources(record);
  JsonWriter json = document();
  json.begin_object()
      .member("schemaVersion", record.model->schema_version)
      .member("templateId", run_template.id)
      .member("templateTitle", run_template.title);
  member_or_null(json, "templateNarrative", run_template.narrative);
  json.member("templateVersion", run_template.version)
      .member("mode", record.mode)
      .member("modelHash", facts.model_hash)
      .member("source", effective_source(record))
      .member("generator", effective_generator(record))
      .member("modelId", effective_model_id(record, facts.model_hash))
      .member("createdUtc", format_moment(record.created_unix_ms));
  provenance_times(json, record, "generatedAtUtc", "receivedAtUtc");
  named_members(json, "parameters", effective_parameters(record));
  json.member("hasTelemetrySources", !sources.empty());
  text_list(json, "telemetrySources", sources);
  json.key("nodeSources").begin_object().end_object().end_object();
  return document_text(json);
}

std::string provenance_json(const RunRecord& record, const BundleFacts& facts) {
  const RunTemplate run_template = effective_template(record);
  JsonWriter json = document();
  json.begin_object()
      .member("schemaVersion", "1")
      .member("source", effective_source(record))
      .member("generator", effective_generator(record))
      .member("modelId", effective_model_id(record, facts.model_hash))
      .member("templateId", run_template.id)
      .member("templateVersion", run_template.version)
      .member("templateTitle", run_template.title)
      .member("mode", record.mode);
  provenance_times(json, record, "generatedAt", "receivedAt");
  named_members(json, "parameters", effective_parameters(record));
  settings(json, record);
  named_members(json, "telemetryBindings", record.telemetry_bindings);
  rng_member(json, effective_seed(record));
  json.member("sampling", record.sampling)
      .member("engineVersion", record.engine_version)
      .member("semanticsVersion", record.semantics_version);
  thresholds(json, record);
  hashes(json, record, facts);
  json.member("createdUtc", format_moment(record.created_unix_ms)).end_object();
  return document_text(json);
}

std::string series_index_json(const RunRecord& record, const BundleFacts& facts) {
  JsonWriter json = document();
  json.begin_object().member("schemaVersion", kBundleSchemaVersion);
  aligned_grid_member(json, record.model->grid);
  series_entries(json, record, facts);
  json.member("hashOf", kHashOfRow);
  formats(json, record, facts);
  class_list(json, record.model->classes);
  json.member("classCoverage", class_coverage(record)).end_object();
  return document_text(json);
}

std::string telemetry_manifest_json(const RunRecord& record, const BundleFacts& facts) {
  JsonWriter json = document();
  json.begin_object().member("schemaVersion", kTelemetrySchemaVersion);
  telemetry_window(json, record.model->grid);
  json.key("files").begin_array().end_array();
  finding_list(json, record.findings);
  json.key("provenance")
      .begin_object()
      .member("runId", record.run_id)
      .member("scenarioHash", facts.scenario_hash)
      .member("modelHash", facts.model_hash)
      .key("capturedAtUtc")
      .null()
      .end_object();
  json.member("supportsClassMetrics", has_class_series(*record.series));
  std::vector<std::string> ids;
  for (const FlowClass& flow_class : record.model->classes) ids.push_back(flow_class.id);
  text_list(json, "classes", ids);
  json.member("classCoverage", class_coverage(record)).end_object();
  return document_text(json);
}

Manifest manifest_of(const RunRecord& record, const BundleFacts& facts,
                     std::vector<ManifestFile> files) {
  Manifest manifest{.created_utc = format_moment(record.created_unix_ms),
                    .scenario_hash = facts.scenario_hash,
                    .model_hash = facts.model_hash,
                    .input_hash = record.input_hash,
                    .content_hash = record.content_hash,
                    .model_id = effective_model_id(record, facts.model_hash),
                    .template_id = effective_template(record).id,
                    .seed = effective_seed(record),
                    .classes = record.model->classes,
                    .series_hashes = {},
                    .files = std::move(files)};
  for (std::size_t i = 0; i < facts.row_hashes.size(); ++i) {
    manifest.series_hashes.emplace_back(facts.series_ids[i], facts.row_hashes[i]);
  }
  return manifest;
}

}  // namespace flowtime
