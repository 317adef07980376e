// How much an answer about series and profiles tells: `expert` adds how it was found.
#pragma once

#include <string_view>

#include "base/result.h"

namespace flowtime {

// Answers of both levels agree in what they share: expert adds a member "diagnostics".
enum class DetailLevel { kBasic, kExpert };

// "basic" (also for an empty text) or "expert". Problem: invalid_detail_level.
inline Result<DetailLevel> parse_detail_level(std::string_view text) {
  if (text.empty() || text == "basic") return DetailLevel::kBasic;
  if (text == "expert") return DetailLevel::kExpert;
  return Problem{.code = "invalid_detail_level",
                 .message = "'detailLevel' must be 'basic' or 'expert'.",
                 .remedy = "Leave it out for the basic answer.",
                 .path = "/detailLevel"};
}

}  // namespace flowtime
