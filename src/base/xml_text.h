// Text inside XML documents.
#pragma once

#include <string>

namespace flowtime {

// The text as content of an element or an attribute.
// Escapes & < > and double quotes, so attributes must be written in those; a control character
// becomes a blank.
// Control characters are the bytes below 0x20, line breaks and tabs among them. A single quote
// stays. Bytes of UTF-8 pass unchanged.
std::string xml_text(const std::string& text);

}  // namespace flowtime
