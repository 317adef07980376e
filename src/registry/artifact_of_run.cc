// Everything is read from files that a run has anyway. What an older or foreign bundle lacks is
// left
// out, never a failure: a registry lists what is there.
#include "registry/artifact_of_run.h"

#include <algorithm>

#include "run/bundle_paths.h"
#include "run/canonical_json.h"
#include "run/json_member.h"
#include "run/manifest.h"
#include "run/open_run.h"
#include "run/record_facts.h"
#include "run/stored_file.h"
#include "series/time_grid.h"
#include "sys/sha256.h"

namespace flowtime {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kMaxTitle = 80, kTitleNodes = 3;
constexpr std::size_t kMaxTitledModel = 1u << 20;  // larger texts are not read for a title

// "# Shop with a queue" -> "Shop with a queue"; a comment needs three letters to be a title.
std::string comment_title(std::string_view line) {
  const std::size_t first = line.find_first_not_of("# \t");
  if (!line.starts_with("# ") || first == std::string_view::npos) return "";
  std::string_view title = line.substr(first);
  while (!title.empty() && (title.back() == ' ' || title.back() == '\r')) title.remove_suffix(1);
  // Bytes above 127 belong to letters of other scripts.
  const auto letters = std::count_if(title.begin(), title.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) > 127;
  });
  return letters < 3 ? "" : std::string(title.substr(0, kMaxTitle));
}

std::string node_title(const std::string& text) {
  const auto document = yaml::parse(text, "");
  const yaml::Value* nodes = document ? document->root.find("nodes") : nullptr;
  std::string title;
  for (std::size_t i = 0; nodes && i < std::min(nodes->items.size(), kTitleNodes); ++i) {
    const yaml::Value* id = nodes->items[i].find("id");
    if (id) title += (title.empty() ? "Model with " : ", ") + id->scalar;
  }
  return title;
}

std::string title_of_run(Env& env, const RunInfo& info) {
  if (!info.template_title.empty() && info.template_title != kPlainTemplate) {
    return info.template_title;
  }
  const std::string path = run_directory(info.id) + "/" + bundle::kModel;
  const auto file = env.info(path);
  if (file && file->bytes <= kMaxTitledModel) {
    const auto text = read_stored_file(env, path);
    const std::string title = text ? title_of_model_text(*text) : "";
    if (!title.empty()) return title;
  }
  // The last part of an id is its random or hashed one, short enough for a list.
  return "Run " + info.id.substr(info.id.rfind('_') + 1);
}

bool ends_with_any(const std::string& name, std::initializer_list<std::string_view> endings) {
  return std::any_of(endings.begin(), endings.end(),
                     [&](std::string_view ending) { return name.ends_with(ending); });
}

void add_files(Env& env, Artifact& artifact, const std::string& directory) {
  const auto entries = env.list(directory);
  if (!entries) return;
  for (const DirectoryEntry& entry : *entries) {
    if (entry.kind == FileKind::kFile) artifact.files.push_back(entry.name);
  }
}

std::vector<std::string> tags_of(const RunInfo& info, const std::vector<std::string>& files) {
  std::vector<std::string> tags = {"run"};
  const auto any = [&](std::initializer_list<std::string_view> endings) {
    return std::any_of(files.begin(), files.end(),
                       [&](const std::string& name) { return ends_with_any(name, endings); });
  };
  if (any({".csv"})) tags.push_back("csv");
  if (any({".json"})) tags.push_back("json");
  if (any({".yaml", ".yml"})) tags.push_back("configured");
  tags.push_back(info.mode);
  return tags;
}

// The size of the bundle, by its manifest: it lists every file but itself and its hash.
std::uint64_t bundle_bytes(Env& env, const std::string& directory, const std::string& manifest) {
  std::uint64_t bytes = manifest.size();
  // The manifest cannot list itself, and its hash is written after it.
  const auto hash = env.info(directory + "/" + bundle::kManifestHash);
  if (hash) bytes += hash->bytes;
  const auto files = read_manifest_files(manifest);
  if (!files) return bytes;
  for (const ManifestFile& file : *files) {
    if (file.bytes != kUnknownBytes) bytes += file.bytes;
  }
  return bytes;
}

// The plain members of the manifest as texts, without its long lists.
void add_manifest(Artifact& artifact, const Json& manifest) {
  if (!manifest.is_object()) return;
  for (const auto& [name, value] : manifest.items()) {
    if (value.is_string()) artifact.metadata.emplace_back(name, value.get<std::string>());
    if (value.is_number() || value.is_boolean()) artifact.metadata.emplace_back(name, value.dump());
  }
  if (manifest.contains("rng")) artifact.metadata.emplace_back("rng", manifest["rng"].dump());
  const Json provenance = manifest.value("provenance", Json());
  if (!provenance.is_object()) return;
  artifact.provenance_json = provenance.dump();
  artifact.template_id = text_member(provenance, "templateId");
  artifact.model_id = text_member(provenance, "modelId");
}

void add_info(Artifact& artifact, const RunInfo& info) {
  const auto add = [&artifact](const char* name, const std::string& text) {
    // What the manifest said of it wins.
    const auto same = [&](const auto& member) { return member.first == name; };
    if (text.empty()) return;
    if (std::none_of(artifact.metadata.begin(), artifact.metadata.end(), same)) {
      artifact.metadata.emplace_back(name, text);
    }
  };
  add("runId", info.id);
  add("mode", info.mode);
  add("templateId", info.template_id);
  add("templateTitle", info.template_title);
  add("templateVersion", info.template_version);
  add("contentHash", info.content_hash);
  add("verdict", name_of(artifact.verdict));
  if (artifact.kind) add("headline", info.judgement->findings.front().text());
  add("bins", std::to_string(info.grid.bins));
  add("warningCount", std::to_string(info.finding_counts.error + info.finding_counts.warning));
  add("configFiles", bundle::kSpec);
  add("directoryPath", run_directory(info.id));
  add("fileCount", std::to_string(artifact.files.size()));
  add("totalSizeBytes", std::to_string(artifact.total_bytes));
}

void add_judgement(Artifact& artifact, const RunInfo& info) {
  artifact.content_hash = info.content_hash;
  if (!info.judgement) return;
  artifact.verdict = info.judgement->verdict;
  if (info.judgement->findings.empty()) return;
  artifact.kind = info.judgement->findings.front().kind;
  artifact.harmed = info.judgement->findings.front().harmed;
}

std::string inputs_key_of(const RunInfo& info) {
  const auto parameters = canonical_object(info.parameters);
  // Canonical: the order in which parameters were given does not matter.
  return sha256_hex(info.template_id + "\n" + (parameters ? *parameters : ""));
}

}  // namespace

std::string title_of_model_text(const std::string& text) {
  std::string_view rest = text;
  while (rest.starts_with("#")) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string title = comment_title(rest.substr(0, end));
    if (!title.empty()) return title;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return node_title(text);
}

Result<Artifact> artifact_of_run(Env& env, const std::string& run_id) {
  FT_TRY(const RunInfo info, read_run_info(env, run_id));
  const std::string directory = run_directory(run_id);
  const auto manifest = read_stored_file(env, directory + "/" + bundle::kManifest);
  Artifact artifact;
  artifact.id = run_id;
  artifact.type = "run";
  artifact.title = title_of_run(env, info);
  artifact.created_unix_ms = parse_utc(info.created_utc).value_or(0);
  // A published run does not change.
  artifact.modified_unix_ms = artifact.created_unix_ms;
  add_files(env, artifact, directory);
  artifact.tags = tags_of(info, artifact.files);
  if (manifest) {
    artifact.total_bytes = bundle_bytes(env, directory, *manifest);
    add_manifest(artifact, Json::parse(*manifest, nullptr, false));
  }
  add_judgement(artifact, info);
  add_info(artifact, info);
  artifact.model_hash = info.model_hash;
  artifact.inputs_key = inputs_key_of(info);
  if (info.supersedes) artifact.superseded_id = info.supersedes->run_id;
  return artifact;
}

Artifact artifact_of_model(const StoredModel& model) {
  Artifact artifact;
  artifact.id = model.id;
  artifact.type = "model";
  artifact.title = model.template_title.empty() ? model.template_id : model.template_title;
  artifact.created_unix_ms = parse_utc(model.modified_utc).value_or(0);
  artifact.modified_unix_ms = artifact.created_unix_ms;
  artifact.tags = {"model", model.mode};
  artifact.files = {"metadata.json", "model.yaml", "provenance.json"};
  artifact.total_bytes = model.bytes;
  artifact.template_id = model.template_id;
  artifact.model_id = model.id;
  artifact.model_hash = model.text_hash;
  artifact.metadata = {{"templateId", model.template_id},
                       {"templateTitle", model.template_title},
                       {"mode", model.mode},
                       {"modelHash", model.hash},
                       {"fileCount", "3"},
                       {"totalSizeBytes", std::to_string(model.bytes)}};
  const Json provenance = {
      {"hasProvenance", true}, {"modelId", model.id}, {"templateId", model.template_id}};
  artifact.provenance_json = provenance.dump();
  return artifact;
}

std::string archive_marker_path(const std::string& id) { return "archived/" + id; }

std::string archive_marker_text(const Artifact& artifact) {
  // The time tells two runs of one id and one model apart.
  return artifact.type + " " + artifact.model_hash + " " +
         std::to_string(artifact.created_unix_ms) + "\n";
}

void add_archived_tag(Env& env, Artifact& artifact) {
  const auto marker = read_stored_file(env, archive_marker_path(artifact.id));
  if (marker && *marker == archive_marker_text(artifact)) artifact.tags.push_back(kArchivedTag);
}

}  // namespace flowtime
