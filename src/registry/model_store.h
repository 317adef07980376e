// Models that were generated from templates, kept as models/<model id>.zip of the data root:
// model.yaml, provenance.json, metadata.json.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

struct NewModel {
  std::string model_hash;       // "sha256:<64 hex>" of the document, without provenance and times
  std::string model;            // YAML
  std::string provenance_json;  // an object with generatedAt
  std::string metadata_json;    // an object with templateId, templateTitle, schemaVersion, mode
};

// As the archive says it. A list has everything but the text.
struct StoredModel {
  std::string id;    // "model_<64 hex>"
  std::string hash;  // the 64 hex digits
  std::string template_id, template_title, mode;
  std::int64_t schema_version = 1;
  std::string modified_utc;  // when it was last generated
  std::uint64_t bytes = 0;   // of the archive
  std::string text_hash;     // "sha256:..." of the text that a run of it stores: a run's modelHash
  std::string model;         // YAML; empty in lists
};

// The same model again replaces the former archive. Problems: io codes, zip_failed.
// The archive appears by one rename: readers see the former one or the new one.
Result<StoredModel> store_model(Env& env, const NewModel& model);
// Newest first, then by id; archives that cannot be read are left out.
// Opens every archive.
Result<std::vector<StoredModel>> list_models(Env& env);
// The newest of a template, with its text. Problem: model_not_found.
Result<StoredModel> newest_model(Env& env, const std::string& template_id);
// Problems: invalid_id, model_not_found, zip_damaged.
Result<StoredModel> read_model_archive(Env& env, const std::string& model_id);
Result<Done> delete_model(Env& env, const std::string& model_id);
// "models/model_<64 hex>.zip"; nothing for what is not an id of a model.
std::string model_archive_path(const std::string& model_id);
bool is_model_id(std::string_view text);

// {"models":[{"templateId","schema","mode","storageRef","size","modifiedUtc","contentType",
//  "modelHash"}]}
std::string to_json(const std::vector<StoredModel>& models);
// The same members without contentType, and "model".
std::string to_json(const StoredModel& model);

}  // namespace flowtime
