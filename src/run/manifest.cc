#include "run/manifest.h"

#include "run/bundle_paths.h"
#include "run/json_parts.h"
#include "sys/sha256.h"

namespace flowtime {
namespace {

void provenance(JsonWriter& json, const Manifest& manifest) {
  json.key("provenance")
      .begin_object()
      .member("hasProvenance", true)
      .member("modelId", manifest.model_id)
      .member("templateId", manifest.template_id);
  if (!manifest.input_hash.empty()) json.member("inputHash", manifest.input_hash);
  json.end_object();
}

void file_list(JsonWriter& json, const std::vector<ManifestFile>& files) {
  json.key("files").begin_array();
  for (const ManifestFile& file : files) {
    json.begin_object()
        .member("path", file.path)
        .member("bytes", static_cast<std::int64_t>(file.bytes))
        .member("hash", file.hash);
    if (file.rows > 0) {
      json.member("hashOf", kHashOfRows).member("rows", static_cast<std::int64_t>(file.rows));
    }
    json.end_object();
  }
  json.end_array();
}

}  // namespace

std::string to_json(const Manifest& manifest) {
  JsonWriter json(JsonWriter::Layout::kIndented);
  json.begin_object()
      .member("schemaVersion", kBundleSchemaVersion)
      .member("scenarioHash", manifest.scenario_hash)
      .member("modelHash", manifest.model_hash);
  member_or_null(json, "contentHash", manifest.content_hash);
  rng_member(json, manifest.seed);
  // A member of the contract that nothing here fills.
  json.member("eventCount", 0).member("createdUtc", manifest.created_utc);
  provenance(json, manifest);
  class_list(json, manifest.classes);
  json.member("hashOf", kHashOfRow).key("seriesHashes").begin_object();
  for (const auto& [id, hash] : manifest.series_hashes) json.member(id, hash);
  json.end_object();
  file_list(json, manifest.files);
  json.end_object();
  return document_text(json);
}

std::string manifest_hash_line(const std::string& manifest_json) {
  return sha256_hex(manifest_json) + "  " + bundle::kManifest + "\n";
}

}  // namespace flowtime
