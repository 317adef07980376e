// Parameter values as they arrive: `name=value` on a command line, a JSON object in a request, a
// file of either kind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "template/template_value.h"

namespace flowtime {

// "bins=12", as --param takes it. The value is JSON where it reads as such (12, true, [1,2],
// "text"), else the text itself. Problem invalid_parameter, without a name or a '='.
Result<GivenParameter> parameter_from_assignment(const std::string& assignment);

// The members of a JSON object; "" is an object without any. Problem invalid_json.
// In the order of the text. Nested values are kept as trees.
Result<std::vector<GivenParameter>> parameters_from_json(std::string_view text);

// The members of a mapping in JSON or YAML; problems name the file, line and column. Problems:
// invalid_parameters (no mapping), those of yaml::parse.
Result<std::vector<GivenParameter>> parameters_from_file(std::string text, const std::string& file);

}  // namespace flowtime
