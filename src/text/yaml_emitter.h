// Tree -> YAML text in one stable form: block style, two spaces per level, members in their order,
// lists of plain scalars on one line. Text is quoted only where it would read as something else.
#pragma once

#include <string>

#include "text/yaml.h"

namespace flowtime::yaml {

// parse(emit(value)) gives the same tree but for places and the style of quotes.
std::string emit(const Value& value);

}  // namespace flowtime::yaml
