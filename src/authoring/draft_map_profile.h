// Puts a fitted profile or pmf into a node of a template, where its author left room for it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "authoring/detail_level.h"
#include "authoring/draft_source.h"
#include "authoring/profile_shape.h"
#include "base/result.h"
#include "sys/env.h"

namespace flowtime {

// At least one of `profile` and `pmf`; both together are fine.
struct MapProfileRequest {
  DraftSource source;
  std::string node_id;
  std::optional<ProfileShape> profile;
  std::optional<PmfShape> pmf;
  std::vector<std::pair<std::string, std::string>> provenance;  // into the node's metadata
  DetailLevel detail = DetailLevel::kBasic;
};

// `content` is the whole text after the change.
struct MappedProfile {
  std::string draft_id, node_id;
  std::string content;  // the template; a stored draft has it too
  bool is_stored = false;
  std::string kind_before;
  std::vector<std::string> changed;  // names of the node's members
  DetailLevel detail = DetailLevel::kBasic;
};

// A pmf makes the node one of kind `pmf` (values, expr and source go); a profile needs a pmf, given
// or there already. All other text stays as it is. A stored draft is changed, unless another
// request changed it meanwhile. Problems: those of resolve_draft and of the YAML, node_id_missing,
// node_not_found, node_kind_not_mappable, profile_needs_pmf, profile_or_pmf_missing, those of
// check_profile and check_pmf, draft_layout, draft_changed. A stored draft is read, changed and
// written under its lock, so no other change is lost.
Result<MappedProfile> map_profile(Env& env, const MapProfileRequest& request);

// {"draftId","nodeId","content","contentHash",
//  "diagnostics"?:{"stored","kindBefore","changed":[]}}
std::string to_json(const MappedProfile& mapped);

}  // namespace flowtime
