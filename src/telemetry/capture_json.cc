#include "telemetry/capture_json.h"

#include "run/json_parts.h"
#include "text/json_writer.h"

namespace flowtime {

std::string to_json(const CaptureOutcome& outcome, const CapturePlace& place) {
  const CaptureManifest& manifest = outcome.manifest;
  JsonWriter json;
  json.begin_object().key("capture").begin_object();
  json.member("generated", !outcome.already_exists);
  json.member("alreadyExists", outcome.already_exists);
  member_or_null(json, "generatedAtUtc", manifest.captured_utc);
  member_or_null(json, "sourceRunId", manifest.run_id);
  finding_list(json, manifest.warnings);
  json.member("supportsClassMetrics", manifest.has_classes);
  json.member("classCoverage", manifest.class_coverage).key("classes").begin_array();
  for (const std::string& id : manifest.classes) json.string(id);
  json.end_array();
  member_or_null(json, "captureKey", place.key);
  json.member("files", static_cast<std::int64_t>(manifest.files.size()));
  json.end_object().end_object();
  return json.take();
}

}  // namespace flowtime
