#include "library/generate_model.h"

#include "figures/expectation.h"
#include "host/program_version.h"
#include "model/read_model.h"
#include "pipeline/read_and_compile.h"
#include "pipeline/run_evaluation.h"
#include "run/run_identity.h"
#include "series/time_grid.h"
#include "sys/sha256.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

// Generating must answer within a moment; a run evaluates everything.
constexpr std::int64_t kMaxEvaluatedCells = 20'000'000;

// Stages validate to check, on the expanded document: places are those of the template.
Result<std::vector<Finding>> findings_of(const Expansion& expansion, RunMode mode,
                                         StageClock& clock) {
  ModelSource source;
  source.file = expansion.document.file;
  FT_TRY(const Model model, validate_document(expansion.document, source, clock));
  FT_TRY(const Compiled compiled, compile_model(model, source, {}, clock));
  FT_RETURN_IF_PROBLEM(figures::check_expectations(model, compiled.plan.series));
  std::vector<Finding> notes = model.notes;
  notes.insert(notes.end(), compiled.notes.begin(), compiled.notes.end());
  const auto series = static_cast<std::int64_t>(compiled.plan.series.size());
  if (series * compiled.plan.bins > kMaxEvaluatedCells) return notes;
  return evaluate_and_check({.model = model,
                             .plan = compiled.plan,
                             .mode = mode,
                             .notes = std::move(notes),
                             .fail_on = FailOn::kNone},
                            clock);
}

RunMode mode_of(const GenerateRequest& request) {
  if (request.mode) return *request.mode;
  return request.source->mode == "telemetry" ? RunMode::kTelemetry : RunMode::kSimulation;
}

Result<GeneratedModel> generate(const GenerateRequest& request, StageClock& clock) {
  const Template& source = *request.source;
  GeneratedModel generated;
  generated.source = request.source;
  generated.mode = name_of(mode_of(request));
  generated.generator = source.pinned_generator.empty()
                            ? source.generator + "/" + program_version().version
                            : source.pinned_generator;
  clock.start(Stage::kBindParameters);
  FT_TRY(generated.parameters, bind_parameters(source, request.parameters,
                                               {.strict_names = false, .strict_bounds = false}));
  clock.end({{"parameters", static_cast<std::int64_t>(generated.parameters.values.size())}});
  clock.start(Stage::kExpand);
  FT_TRY(const Expansion expansion, expand(source, generated.parameters));
  clock.end({{"bytes", static_cast<std::int64_t>(expansion.model_text.size())}});
  auto findings = findings_of(expansion, mode_of(request), clock);
  // Problems of the expanded model name the parameters whose values are in the wrong place.
  if (!findings) return name_parameters(findings.problems(), expansion);
  generated.warnings = generated.parameters.findings;
  generated.warnings.insert(generated.warnings.end(), findings->begin(), findings->end());
  generated.has_telemetry_sources = expansion.has_telemetry_sources;
  generated.model_id = without_sha256_tag(model_hash(expansion.model_text));
  generated.model_hash = document_hash(expansion.document);
  generated.model = expansion.model_text;
  return generated;
}

void provenance(JsonWriter& json, const GeneratedModel& generated, const std::string& time) {
  json.key("provenance").begin_object().member("generator", generated.generator);
  const std::string& pinned = generated.source->pinned_generated_at;
  json.member("generatedAt", pinned.empty() ? time : pinned)
      .member("templateId", generated.source->id);
  json.member("templateVersion", generated.source->version).member("mode", generated.mode);
  json.member("modelId", generated.model_id).key("parameters").begin_object();
  for (const BoundParameter& bound : generated.parameters.values) {
    json.key(bound.name).raw(to_json(bound.value));
  }
  json.end_object().end_object();
}

void metadata(JsonWriter& json, const GeneratedModel& generated) {
  json.key("metadata").begin_object().member("templateId", generated.source->id);
  json.member("templateTitle", generated.source->title);
  json.member("templateVersion", generated.source->version);
  json.member("schemaVersion", kSchemaVersion).member("generator", generated.generator);
  json.member("mode", generated.mode).member("hasWindow", true).member("hasTopology", true);
  json.member("hasTelemetrySources", generated.has_telemetry_sources);
  json.member("modelHash", generated.model_hash).end_object();
}

void warnings(JsonWriter& json, const std::vector<Finding>& findings) {
  json.key("warnings").begin_array();
  for (const Finding& finding : findings) {
    json.begin_object().member("nodeId", finding.node_id).member("code", finding.code);
    json.member("message", finding.message).member("severity", name_of(finding.severity));
    json.key("bins").begin_array();
    for (const std::int64_t bin : finding.bins) json.integer(bin);
    json.end_array().end_object();
  }
  json.end_array();
}

void model_reference(JsonWriter& json, const std::string& model_hash) {
  const std::string hex(without_sha256_tag(model_hash));
  json.key("modelRef").begin_object().member("kind", 0).member("id", "model_" + hex);
  json.key("version").null().member("hash", hex).end_object();
}

}  // namespace

Result<GeneratedModel> generate_model(const GenerateRequest& request, StageClock& clock) {
  auto generated = generate(request, clock);
  if (generated) return generated;
  clock.fail(generated.problems());
  return in_file(generated.problems(), request.source->document.file);
}

std::string to_json(const GeneratedModel& generated, std::int64_t generated_at_unix_ms) {
  JsonWriter json;
  json.begin_object().member("model", generated.model);
  provenance(json, generated, format_moment(generated_at_unix_ms));
  metadata(json, generated);
  warnings(json, generated.warnings);
  model_reference(json, generated.model_hash);
  return json.end_object().take();
}

}  // namespace flowtime
