// Whether bytes are text.
#pragma once

#include <string_view>

namespace flowtime {

// RFC 3629: no longer form than needed, no surrogates, nothing beyond U+10FFFF.
// True for an empty text, and for control characters and NUL: callers that refuse those look
// themselves. Linear in the bytes.
bool is_utf8(std::string_view text);

}  // namespace flowtime
