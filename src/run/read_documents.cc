#include "run/read_documents.h"

#include <nlohmann/json.hpp>

#include "run/bundle_files.h"
#include "run/bundle_paths.h"
#include "run/manifest.h"

namespace flowtime {
namespace {

using Json = nlohmann::ordered_json;

// The object in `text`; null when it is none.
Json parsed(const std::string& text) {
  Json json = Json::parse(text, nullptr, false);
  return json.is_object() ? json : Json();
}

const Json& member(const Json& object, const char* name) {
  static const Json kNull;
  if (!object.is_object()) return kNull;
  const auto found = object.find(name);
  return found == object.end() ? kNull : *found;
}

std::string text_of(const Json& object, const char* name) {
  const Json& value = member(object, name);
  return value.is_string() ? value.get<std::string>() : "";
}

std::optional<std::int64_t> integer_of(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_number_integer()) return std::nullopt;
  return value.get<std::int64_t>();
}

// The items of a list; none when the member is no list.
const Json& list_of(const Json& object, const char* name) {
  static const Json kEmpty = Json::array();
  const Json& value = member(object, name);
  return value.is_array() ? value : kEmpty;
}

std::optional<TimeGrid> grid_of(const Json& document) {
  const Json& json = member(document, "grid");
  TimeGrid grid;
  grid.bins = integer_of(json, "bins").value_or(0);
  grid.bin_size = integer_of(json, "binSize").value_or(0);
  const std::optional<BinUnit> unit = parse_bin_unit(text_of(json, "binUnit"));
  grid.start_unix_ms = parse_utc(text_of(json, "startUtc"));
  if (!unit || grid.bins < 1 || grid.bins > kMaxBins || grid.bin_size < 1) return std::nullopt;
  grid.bin_unit = *unit;
  return grid;
}

Severity severity_of(const std::string& name) {
  if (name == "error") return Severity::kError;
  return name == "info" ? Severity::kInfo : Severity::kWarning;
}

Finding finding_of(const Json& json) {
  Finding finding;
  if (json.is_string()) {
    finding.code = "engine_warning";
    finding.message = json.get<std::string>();
    return finding;
  }
  finding.severity = severity_of(text_of(json, "severity"));
  finding.code = text_of(json, "code");
  finding.message = text_of(json, "message");
  finding.node_id = text_of(json, "nodeId");
  for (const Json& bin : list_of(json, "bins")) {
    if (bin.is_number_integer()) finding.bins.push_back(bin.get<std::int64_t>());
  }
  const Json& value = member(json, "value");
  if (value.is_number()) finding.value = value.get<double>();
  for (const Json& id : list_of(json, "edgeIds")) {
    if (id.is_string()) finding.edge_ids.push_back(id.get<std::string>());
  }
  return finding;
}

std::vector<FlowClass> classes_of(const Json& document) {
  std::vector<FlowClass> classes;
  for (const Json& json : list_of(document, "classes")) {
    classes.push_back(
        {text_of(json, "id"), text_of(json, "displayName"), text_of(json, "description")});
  }
  return classes;
}

std::vector<StageDuration> durations_of(const Json& document) {
  std::vector<StageDuration> durations;
  for (const Json& json : list_of(document, "durations")) {
    const Json& value = member(json, "milliseconds");
    durations.push_back({text_of(json, "stage"), value.is_number() ? value.get<double>() : 0});
  }
  return durations;
}

void read_texts(RunInfo& info, const Json& json) {
  const std::string mode = text_of(json, "mode");
  if (!mode.empty()) info.mode = mode;
  info.id = text_of(json, "runId");
  info.template_id = text_of(json, "templateId");
  info.template_title = text_of(json, "templateTitle");
  info.template_version = text_of(json, "templateVersion");
  info.engine_version = text_of(json, "engineVersion");
  info.created_utc = text_of(json, "createdUtc");
  info.model_hash = text_of(json, "modelHash");
  info.scenario_hash = text_of(json, "scenarioHash");
  info.input_hash = text_of(json, "inputHash");
  info.content_hash = text_of(json, "contentHash");
  info.class_coverage = text_of(json, "classCoverage");
  info.sampling = text_of(json, "sampling");
}

// What stands between the first '@' and the last is the component; the class follows it.
void complete_entry(SeriesEntry& entry, std::string measure) {
  const std::size_t first = entry.id.find('@'), last = entry.id.rfind('@');
  if (measure.empty()) measure = entry.id.substr(0, first);
  if (entry.class_token.empty() && last != std::string::npos) {
    entry.class_token = entry.id.substr(last + 1);
  }
  entry.bare_id = measure;
  if (entry.class_kind == "rest")
    entry.bare_id += "@DEFAULT";
  else if (!entry.class_token.empty() && entry.class_token != "DEFAULT") {
    entry.bare_id += "@" + entry.class_token;
  }
}

SeriesEntry entry_of(const Json& json) {
  SeriesEntry entry;
  entry.id = text_of(json, "id");
  entry.kind = text_of(json, "kind");
  entry.component_id = text_of(json, "componentId");
  entry.class_token = text_of(json, "class");
  entry.class_kind = text_of(json, "classKind");
  entry.unit = text_of(json, "unit");
  entry.csv_path = text_of(json, "path");
  entry.csv_hash = text_of(json, "hash");
  if (entry.kind.empty()) entry.kind = entry.id.starts_with("edge_") ? "edge" : "flow";
  complete_entry(entry, text_of(json, "measure"));
  return entry;
}

std::vector<ManifestFile> files_of_other_writers(const Json& json) {
  std::vector<ManifestFile> files;
  const std::string model = text_of(json, "modelHash");
  if (!model.empty()) files.push_back({bundle::kModel, kUnknownBytes, model});
  const Json& hashes = member(json, "seriesHashes");
  if (!hashes.is_object()) return files;
  for (const auto& [id, hash] : hashes.items()) {
    if (!hash.is_string()) continue;
    files.push_back({"series/" + id + ".csv", kUnknownBytes, hash.get<std::string>()});
  }
  return files;
}

}  // namespace

Result<RunInfo> read_run_json(const std::string& text) {
  const Json json = parsed(text);
  if (json.is_null()) return damaged_problem(bundle::kRun, "is not a JSON object");
  const std::optional<TimeGrid> grid = grid_of(json);
  if (!grid) return damaged_problem(bundle::kRun, "has no usable grid");
  RunInfo info;
  info.grid = *grid;
  read_texts(info, json);
  if (const auto version = integer_of(json, "semanticsVersion")) {
    info.semantics_version = static_cast<int>(*version);
  }
  info.seed = integer_of(member(json, "rng"), "seed");
  info.classes = classes_of(json);
  info.durations = durations_of(json);
  for (const Json& finding : list_of(json, "warnings"))
    info.findings.push_back(finding_of(finding));
  info.finding_counts = count_findings(info.findings);
  const Json& former = member(json, "supersedes");
  if (former.is_object()) {
    info.supersedes = Supersedes{text_of(former, "contentHash"), text_of(former, "createdUtc"),
                                 text_of(former, "runId")};
  }
  return info;
}

void add_metadata(RunInfo& info, const std::string& text) {
  const Json json = parsed(text);
  const auto add = [&](std::string& target, const char* name) {
    if (target.empty()) target = text_of(json, name);
  };
  add(info.template_id, "templateId");
  add(info.template_title, "templateTitle");
  add(info.template_narrative, "templateNarrative");
  add(info.template_version, "templateVersion");
  info.metadata_model_hash = text_of(json, "modelHash");
  add(info.model_hash, "modelHash");
  const Json& parameters = member(json, "parameters");
  if (!parameters.is_object()) return;
  for (const auto& [name, value] : parameters.items()) {
    info.parameters.push_back({name, value.dump(-1, ' ', false, Json::error_handler_t::replace)});
  }
}

Result<std::vector<SeriesEntry>> read_series_entries(const std::string& path,
                                                     const std::string& text) {
  const Json json = parsed(text);
  if (json.is_null()) return damaged_problem(path, "is not a JSON object");
  std::vector<SeriesEntry> entries;
  for (const Json& entry : list_of(json, "series")) entries.push_back(entry_of(entry));
  return entries;
}

Result<std::vector<ManifestFile>> read_manifest_files(const std::string& text) {
  const Json json = parsed(text);
  if (json.is_null()) return damaged_problem(bundle::kManifest, "is not a JSON object");
  if (!member(json, "files").is_array()) return files_of_other_writers(json);
  std::vector<ManifestFile> files;
  for (const Json& file : list_of(json, "files")) {
    const auto bytes = integer_of(file, "bytes");
    if (!bytes || *bytes < 0)
      return damaged_problem(bundle::kManifest, "lists a file without size");
    files.push_back(
        {text_of(file, "path"), static_cast<std::uint64_t>(*bytes), text_of(file, "hash")});
  }
  return files;
}

}  // namespace flowtime
