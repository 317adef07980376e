#include "telemetry/capture_json.h"

#include "run/json_parts.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

void write_about(JsonWriter& json, const CaptureManifest& manifest) {
  member_or_null(json, "templateId", manifest.template_id);
  member_or_null(json, "sourceRunId", manifest.run_id);
  member_or_null(json, "generatedAtUtc", manifest.captured_utc);
  const TimeGrid& grid = manifest.grid;
  json.key("grid").begin_object().member("bins", grid.bins).member("binSize", grid.bin_size);
  json.member("binUnit", name_of(grid.bin_unit));
  member_or_null(json, "startUtc", grid.start_unix_ms ? format_utc(*grid.start_unix_ms) : "");
  json.end_object().member("files", static_cast<std::int64_t>(manifest.files.size()));
  json.key("classes").begin_array();
  for (const std::string& id : manifest.classes) json.string(id);
  json.end_array();
}

}  // namespace

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

std::string to_json(const ListedCaptures& list) {
  JsonWriter json;
  json.begin_object().key("captures").begin_array();
  for (const ListedCapture& capture : list.captures) {
    json.begin_object().member("name", capture.name);
    if (capture.manifest) write_about(json, *capture.manifest);
    json.member("hasEvents", capture.has_events).key("problem");
    if (capture.problems.empty()) {
      json.null();
    } else {
      const Problem& problem = capture.problems.front();
      json.begin_object().member("code", problem.code).member("message", problem.message);
      json.end_object();
    }
    json.end_object();
  }
  json.end_array().member("truncated", list.truncated).end_object();
  return json.take();
}

}  // namespace flowtime
