#include "authoring/draft_source.h"

#include "authoring/draft_store.h"
#include "run/stored_file.h"

namespace flowtime {
namespace {

Problem source_problem(const char* code, std::string message, std::string remedy,
                       const char* path) {
  return {.code = code,
          .message = std::move(message),
          .remedy = std::move(remedy),
          .path = std::string("/source/") + path};
}

Result<DraftSourceText> inline_text(const DraftSource& source) {
  if (source.id.empty()) {
    return source_problem("source_id_missing", "'source.id' is required for inline drafts.",
                          "Give the text a name.", "id");
  }
  if (source.content.empty()) {
    return source_problem("source_content_missing",
                          "'source.content' is required for inline drafts.",
                          "Give the YAML text of the template.", "content");
  }
  // Also of a text that is not stored: the id appears in messages and in the model's provenance.
  FT_RETURN_IF_PROBLEM(check_stored_id(source.id, "draft id"));
  return DraftSourceText{.id = source.id, .content = source.content, .content_hash = {}};
}

}  // namespace

Result<DraftSourceText> resolve_draft(Env& env, const DraftSource& source) {
  if (source.type == "inline") return inline_text(source);
  if (source.type.empty()) {
    return source_problem("source_type_missing", "'source.type' is required.",
                          "Give 'inline' with id and content, or 'draftId' with id.", "type");
  }
  if (source.type != "draftId") {
    return source_problem("source_type_unknown", "'source.type' cannot be '" + source.type + "'.",
                          "Use 'inline' or 'draftId'.", "type");
  }
  if (source.id.empty()) {
    return source_problem("source_id_missing", "'source.id' is required: the id of a stored draft.",
                          "List the drafts to see their ids.", "id");
  }
  FT_TRY(Draft draft, read_draft(env, source.id));
  const std::string hash = draft.content_hash();
  return DraftSourceText{
      .id = draft.id, .content = std::move(draft.content), .is_stored = true, .content_hash = hash};
}

}  // namespace flowtime
