// ParameterPlace: the place of a parameter in the text of a template, for explanations that name
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
