// Tree -> YAML text in one stable form: block style, two spaces per level, members in their order,
// lists of plain scalars on one line. Text is quoted only where it would read as something else.
#pragma once

#include <string>

#include "text/yaml.h"

namespace flowtime::yaml {

// parse(emit(value)) gives the same tree but for places and the style of quotes.
// Places, comments and anchors are not in the tree and so are not in the text: yaml_layout.h keeps
// them. Linear in what it writes; ends with a newline.
std::string emit(const Value& value);

}  // namespace flowtime::yaml
