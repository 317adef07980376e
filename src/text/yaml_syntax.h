// libyaml's complaints in words that name the mistake and the way out.
#pragma once

#include <yaml.h>

#include <string_view>

#include "base/problem.h"

namespace flowtime::yaml {

// Why `parser`, which read `text`, stopped. `first` bytes of `text` were skipped before it.
// Code yaml_syntax, with a place. What the table does not know is quoted from libyaml, without a
// remedy.
Problem syntax_problem(const yaml_parser_t& parser, std::string_view text, std::size_t first);

}  // namespace flowtime::yaml
