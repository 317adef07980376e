// What a template calls its parameters, by their names.
#pragma once

#include <map>
#include <string>

namespace flowtime {

using ParameterTitles = std::map<std::string, std::string>;

}  // namespace flowtime
