// Text inside XML documents.
#pragma once

#include <string>

namespace flowtime {

// The text as content of an element or an attribute.
// Escapes & < > and double quotes, so attributes must be written in those; a control character
// becomes a blank.
std::string xml_text(const std::string& text);

}  // namespace flowtime
