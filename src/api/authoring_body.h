// Parts of bodies that several routes about drafts, series and profiles take.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "authoring/detail_level.h"
#include "authoring/draft_source.h"
#include "authoring/profile_shape.h"
#include "http/json_body.h"

namespace flowtime::api {

// A list of numbers; also as one text: "1,2,3" or "[1,2,3]". What is none is
// noted in the body.
// Nothing where the body has no such member.
std::optional<std::vector<double>> numbers_of(const JsonObject& body, std::string_view name);

// {"type","id","content"}; `draftId` is read as `id`.
// Empty where the body has no "source"; resolve_draft says what is missing.
DraftSource source_of(const JsonObject& body);

// {"kind","name","weights"}, {"values","probabilities"}
// Nothing where the body has none.
// Wrong types are noted in the body; values are checked by the reader of the shape.
std::optional<ProfileShape> profile_of(const JsonObject& body);
std::optional<PmfShape> pmf_of(const JsonObject& body);

// "detailLevel"; the usual one where it is left out. Problem: that of parse_detail_level.
Result<DetailLevel> detail_of(const JsonObject& body);

}  // namespace flowtime::api
