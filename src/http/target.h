// The target of a request, taken apart and decoded exactly once.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/request.h"

namespace flowtime::http {

// %XX becomes the byte XX; nothing when a '%' is not followed by two hex digits, a byte is NUL, or
// the bytes are not UTF-8.
// Once: "%2525" is "%25" and not "%". '+' is a blank in queries only.
// Linear; the result is never longer than the text.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

// "http://host/path?query", as proxies may send it, without the name of the host; any other target
// as it is. A view into `target`.
std::string_view without_authority(std::string_view target);

// Decoded, so a segment may contain '/': routes treat it as one name.
struct Target {
  std::vector<std::string> segments;  // "/v1/runs/a%20b" -> "v1", "runs", "a b"; "/" -> none
  std::vector<NamedText> query;       // "?a=1&b" -> {a,1}, {b,""}
};

// "/path?query", or "http://host/path?query" as proxies send it. One '/' at the end of the path is
// ignored; "//", "." and ".." are segments like any other, and nothing is resolved. Browsers leave
// characters such as '[' unencoded in queries, so they are taken as they are.
// Problems: invalid_path, invalid_query.
Result<Target> parse_target(std::string_view target);

}  // namespace flowtime::http
