#include "telemetry/capture_run.h"

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "model/names.h"
#include "model/read_model.h"
#include "run/bundle_paths.h"
#include "run/canonical_json.h"
#include "run/evaluated_model.h"
#include "run/json_parts.h"
#include "sys/sha256.h"
#include "telemetry/capture_csv.h"
#include "telemetry/capture_store.h"
#include "telemetry/semantic_series.h"
#include "text/json_writer.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

constexpr std::size_t kBinsAtOnce = 1u << 14;

// Names of files, each once whatever the case of letters.
class FileNames {
 public:
  std::string next(const std::string& node, const std::string& metric,
                   const std::string& class_id) {
    std::string stem = safe(node) + "_" + lower_case(metric);
    if (!class_id.empty()) stem += "_" + safe(class_id);
    std::string name = stem + ".csv";
    // File systems may not tell A from a.
    for (int i = 2; !taken_.insert(lower_case(name)).second; ++i) {
      name = stem + "-" + std::to_string(i) + ".csv";
    }
    return name;
  }

 private:
  static std::string safe(std::string text) {
    for (char& c : text) {
      const bool kept = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
      if (!kept && c != '-' && c != '.') c = '_';
    }
    // Names of files have at most 255 bytes; the hash keeps long ids apart.
    if (text.size() > 120) text = text.substr(0, 100) + "." + sha256_hex(text).substr(0, 16);
    return text;
  }
  std::set<std::string> taken_;
};

Result<Model> model_of(const Run& run) {
  // As evaluated: its names are those of the stored series.
  FT_TRY(const std::string text, read_evaluated_model(run));
  FT_TRY(const yaml::Document document, yaml::parse(text, bundle::kModel));
  return read_model(document);
}

// What of the run goes into which file.
struct Planned {
  CaptureFile file;
  std::size_t row = 0;  // of the run
};

std::vector<std::size_t> parts_of(const Run& run, const std::string& series_id) {
  std::vector<std::size_t> rows;
  const auto total = run.find(series_id);
  if (!total) return rows;
  const std::string prefix = series_id + "@";
  // The parts of a total are stored right behind it.
  for (std::size_t row = *total + 1; row < run.series().size(); ++row) {
    if (!run.series()[row].bare_id.starts_with(prefix)) break;
    rows.push_back(row);
  }
  return rows;
}

std::vector<Planned> planned_files(const Run& run, const Model& model) {
  std::vector<Planned> planned;
  FileNames names;
  const auto add = [&](const SemanticSeries& semantic, std::size_t row,
                       const std::string& class_id) {
    CaptureFile file;
    file.node_id = semantic.node_id;
    file.metric = semantic.metric;
    file.class_id = class_id;
    file.path = names.next(semantic.node_id, semantic.metric, class_id);
    file.points = run.info().grid.bins;
    planned.push_back({std::move(file), row});
  };
  for (const SemanticSeries& semantic : semantic_series(model)) {
    const auto total = run.find(semantic.series_id);
    // Series that the run did not store cannot be captured.
    if (!total) continue;
    add(semantic, *total, "");
    for (const std::size_t row : parts_of(run, semantic.series_id)) {
      const SeriesEntry& entry = run.series()[row];
      add(semantic, row, entry.class_kind == "rest" ? kRestClass : entry.class_token);
    }
  }
  return planned;
}

CaptureManifest manifest_of(const Run& run, const Model& model, std::int64_t now_unix_ms) {
  const RunInfo& info = run.info();
  CaptureManifest manifest;
  manifest.grid = info.grid;
  manifest.run_findings = info.findings;
  manifest.run_id = info.id;
  manifest.template_id = info.template_id;
  manifest.scenario_hash = info.scenario_hash;
  manifest.model_hash = info.model_hash;
  manifest.captured_utc = format_moment(now_unix_ms);
  for (const FlowClass& flow_class : model.classes) manifest.classes.push_back(flow_class.id);
  return manifest;
}

void add_class_coverage(CaptureManifest& manifest) {
  std::set<std::string> captured;
  for (const CaptureFile& file : manifest.files) {
    if (!file.class_id.empty() && file.class_id != kRestClass) captured.insert(file.class_id);
  }
  manifest.has_classes = !captured.empty();
  const bool all = captured.size() == manifest.classes.size();
  manifest.class_coverage = captured.empty() ? "missing" : all ? "full" : "partial";
  // A reader would look for files of classes that are listed.
  if (captured.empty()) manifest.classes.clear();
}

Result<std::string> autocapture_json(const Run& run, const CapturePlace& place,
                                     const CaptureManifest& manifest) {
  const RunInfo& info = run.info();
  FT_TRY(const std::string parameters, canonical_object(info.parameters));
  JsonWriter json(JsonWriter::Layout::kIndented);
  json.begin_object().member("templateId", info.template_id);
  member_or_null(json, "captureKey", place.key);
  json.member("sourceRunId", info.id).member("generatedAtUtc", manifest.captured_utc);
  json.key("rngSeed");
  if (info.seed)
    json.integer(*info.seed);
  else
    json.null();
  json.member("parametersHash", sha256_tagged(parameters));
  json.member("scenarioHash", info.scenario_hash).end_object();
  return document_text(json);
}

std::string said_of(const CaptureFile& file) {
  return "The series '" + file.metric + "' of '" + file.node_id + "'" +
         (file.class_id.empty() ? "" : ", class '" + file.class_id + "',");
}

// Gives the hash of what it wrote.
Result<std::string> write_series(CaptureStage& stage, const CaptureFile& file,
                                 std::span<const double> values, double gap) {
  FT_TRY(const std::unique_ptr<File> out, stage.create(file.path));
  CaptureCsv csv(file.class_id, gap);
  Sha256 hash;
  std::uint64_t at = 0;
  for (std::size_t bin = 0; bin < values.size(); bin += kBinsAtOnce) {
    const auto block = values.subspan(bin, std::min(kBinsAtOnce, values.size() - bin));
    const std::string_view text = csv.format(static_cast<std::int64_t>(bin), block);
    hash.update(text);
    FT_RETURN_IF_PROBLEM(out->write_at(at, text));
    at += text.size();
  }
  return "sha256:" + hash.finish_hex();
}

// Writes the files, the manifest last. Without a directory nothing is written.
Result<Done> write_files(const Run& run, const std::vector<Planned>& planned,
                         const CaptureSettings& settings, CaptureStage* stage,
                         CaptureManifest& manifest) {
  for (const Planned& one : planned) {
    CaptureFile file = one.file;
    const std::span<const double> values = run.values(one.row);
    const double gap =
        gap_value(values, settings.gaps, file.node_id, said_of(file), manifest.warnings);
    if (stage != nullptr) {
      FT_TRY(file.hash, write_series(*stage, file, values, gap));
    }
    manifest.files.push_back(std::move(file));
  }
  add_class_coverage(manifest);
  return Done{};
}

}  // namespace

CapturePlace place_in_run(Env& env, const std::string& run_id) {
  return {.env = env, .directory = run_directory(run_id) + "/model/telemetry", .is_of_run = true};
}

Result<CaptureOutcome> capture_run(const Run& run, const CapturePlace& place,
                                   const CaptureSettings& settings) {
  CaptureOutcome outcome;
  outcome.template_id = run.info().template_id;
  FT_TRY(const Model model, model_of(run));
  outcome.manifest = manifest_of(run, model, place.env.now_unix_ms());
  const std::vector<Planned> planned = planned_files(run, model);
  if (settings.dry_run) {
    FT_RETURN_IF_PROBLEM(write_files(run, planned, settings, nullptr, outcome.manifest));
    return outcome;
  }
  // After the plan and the dry run: nothing is touched until it is known what to write.
  FT_TRY(auto stage, CaptureStage::open(place, settings.overwrite));
  if (stage == nullptr) {
    outcome.already_exists = true;
    FT_TRY(outcome.manifest, read_capture_manifest(place.env, place.directory));
    return outcome;
  }
  FT_RETURN_IF_PROBLEM(write_files(run, planned, settings, stage.get(), outcome.manifest));
  FT_TRY(const std::string about, autocapture_json(run, place, outcome.manifest));
  FT_RETURN_IF_PROBLEM(stage->write(kAutocapture, about));
  // Last: a directory with a manifest is a complete capture.
  FT_RETURN_IF_PROBLEM(stage->write(kCaptureManifest, to_json(outcome.manifest)));
  FT_RETURN_IF_PROBLEM(stage->publish());
  return outcome;
}

}  // namespace flowtime
