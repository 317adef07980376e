// Drafts: template texts in the making, one file drafts/<draftId>.json of the data root each.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

// The text need not be a valid template: drafts are saved while they are written.
struct Draft {
  std::string id;
  std::string content;               // exactly as given
  std::string metadata_json = "{}";  // an object of its author's
  std::string created_utc{}, updated_utc{};
  std::string content_hash() const;  // "sha256:" and 64 hex digits of the exact content
};

// What a client sends to create or replace a draft.
struct DraftText {
  std::string id;  // empty when creating: a free id is made
  std::string content;
  std::string metadata_json{};  // empty: {}, or what the draft had
};

// By id. Files that are not drafts are left out.
Result<std::vector<Draft>> list_drafts(Env& env);
// Problems: invalid_id, draft_not_found, draft_damaged.
// Damaged: the content does not have the hash that is written beside it.
Result<Draft> read_draft(Env& env, const std::string& id);
// Problems: invalid_id, draft_content_missing, invalid_metadata, and draft_exists unless
// `overwrite`.
// Stored whole or not at all: a reader sees the old draft or the new one.
Result<Draft> create_draft(Env& env, const DraftText& text, bool overwrite);
// `expected_hash` not empty: the contentHash that the draft has to have still, else draft_changed.
// Problems: those of create_draft but for draft_exists, draft_not_found, draft_damaged. The time of
// creation stays.
Result<Draft> replace_draft(Env& env, const DraftText& text, const std::string& expected_hash = "");
// Problems: invalid_id, draft_not_found, io codes.
Result<Done> delete_draft(Env& env, const std::string& id);

// {"items":[{"draftId","metadata","updatedUtc","contentHash"}]}
std::string to_json(const std::vector<Draft>& drafts);
// {"draftId","storageRef","content","contentHash","metadata","createdUtc","updatedUtc"}
std::string to_json(const Draft& draft);

}  // namespace flowtime
