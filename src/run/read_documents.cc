// run.json and the index are read member by member, without a tree: they are the longest documents
// and
// are read for every list. The small ones are parsed whole.
#include "run/read_documents.h"

#include <nlohmann/json.hpp>

#include "answers/judgement_json.h"
#include "run/bundle_files.h"
#include "run/bundle_paths.h"
#include "run/json_parts.h"
#include "run/manifest.h"
#include "text/json_reader.h"

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

std::optional<TimeGrid> grid_of(JsonReader& json) {
  TimeGrid grid;
  std::optional<BinUnit> unit;
  json.members([&](std::string_view name) {
    if (name == "bins") grid.bins = json.integer().value_or(0);
    if (name == "binSize") grid.bin_size = json.integer().value_or(0);
    if (name == "binUnit") unit = parse_bin_unit(json.text());
    if (name == "startUtc") grid.start_unix_ms = parse_utc(json.text());
  });
  if (!unit || grid.bins < 1 || grid.bins > kMaxBins || grid.bin_size < 1) return std::nullopt;
  grid.bin_unit = *unit;
  return grid;
}

Severity severity_of(std::string_view name) {
  if (name == "error") return Severity::kError;
  return name == "info" ? Severity::kInfo : Severity::kWarning;
}

std::vector<std::string> ids_of(JsonReader& json) {
  std::vector<std::string> ids;
  json.items([&] {
    const bool is_text = json.kind() == JsonReader::Kind::kString;
    std::string id = json.text();
    if (is_text) ids.push_back(std::move(id));
  });
  return ids;
}

Finding finding_of(JsonReader& json) {
  Finding finding;
  // Other writers list warnings as plain texts.
  if (json.kind() == JsonReader::Kind::kString) {
    finding.code = "engine_warning";
    finding.message = Sentence::as_written(json.text());
    return finding;
  }
  json.members([&](std::string_view name) {
    if (name == "severity") finding.severity = severity_of(json.text());
    if (name == "code") finding.code = json.text();
    if (name == "message") finding.message = Sentence::as_written(json.text());
    if (name == "nodeId") finding.node_id = json.text();
    if (name == "verdict") finding.verdict = json.text();
    if (name == "value") finding.value = json.number();
    if (name == "bins") {
      json.items([&] {
        if (const auto bin = json.integer()) finding.bins.push_back(*bin);
      });
    }
    if (name == "edgeIds") finding.edge_ids = ids_of(json);
    if (name == "nodeIds") finding.node_ids = ids_of(json);
  });
  return finding;
}

RunBase base_of(JsonReader& json) {
  RunBase base;
  json.members([&](std::string_view name) {
    if (name == "runId") base.run_id = json.text();
    if (name == "contentHash") base.content_hash = json.text();
    if (name == "fromBin") base.from_bin = json.integer().value_or(0);
    if (name == "settings") base.settings = ids_of(json);
    if (name == "released") base.released = ids_of(json);
  });
  return base;
}

FlowClass class_of(JsonReader& json) {
  FlowClass made;
  json.members([&](std::string_view name) {
    if (name == "id") made.id = json.text();
    if (name == "displayName") made.display_name = json.text();
    if (name == "description") made.description = json.text();
  });
  return made;
}

StageDuration duration_of(JsonReader& json) {
  StageDuration made;
  json.members([&](std::string_view name) {
    if (name == "stage") made.stage = json.text();
    if (name == "milliseconds") made.milliseconds = json.number().value_or(0);
  });
  return made;
}

Supersedes former_of(JsonReader& json) {
  Supersedes made;
  json.members([&](std::string_view name) {
    if (name == "contentHash") made.content_hash = json.text();
    if (name == "createdUtc") made.created_utc = json.text();
    if (name == "runId") made.run_id = json.text();
  });
  return made;
}

// Those of the family "health" are written for readers; ours make them of the judgement.
void add_finding(RunInfo& info, Finding finding) {
  // A finding with a verdict is one of health.
  if (finding.verdict.empty()) info.findings.push_back(std::move(finding));
}

// The member of RunInfo that a text of run.json goes to; nullptr for none.
std::string* text_member(RunInfo& info, std::string_view name) {
  constexpr std::pair<std::string_view, std::string RunInfo::*> kTexts[] = {
      {"mode", &RunInfo::mode},
      {"runId", &RunInfo::id},
      {"templateId", &RunInfo::template_id},
      {"templateTitle", &RunInfo::template_title},
      {"templateVersion", &RunInfo::template_version},
      {"engineVersion", &RunInfo::engine_version},
      {"createdUtc", &RunInfo::created_utc},
      {"modelHash", &RunInfo::model_hash},
      {"scenarioHash", &RunInfo::scenario_hash},
      {"inputHash", &RunInfo::input_hash},
      {"contentHash", &RunInfo::content_hash},
      {"classCoverage", &RunInfo::class_coverage},
      {"itemNoun", &RunInfo::item_noun},
      {"sampling", &RunInfo::sampling}};
  for (const auto& [known, member] : kTexts) {
    if (known == name) return &(info.*member);
  }
  return nullptr;
}

void read_seed(JsonReader& json, RunInfo& info) {
  json.members([&](std::string_view name) {
    if (name == "seed") info.seed = json.integer();
  });
}

void read_member(JsonReader& json, std::string_view name, RunInfo& info) {
  if (std::string* text = text_member(info, name)) *text = json.text();
  if (name == "rng") read_seed(json, info);
  if (name == "classes") json.items([&] { info.classes.push_back(class_of(json)); });
  if (name == "durations") json.items([&] { info.durations.push_back(duration_of(json)); });
  if (name == "warnings") json.items([&] { add_finding(info, finding_of(json)); });
  if (name == "settings") info.settings = ids_of(json);
  if (name == "thresholds") {
    // What another version knew is no part of a judgement that we make.
    if (auto read = read_thresholds(json)) info.thresholds = std::move(*read);
  }
  if (name == "expectations") info.expectations = read_expectations(json);
  if (name == "judgement") info.judgement = read_judgement(json);
  if (name == "semanticsVersion") {
    if (const auto version = json.integer()) info.semantics_version = static_cast<int>(*version);
  }
  if (name == "telemetry") info.telemetry = read_run_telemetry(json);
  if (name == "base" && json.kind() == JsonReader::Kind::kObject) info.base = base_of(json);
  if (name == "supersedes" && json.kind() == JsonReader::Kind::kObject) {
    info.supersedes = former_of(json);
  }
}

// What stands between the first '@' and the last is the component; the class follows it.
void complete_entry(SeriesEntry& entry, std::string measure) {
  const std::size_t first = entry.id.find('@'), last = entry.id.rfind('@');
  if (measure.empty()) measure = entry.id.substr(0, first);
  if (entry.class_token.empty() && last != std::string::npos) {
    entry.class_token = entry.id.substr(last + 1);
  }
  // Of a total the bare id is the measure, whatever its class token says.
  entry.bare_id = measure;
  if (entry.class_kind == "rest")
    entry.bare_id += "@DEFAULT";
  else if (!entry.class_token.empty() && entry.class_token != "DEFAULT") {
    entry.bare_id += "@" + entry.class_token;
  }
}

SeriesEntry entry_of(JsonReader& json) {
  SeriesEntry entry;
  std::string measure;
  json.members([&](std::string_view name) {
    if (name == "id") entry.id = json.text();
    if (name == "kind") entry.kind = json.text();
    if (name == "measure") measure = json.text();
    if (name == "componentId") entry.component_id = json.text();
    if (name == "class") entry.class_token = json.text();
    if (name == "classKind") entry.class_kind = json.text();
    if (name == "unit") entry.unit = json.text();
    if (name == "path") entry.csv_path = json.text();
    if (name == "hash") entry.hash = json.text();
  });
  if (entry.kind.empty()) entry.kind = entry.id.starts_with("edge_") ? "edge" : "flow";
  complete_entry(entry, std::move(measure));
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
  JsonReader json(text);
  RunInfo info;
  std::optional<TimeGrid> grid;
  const bool is_object = json.kind() == JsonReader::Kind::kObject;
  json.members([&](std::string_view name) {
    // read_member() passes over it: every member is read once.
    if (name == "grid") grid = grid_of(json);
    read_member(json, name, info);
  });
  if (!is_object || !json.finished()) {
    return damaged_problem(bundle::kRun, "is not a JSON object");
  }
  if (!grid) return damaged_problem(bundle::kRun, "has no usable grid");
  info.grid = *grid;
  // An empty text in the document is as good as none.
  if (info.mode.empty()) info.mode = RunInfo().mode;
  info.finding_counts = count_findings(info.findings);
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
  // After metadata_model_hash was kept apart: a difference between the two is a sign of damage.
  add(info.model_hash, "modelHash");
  const Json& parameters = member(json, "parameters");
  if (!parameters.is_object()) return;
  for (const auto& [name, value] : parameters.items()) {
    info.parameters.push_back({name, value.dump(-1, ' ', false, Json::error_handler_t::replace)});
  }
}

Result<std::vector<SeriesEntry>> read_series_entries(const std::string& path,
                                                     const std::string& text) {
  JsonReader json(text);
  std::vector<SeriesEntry> entries;
  const bool is_object = json.kind() == JsonReader::Kind::kObject;
  json.members([&](std::string_view name) {
    if (name == "series") json.items([&] { entries.push_back(entry_of(json)); });
  });
  if (!is_object || !json.finished()) return damaged_problem(path, "is not a JSON object");
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
      return damaged_problem(bundle::kManifest, "lists a file without its size");
    const bool of_rows = text_of(file, "hashOf") == kHashOfRows;
    const auto rows = integer_of(file, "rows");
    if (of_rows && (!rows || *rows < 1)) {
      return damaged_problem(bundle::kManifest, "lists a file of rows without their number");
    }
    files.push_back({text_of(file, "path"), static_cast<std::uint64_t>(*bytes),
                     text_of(file, "hash"),
                     of_rows ? static_cast<std::uint64_t>(*rows) : std::uint64_t{0}});
  }
  return files;
}

}  // namespace flowtime
