#include "registry/model_store.h"

#include <algorithm>

#include "registry/artifact_zip.h"
#include "run/json_member.h"
#include "run/run_identity.h"
#include "run/scratch_directory.h"
#include "run/stored_file.h"
#include "sys/sha256.h"
#include "text/json_writer.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kModelDirectory = "models";
constexpr std::string_view kModelIdPrefix = "model_";
constexpr std::string_view kArchiveSuffix = ".zip";
constexpr const char* kModelFile = "model.yaml";
constexpr const char* kProvenanceFile = "provenance.json";
constexpr const char* kMetadataFile = "metadata.json";

const std::string& content_of(const std::vector<ZipEntry>& entries, const char* name) {
  static const std::string kNoContent;
  for (const ZipEntry& entry : entries) {
    if (entry.name == name) return entry.content;
  }
  return kNoContent;
}

// What a run stores of the model, without its provenance block.
std::string text_hash_of(const std::string& model) {
  const auto document = yaml::parse(model, kModelFile);
  // The hash that a run of this model has: it relates the two (artifact_lineage.h).
  return document ? model_hash(stored_model_text(*document)) : "";
}

StoredModel described(const std::string& id, const std::vector<ZipEntry>& entries,
                      std::uint64_t bytes) {
  const Json metadata = Json::parse(content_of(entries, kMetadataFile), nullptr, false);
  const Json provenance = Json::parse(content_of(entries, kProvenanceFile), nullptr, false);
  StoredModel model;
  model.id = id;
  model.hash = id.substr(kModelIdPrefix.size());
  model.template_id = text_member(metadata, "templateId");
  model.template_title = text_member(metadata, "templateTitle");
  model.mode = text_member(metadata, "mode");
  if (metadata.is_object()) model.schema_version = metadata.value("schemaVersion", 1);
  model.modified_utc = text_member(provenance, "generatedAt");
  model.bytes = bytes;
  model.model = content_of(entries, kModelFile);
  model.text_hash = text_hash_of(model.model);
  return model;
}

Problem model_not_found(const std::string& message) {
  return {.code = "model_not_found",
          .message = message,
          .remedy = "Generate the model from its template first."};
}

void write_members(JsonWriter& json, const StoredModel& model) {
  json.member("templateId", model.template_id);
  json.member("schema", "schema-" + std::to_string(model.schema_version));
  json.member("mode", "mode-" + model.mode);
  json.member("storageRef", "storage://model/" + model.id + "?h=" + model.hash);
  json.member("size", static_cast<std::int64_t>(model.bytes));
  json.member("modifiedUtc", model.modified_utc).member("modelHash", model.hash);
}

}  // namespace

bool is_model_id(std::string_view text) {
  return text.starts_with(kModelIdPrefix) && is_sha256_hex(text.substr(kModelIdPrefix.size()));
}

std::string model_archive_path(const std::string& model_id) {
  if (!is_model_id(model_id)) return "";
  return std::string(kModelDirectory) + "/" + model_id + std::string(kArchiveSuffix);
}

Result<StoredModel> store_model(Env& env, const NewModel& model) {
  const std::string id =
      std::string(kModelIdPrefix) + std::string(without_sha256_tag(model.model_hash));
  const std::vector<ZipEntry> entries = {
      {.name = kModelFile, .content = model.model},
      {.name = kProvenanceFile, .content = model.provenance_json},
      {.name = kMetadataFile, .content = model.metadata_json}};
  FT_TRY(const auto scratch, ScratchDirectory::open(env, "model"));
  const std::string made = scratch->path() + "/model.zip";
  FT_RETURN_IF_PROBLEM(write_zip(env, made, entries));
  // Before the directory is made or written: a link there would lead out of the data root.
  FT_RETURN_IF_PROBLEM(check_no_links(env, kModelDirectory));
  FT_RETURN_IF_PROBLEM(env.make_directories(kModelDirectory));
  FT_TRY(const FileInfo info, env.info(made));
  FT_RETURN_IF_PROBLEM(env.rename(made, model_archive_path(id), RenameRule::kReplaceFile));
  FT_RETURN_IF_PROBLEM(env.sync_directory(kModelDirectory));
  return described(id, entries, info.bytes);
}

Result<StoredModel> read_model_archive(Env& env, const std::string& model_id) {
  if (!is_model_id(model_id)) {
    return Problem{.code = "invalid_id",
                   .message = "'" + model_id.substr(0, 128) + "' is not a valid model id",
                   .remedy = "Give model_ and 64 hex digits."};
  }
  const std::string path = model_archive_path(model_id);
  const auto info = env.info(path);
  if (!info) return model_not_found("There is no model '" + model_id + "'.");
  FT_RETURN_IF_PROBLEM(check_no_links(env, path));
  FT_TRY(const std::vector<ZipEntry> entries, read_zip(env, path));
  return described(model_id, entries, info->bytes);
}

Result<std::vector<StoredModel>> list_models(Env& env) {
  std::vector<StoredModel> models;
  if (!env.exists(kModelDirectory)) return models;
  FT_TRY(const std::vector<DirectoryEntry> files, env.list(kModelDirectory));
  for (const DirectoryEntry& file : files) {
    if (!file.name.ends_with(kArchiveSuffix)) continue;
    auto model =
        read_model_archive(env, file.name.substr(0, file.name.size() - kArchiveSuffix.size()));
    if (!model) continue;
    // Texts of hundreds of models are more than a list needs.
    model->model.clear();
    models.push_back(std::move(model).value());
  }
  std::stable_sort(models.begin(), models.end(), [](const StoredModel& a, const StoredModel& b) {
    return a.modified_utc > b.modified_utc;
  });
  return models;
}

Result<StoredModel> newest_model(Env& env, const std::string& template_id) {
  FT_TRY(const std::vector<StoredModel> models, list_models(env));
  for (const StoredModel& model : models) {
    if (model.template_id == template_id) return read_model_archive(env, model.id);
  }
  return model_not_found("There is no model of the template '" + template_id + "'.");
}

Result<Done> delete_model(Env& env, const std::string& model_id) {
  if (!is_model_id(model_id)) return model_not_found("There is no model '" + model_id + "'.");
  const auto removed = remove_stored_file(env, model_archive_path(model_id));
  if (removed) return removed;
  if (!failed_with(removed.problems(), io_codes::kNotFound)) return removed.problems();
  return model_not_found("There is no model '" + model_id + "'.");
}

std::string to_json(const std::vector<StoredModel>& models) {
  JsonWriter json;
  json.begin_object().key("models").begin_array();
  for (const StoredModel& model : models) {
    json.begin_object();
    write_members(json, model);
    json.member("contentType", "application/zip").end_object();
  }
  json.end_array().end_object();
  return json.take();
}

std::string to_json(const StoredModel& model) {
  JsonWriter json;
  json.begin_object();
  write_members(json, model);
  json.member("model", model.model).end_object();
  return json.take();
}

}  // namespace flowtime
