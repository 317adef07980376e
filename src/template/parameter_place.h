// ParameterPlace: the place of a parameter in the text of a template, for explanations that name
// which parameter a series was written with.
#pragma once

#include <string>
#include <vector>

#include "base/problem.h"

namespace flowtime {

struct Expansion;

struct ParameterPlace {
  SourcePos where{};
  std::string key{};  // whose value it is part of: "expr", "wipLimit"
  // Without "${" and "}".
  std::string name{};
};

// Of every parameter that an expansion filled in, in the order of their places.
std::vector<ParameterPlace> parameter_places(const Expansion& expansion);

}  // namespace flowtime
