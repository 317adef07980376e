// The grammar of every id that becomes part of a path.
// One grammar for runs, jobs, drafts and artifacts. It has no separator and no hidden name, and it
// is valid in a file name, a URL and a shell alike.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace flowtime {

inline constexpr std::size_t kMaxIdLength = 128;

// [A-Za-z0-9][A-Za-z0-9._-]{0,127}, without "..".
bool is_id(std::string_view text);

// Problem invalid_id: names `what` ("run id") and the rule.
Result<Done> check_id(std::string_view text, std::string_view what);

}  // namespace flowtime
