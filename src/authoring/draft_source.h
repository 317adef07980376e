// Which draft a request is about.
#pragma once

#include <string>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

// As it came in the request; not yet checked.
struct DraftSource {
  std::string type{};  // "inline": the text comes along; "draftId": a stored draft
  std::string id{};
  std::string content{};  // inline
};

// The text, wherever it was. `id` names it in messages.
struct DraftSourceText {
  std::string id, content;
  bool is_stored = false;
  std::string content_hash{};  // of a stored one
};

// Problems: source_type_missing, source_type_unknown, source_id_missing, source_content_missing,
// invalid_id, draft_not_found, draft_damaged.
Result<DraftSourceText> resolve_draft(Env& env, const DraftSource& source);

}  // namespace flowtime
