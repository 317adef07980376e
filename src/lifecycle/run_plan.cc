// Estimates are sums over kinds of files. The constants are means of written bundles, rounded; only
// values.f64 and the model are known to the byte before anything is evaluated.
#include "lifecycle/run_plan.h"

#include "run/bundle_paths.h"
#include "run/json_parts.h"
#include "run/series_naming.h"

namespace flowtime {
namespace {

// Typical sizes of texts, in bytes.
constexpr std::int64_t kRowBytes = 14;         // of a CSV row: index, comma, value, newline
constexpr std::int64_t kTimeBytes = 25;        // of the time columns of one bin in series.csv
constexpr std::int64_t kCellBytes = 9;         // of one value there
constexpr std::int64_t kDocumentBytes = 1500;  // of a JSON file without series
constexpr std::int64_t kNodeBytes = 300;       // of one node in the judgement, beside its waits
constexpr std::int64_t kEntryBytes = 330;      // of one series in run.json, index and manifest

void write_outputs(JsonWriter& json, const std::vector<PlannedFile>& outputs) {
  json.begin_array();
  for (const PlannedFile& file : outputs) {
    json.begin_object().member("path", file.path).member("bytes", file.bytes);
    json.member("isEstimate", file.is_estimate).end_object();
  }
  json.end_array();
}

void write_capture_files(JsonWriter& json, const std::vector<RunTelemetry::Source>& files) {
  json.begin_array();
  for (const RunTelemetry::Source& file : files) {
    json.begin_object().member("nodeId", file.node_id).member("metric", file.metric);
    json.member("path", file.path);
    if (!file.class_id.empty()) json.member("classId", file.class_id);
    json.end_object();
  }
  json.end_array();
}

void write_plan(JsonWriter& json, const RunPlan& plan) {
  json.begin_object();
  json.member("templateId", plan.template_id).member("mode", plan.mode);
  json.member("outputRoot", kRunsDirectory).member("deterministicRunId", plan.deterministic);
  member_or_null(json, "captureDirectory", plan.capture_directory);
  member_or_null(json, "requestedRunId", plan.is_random_id ? "" : plan.run_id);
  json.member("wouldReuse", plan.would_reuse);
  json.member("contentHash", plan.content_hash);
  named_members(json, "parameters", plan.parameters);
  named_members(json, "resolvedParameters", plan.resolved_parameters);
  named_members(json, "telemetryBindings", plan.telemetry_bindings);
  write_capture_files(json.key("files"), plan.capture_files);
  json.key("outputs");
  write_outputs(json, plan.outputs);
  json.member("cells", plan.cells).member("bytes", plan.bytes());
  finding_list(json, plan.warnings);
  json.end_object();
}

}  // namespace

std::int64_t RunPlan::bytes() const {
  std::int64_t total = 0;
  for (const PlannedFile& file : outputs) total += file.bytes;
  return total;
}

Result<std::vector<PlannedFile>> planned_files(const Model& model, const Plan& plan,
                                               std::size_t model_bytes, CsvPolicy csv) {
  FT_TRY(const std::vector<std::string> csvs, csv_paths(model, plan.series));
  const auto text_bytes = static_cast<std::int64_t>(model_bytes);
  const auto series = static_cast<std::int64_t>(plan.series.size());
  const std::int64_t listing = kDocumentBytes + series * kEntryBytes;
  const auto judged = static_cast<std::int64_t>(model.topology.nodes.size());
  std::vector<PlannedFile> files{
      {bundle::kManifest, listing},
      {bundle::kManifestHash, 80},
      {bundle::kMetadata, kDocumentBytes},
      {bundle::kModel, text_bytes, false},
      {bundle::kProvenance, kDocumentBytes},
      {bundle::kTelemetryManifest, kDocumentBytes},
      {bundle::kRun, listing},
      {bundle::kIndex, listing},
      {bundle::kJudgement, judged * (kNodeBytes + plan.bins * 8)},
      {bundle::kValues, series * plan.bins * 8, false},
      {bundle::kSpec, text_bytes},
  };
  const std::int64_t cells = csv_cells(csvs, plan.bins);
  if (writes_wide_csv(csv, cells)) {
    files.push_back({bundle::kWideCsv, plan.bins * kTimeBytes + cells * kCellBytes});
  }
  for (const std::string& path : csvs) {
    if (csv == CsvPolicy::kFiles && !path.empty()) files.push_back({path, plan.bins * kRowBytes});
  }
  return files;
}

std::string to_json(const RunPlan& plan, JsonWriter::Layout layout) {
  JsonWriter json(layout);
  json.begin_object().member("isDryRun", true).member("wasReused", false);
  json.member("mode", plan.mode).member("templateId", plan.template_id);
  json.key("metadata").null().key("telemetry").null().member("canReplay", false);
  finding_list(json, plan.warnings);
  json.key("plan");
  write_plan(json, plan);
  json.end_object();
  return json.take();
}

}  // namespace flowtime
