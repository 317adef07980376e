// ParameterPlace: where a parameter of a template stands in the template's text, for those who tell
// which parameter a series was written with.
#pragma once

#include <string>

#include "base/problem.h"

namespace flowtime {

struct ParameterPlace {
  SourcePos where{};
  std::string key{};  // whose value it is part of: "expr", "wipLimit"
  std::string name{};
};

}  // namespace flowtime
