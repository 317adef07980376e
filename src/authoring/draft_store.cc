// A draft is one JSON file with its text and the hash of the text. Two rules keep writers apart:
// create fails when the file is there, replace reads and writes under a lock and may ask for the
// hash that the writer has seen.
#include "authoring/draft_store.h"

#include "run/json_member.h"
#include "run/stored_file.h"
#include "series/time_grid.h"
#include "sys/sha256.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kDraftDirectory = "drafts";
constexpr std::string_view kDraftSuffix = ".json";

std::string draft_path(const std::string& id) {
  return std::string(kDraftDirectory) + "/" + id + std::string(kDraftSuffix);
}

Problem draft_not_found(const std::string& id) {
  return {.code = "draft_not_found",
          .message = "There is no draft '" + id + "'.",
          .remedy = "List the drafts, or create it."};
}

std::string draft_file_text(const Draft& draft) {
  JsonWriter json(JsonWriter::Layout::kIndented);
  json.begin_object().member("schemaVersion", 1).member("draftId", draft.id);
  json.member("createdUtc", draft.created_utc).member("updatedUtc", draft.updated_utc);
  json.member("contentHash", draft.content_hash());
  json.key("metadata").raw(draft.metadata_json).member("content", draft.content).end_object();
  return json.take() + "\n";
}

Result<Draft> parsed_draft(const std::string& id, const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  Draft draft{.id = id, .content = text_member(json, "content")};
  // A file that was cut or edited by hand: better refused than run as something else.
  if (draft.content.empty() || text_member(json, "contentHash") != draft.content_hash()) {
    return Problem{.code = "draft_damaged",
                   .message = "the file of draft '" + id + "' is damaged",
                   .remedy = "Create the draft again with overwrite."};
  }
  draft.created_utc = text_member(json, "createdUtc");
  draft.updated_utc = text_member(json, "updatedUtc");
  if (json.contains("metadata")) draft.metadata_json = json["metadata"].dump();
  return draft;
}

Result<std::string> checked_metadata(const std::string& text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_object()) return json.dump();
  return Problem{.code = "invalid_metadata",
                 .message = "'metadata' must be an object",
                 .remedy = "Give {\"name\": value, ...} or leave it out.",
                 .path = "/metadata"};
}

Result<Done> check_text(const DraftText& text) {
  FT_RETURN_IF_PROBLEM(check_stored_id(text.id, "draft id"));
  if (!text.content.empty()) return Done{};
  return Problem{.code = "draft_content_missing",
                 .message = "'content' is required: the text of the template",
                 .remedy = "Give the YAML text as content.",
                 .path = "/content"};
}

// The draft as it is to be stored, given the one that is there.
Result<Draft> next_version(Env& env, const DraftText& text, const Draft* former) {
  FT_RETURN_IF_PROBLEM(check_text(text));
  Draft draft{.id = text.id, .content = text.content};
  draft.updated_utc = format_moment(env.now_unix_ms());
  draft.created_utc = former ? former->created_utc : draft.updated_utc;
  // Metadata that is not sent stays.
  if (former) draft.metadata_json = former->metadata_json;
  if (text.metadata_json.empty()) return draft;
  FT_TRY(draft.metadata_json, checked_metadata(text.metadata_json));
  return draft;
}

Result<Done> check_unchanged(const Draft& draft, const std::string& expected_hash) {
  if (expected_hash.empty() || expected_hash == draft.content_hash()) return Done{};
  return Problem{.code = "draft_changed",
                 .message = "Draft '" + draft.id + "' has changed since it was read.",
                 .remedy = "Read it again, and repeat the change on its present text."};
}

Problem exists_already(const std::string& id) {
  return {.code = "draft_exists",
          .message = "There is already a draft '" + id + "'.",
          .remedy = "Choose another id, or ask to overwrite it."};
}

}  // namespace

std::string Draft::content_hash() const { return sha256_tagged(content); }

Result<std::vector<Draft>> list_drafts(Env& env) {
  std::vector<Draft> drafts;
  if (!env.exists(kDraftDirectory)) return drafts;
  FT_TRY(const std::vector<DirectoryEntry> entries, env.list(kDraftDirectory));
  for (const DirectoryEntry& entry : entries) {
    if (!entry.name.ends_with(kDraftSuffix)) continue;
    const std::string id = entry.name.substr(0, entry.name.size() - kDraftSuffix.size());
    Result<Draft> draft = read_draft(env, id);
    // A damaged one is not listed; reading it by its id says what is wrong.
    if (draft) drafts.push_back(std::move(draft).value());
  }
  return drafts;
}

Result<Draft> read_draft(Env& env, const std::string& id) {
  FT_RETURN_IF_PROBLEM(check_stored_id(id, "draft id"));
  const Result<std::string> text = read_stored_file(env, draft_path(id));
  if (!text && failed_with(text.problems(), io_codes::kNotFound)) return draft_not_found(id);
  if (!text) return text.problems();
  return parsed_draft(id, *text);
}

Result<Draft> create_draft(Env& env, const DraftText& text, bool overwrite) {
  DraftText named = text;
  if (named.id.empty()) named.id = "draft-" + env.random_hex(12);
  FT_TRY(const Draft draft, next_version(env, named, nullptr));
  const StoreRule rule = overwrite ? StoreRule::kReplace : StoreRule::kCreate;
  const auto stored = store_file(env, draft_path(draft.id), draft_file_text(draft), rule);
  if (!stored && failed_with(stored.problems(), io_codes::kExists)) return exists_already(draft.id);
  if (!stored) return stored.problems();
  return draft;
}

Result<Draft> replace_draft(Env& env, const DraftText& text, const std::string& expected_hash) {
  FT_RETURN_IF_PROBLEM(check_stored_id(text.id, "draft id"));
  // Over reading and writing: between the two no other writer may come.
  FT_TRY(const auto lock, lock_stored(env, "drafts/" + text.id));
  FT_TRY(const Draft former, read_draft(env, text.id));
  FT_RETURN_IF_PROBLEM(check_unchanged(former, expected_hash));
  FT_TRY(const Draft draft, next_version(env, text, &former));
  FT_RETURN_IF_PROBLEM(
      store_file(env, draft_path(draft.id), draft_file_text(draft), StoreRule::kReplace));
  return draft;
}

Result<Done> delete_draft(Env& env, const std::string& id) {
  FT_RETURN_IF_PROBLEM(check_stored_id(id, "draft id"));
  FT_TRY(const auto lock, lock_stored(env, "drafts/" + id));
  const Result<Done> removed = remove_stored_file(env, draft_path(id));
  if (!removed && failed_with(removed.problems(), io_codes::kNotFound)) return draft_not_found(id);
  return removed;
}

std::string to_json(const std::vector<Draft>& drafts) {
  JsonWriter json;
  json.begin_object().key("items").begin_array();
  for (const Draft& draft : drafts) {
    json.begin_object().member("draftId", draft.id).key("metadata").raw(draft.metadata_json);
    json.member("updatedUtc", draft.updated_utc).member("contentHash", draft.content_hash());
    json.end_object();
  }
  json.end_array().end_object();
  return json.take();
}

std::string to_json(const Draft& draft) {
  const std::string hash = draft.content_hash();
  JsonWriter json;
  json.begin_object().member("draftId", draft.id);
  json.member("storageRef",
              "storage://draft/" + draft.id + "?h=" + std::string(without_sha256_tag(hash)));
  json.member("content", draft.content).member("contentHash", hash);
  json.key("metadata").raw(draft.metadata_json);
  json.member("createdUtc", draft.created_utc).member("updatedUtc", draft.updated_utc);
  json.end_object();
  return json.take();
}

}  // namespace flowtime
