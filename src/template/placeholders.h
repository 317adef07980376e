// Placeholders: `${name}` in the text of a scalar.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "text/yaml.h"

namespace flowtime::template_detail {

// `name` points into the text.
struct Placeholder {
  std::size_t begin = 0, end = 0;  // bytes of the text, from '$' to behind '}'
  std::string_view name;
};

// In order. A "${" that no '}' follows is text.
// Linear. "${}" is text as well.
std::vector<Placeholder> placeholders_in(std::string_view text);

// The scalar is one placeholder and nothing else.
bool is_one_placeholder(std::string_view text);

}  // namespace flowtime::template_detail
