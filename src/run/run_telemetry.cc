#include "run/run_telemetry.h"

#include "run/json_parts.h"

namespace flowtime {
namespace {

void write_source(JsonWriter& json, const RunTelemetry::Source& source) {
  json.begin_object().member("nodeId", source.node_id).member("metric", source.metric);
  if (!source.class_id.empty()) json.member("classId", source.class_id);
  json.member("path", source.path).member("seriesId", source.series_id);
  json.member("missingBins", source.missing_bins).end_object();
}

RunTelemetry::Source source_of(JsonReader& json) {
  RunTelemetry::Source made;
  json.members([&](std::string_view name) {
    if (name == "nodeId") made.node_id = json.text();
    if (name == "metric") made.metric = json.text();
    if (name == "classId") made.class_id = json.text();
    if (name == "path") made.path = json.text();
    if (name == "seriesId") made.series_id = json.text();
    if (name == "missingBins") made.missing_bins = json.integer().value_or(0);
  });
  return made;
}

void read_quality(JsonReader& json, RunTelemetry& made) {
  json.members([&](std::string_view name) {
    if (name == "missingBins") made.missing_bins = json.integer().value_or(0);
    if (name == "classMismatches") made.class_mismatches = json.integer().value_or(0);
  });
}

}  // namespace

void write_run_telemetry(JsonWriter& json, const RunTelemetry& telemetry) {
  json.begin_object().member("capture", telemetry.capture);
  member_or_null(json, "sourceRunId", telemetry.source_run_id);
  member_or_null(json, "capturedAtUtc", telemetry.captured_utc);
  json.member("coverage", telemetry.coverage).member("nodes", telemetry.nodes);
  json.member("nodesMeasured", telemetry.nodes_measured);
  json.key("quality").begin_object();
  json.member("series", static_cast<std::int64_t>(telemetry.sources.size()));
  json.member("missingBins", telemetry.missing_bins);
  json.member("classMismatches", telemetry.class_mismatches).end_object();
  json.key("measured").begin_array();
  for (const std::string& id : telemetry.measured) json.string(id);
  json.end_array().key("sources").begin_array();
  for (const RunTelemetry::Source& source : telemetry.sources) write_source(json, source);
  json.end_array().end_object();
}

std::optional<RunTelemetry> read_run_telemetry(JsonReader& json) {
  if (json.kind() != JsonReader::Kind::kObject) {
    json.skip();
    return std::nullopt;
  }
  RunTelemetry made;
  json.members([&](std::string_view name) {
    if (name == "capture") made.capture = json.text();
    if (name == "sourceRunId") made.source_run_id = json.text();
    if (name == "capturedAtUtc") made.captured_utc = json.text();
    if (name == "coverage") made.coverage = json.text();
    if (name == "nodes") made.nodes = json.integer().value_or(0);
    if (name == "nodesMeasured") made.nodes_measured = json.integer().value_or(0);
    if (name == "quality") read_quality(json, made);
    if (name == "measured") json.items([&] { made.measured.push_back(json.text()); });
    if (name == "sources") json.items([&] { made.sources.push_back(source_of(json)); });
  });
  return made;
}

}  // namespace flowtime
