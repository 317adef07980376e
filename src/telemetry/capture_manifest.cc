#include "telemetry/capture_manifest.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "run/json_parts.h"
#include "text/json_reader.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

constexpr int kSchemaVersion = 2;
constexpr const char* kOfRun = "run";  // origin of a warning that the captured run had

void grid_members(JsonWriter& json, const TimeGrid& grid) {
  json.key("window").begin_object();
  member_or_null(json, "startTimeUtc", grid.start_unix_ms ? format_utc(*grid.start_unix_ms) : "");
  json.member("durationMinutes", grid.total_minutes()).end_object();
  json.key("grid").begin_object().member("bins", grid.bins).member("binSize", grid.bin_size);
  json.member("binUnit", name_of(grid.bin_unit)).end_object();
}

void file_list(JsonWriter& json, const std::vector<CaptureFile>& files) {
  json.key("files").begin_array();
  for (const CaptureFile& file : files) {
    json.begin_object().member("nodeId", file.node_id).member("metric", file.metric);
    json.member("path", file.path).member("hash", file.hash);
    if (file.points) json.member("points", *file.points);
    if (!file.class_id.empty()) json.member("classId", file.class_id);
    json.end_object();
  }
  json.end_array();
}

void write_warning(JsonWriter& json, const Finding& finding, const char* origin) {
  json.begin_object().member("code", finding.code).member("message", finding.message);
  if (!finding.node_id.empty()) json.member("nodeId", finding.node_id);
  if (!finding.bins.empty()) {
    json.key("bins").begin_array();
    for (const std::int64_t bin : finding.bins) json.integer(bin);
    json.end_array();
  }
  json.member("severity", name_of(finding.severity));
  if (origin != nullptr) json.member("origin", origin);
  json.end_object();
}

void warning_list(JsonWriter& json, const CaptureManifest& manifest) {
  json.key("warnings").begin_array();
  for (const Finding& finding : manifest.warnings) write_warning(json, finding, nullptr);
  for (const Finding& finding : manifest.run_findings) write_warning(json, finding, kOfRun);
  json.end_array();
}

void provenance(JsonWriter& json, const CaptureManifest& manifest) {
  json.key("provenance").begin_object();
  if (!manifest.run_id.empty()) json.member("runId", manifest.run_id);
  if (!manifest.template_id.empty()) json.member("templateId", manifest.template_id);
  if (!manifest.scenario_hash.empty()) json.member("scenarioHash", manifest.scenario_hash);
  if (!manifest.model_hash.empty()) json.member("modelHash", manifest.model_hash);
  member_or_null(json, "capturedAtUtc", manifest.captured_utc);
  json.end_object();
}

Severity severity_of(const std::string& name) {
  if (name == "error") return Severity::kError;
  return name == "info" ? Severity::kInfo : Severity::kWarning;
}

// What is read of one document, member by member.
class Reader {
 public:
  Reader(const std::string& text, const std::string& file) : json_(text), file_(file) {}

  Result<CaptureManifest> read() {
    if (json_.kind() != JsonReader::Kind::kObject) return corrupt("is not a JSON object");
    json_.members([&](std::string_view name) { member(name); });
    if (!json_.finished()) return corrupt("is not valid JSON");
    // Older ones are read: what they lack is optional.
    if (version_ > kSchemaVersion)
      return corrupt("has a schemaVersion that this program does not read");
    if (!unit_ || made_.grid.bins < 1 || made_.grid.bins > kMaxBins || made_.grid.bin_size < 1 ||
        made_.grid.bin_size > kMaxBinSize) {
      return corrupt("has no grid of bins, binSize and binUnit");
    }
    made_.grid.bin_unit = *unit_;
    FT_RETURN_IF_PROBLEM(check_files());
    return std::move(made_);
  }

 private:
  Problem corrupt(const std::string& complaint) const { return corrupt_capture(file_, complaint); }

  void member(std::string_view name) {
    if (name == "schemaVersion") version_ = json_.integer().value_or(0);
    if (name == "window") window();
    if (name == "grid") grid();
    if (name == "files") json_.items([&] { made_.files.push_back(file()); });
    if (name == "warnings") json_.items([&] { warning(); });
    if (name == "provenance") provenance();
    if (name == "supportsClassMetrics") made_.has_classes = json_.boolean().value_or(false);
    if (name == "classes") json_.items([&] { made_.classes.push_back(json_.text()); });
    if (name == "classCoverage") made_.class_coverage = json_.text();
  }
  void window() {
    json_.members([&](std::string_view name) {
      if (name == "startTimeUtc") made_.grid.start_unix_ms = parse_utc(json_.text());
    });
  }
  void grid() {
    json_.members([&](std::string_view name) {
      if (name == "bins") made_.grid.bins = json_.integer().value_or(0);
      if (name == "binSize") made_.grid.bin_size = json_.integer().value_or(0);
      if (name == "binUnit") unit_ = parse_bin_unit(json_.text());
    });
  }
  CaptureFile file() {
    CaptureFile made;
    json_.members([&](std::string_view name) {
      if (name == "nodeId") made.node_id = json_.text();
      if (name == "metric") made.metric = json_.text();
      if (name == "path") made.path = json_.text();
      if (name == "hash") made.hash = json_.text();
      if (name == "points") made.points = json_.integer().value_or(-1);
      if (name == "classId") made.class_id = json_.text();
    });
    // Other writers name the total so.
    if (made.class_id == "DEFAULT") made.class_id.clear();
    return made;
  }
  void warning() {
    Finding finding;
    bool of_run = false;
    json_.members([&](std::string_view name) {
      if (name == "code") finding.code = json_.text();
      if (name == "message") finding.message = Sentence::as_written(json_.text());
      if (name == "nodeId") finding.node_id = json_.text();
      if (name == "severity") finding.severity = severity_of(json_.text());
      if (name == "origin") of_run = json_.text() == kOfRun;
      if (name == "bins") {
        json_.items([&] {
          const auto bin = json_.integer();
          // As many as our own findings show.
          if (bin && finding.bins.size() < 5) finding.bins.push_back(*bin);
        });
      }
    });
    (of_run ? made_.run_findings : made_.warnings).push_back(std::move(finding));
  }
  void provenance() {
    json_.members([&](std::string_view name) {
      if (name == "runId") made_.run_id = json_.text();
      if (name == "templateId") made_.template_id = json_.text();
      if (name == "scenarioHash") made_.scenario_hash = json_.text();
      if (name == "modelHash") made_.model_hash = json_.text();
      if (name == "capturedAtUtc") made_.captured_utc = json_.text();
    });
  }
  Result<Done> check_files() const {
    if (made_.files.size() > kMaxCaptureFiles) return corrupt("lists too many files");
    std::set<std::string> paths, series;
    for (std::size_t i = 0; i < made_.files.size(); ++i) {
      const CaptureFile& file = made_.files[i];
      const std::string which = "file " + std::to_string(i + 1);
      if (file.node_id.empty() || file.metric.empty() || file.path.empty()) {
        return corrupt("has no nodeId, metric or path for " + which);
      }
      if (!paths.insert(file.path).second) return corrupt("lists '" + file.path + "' twice");
      // The metric in any case, because places are found so.
      const std::string what = file.node_id + " " + lower_case(file.metric) + " " + file.class_id;
      if (!series.insert(what).second) {
        return corrupt("lists '" + file.metric + "' of '" + file.node_id + "' twice");
      }
    }
    return Done{};
  }

  JsonReader json_;
  const std::string& file_;
  CaptureManifest made_;
  std::optional<BinUnit> unit_;
  std::int64_t version_ = 1;
};

}  // namespace

Problem corrupt_capture(const std::string& file, const std::string& complaint) {
  return {.code = "capture_damaged",
          .message = "the file '" + file + "' " + complaint,
          .remedy = "Make the capture again; a capture is used only as it was written.",
          .file = file};
}

std::string to_json(const CaptureManifest& manifest) {
  JsonWriter json(JsonWriter::Layout::kIndented);
  json.begin_object().member("schemaVersion", kSchemaVersion);
  grid_members(json, manifest.grid);
  file_list(json, manifest.files);
  warning_list(json, manifest);
  provenance(json, manifest);
  json.member("supportsClassMetrics", manifest.has_classes);
  json.key("classes").begin_array();
  for (const std::string& id : manifest.classes) json.string(id);
  json.end_array().member("classCoverage", manifest.class_coverage).end_object();
  return document_text(json);
}

Result<CaptureManifest> parse_capture_manifest(const std::string& text, const std::string& file) {
  return Reader(text, file).read();
}

}  // namespace flowtime
