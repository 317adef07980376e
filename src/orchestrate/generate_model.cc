#include "orchestrate/generate_model.h"

#include "orchestrate/program_version.h"
#include "run/run_identity.h"
#include "series/time_grid.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

constexpr std::string_view kHashTag = "sha256:";

void provenance(JsonWriter& json, const GeneratedModel& generated, const std::string& time) {
  json.key("provenance").begin_object().member("generator", generated.generator);
  json.member("generatedAt", time).member("templateId", generated.source->id);
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
  const std::string hex = model_hash.substr(kHashTag.size());
  json.key("modelRef").begin_object().member("kind", 0).member("id", "model_" + hex);
  json.key("version").null().member("hash", hex).end_object();
}

}  // namespace

std::string to_json(const GeneratedModel& generated, std::int64_t generated_at_unix_ms) {
  JsonWriter json;
  json.begin_object().member("model", generated.model);
  provenance(json, generated, format_utc(generated_at_unix_ms));
  metadata(json, generated);
  warnings(json, generated.warnings);
  model_reference(json, generated.model_hash);
  return json.end_object().take();
}

}  // namespace flowtime
