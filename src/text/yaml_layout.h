// The layout of a YAML text made even, without a change of anything it says: comments, quotes,
// order and line breaks stay as they are.
//
// Two spaces per level, list items two below their key, "- " before an item; no blanks at the end
// of a line, no more than one empty line in a row, LF, a newline at the end.
#pragma once

#include <string>

#include "text/yaml.h"

namespace flowtime::yaml {

// `document` is what was read of the text. The caller reads the result again and compares
// (same_content), because rare layouts cannot be moved.
// Flow collections and block scalars are moved as a whole.
std::string laid_out(const Document& document);

// The same tree but for places.
// Styles and the order of members count as content.
bool same_content(const Value& a, const Value& b);

}  // namespace flowtime::yaml
