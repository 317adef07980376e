// Text inside XML documents.
#pragma once

#include <string>

namespace flowtime {

// The text as content of an element or an attribute.
std::string xml_text(const std::string& text);

}  // namespace flowtime
