// Compact series notation of flow files: `5` one value, `_` absent, `axn` n times a, `a+bxn` and
// `a-bxn` a and n more, each b apart.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace flowtime::flows {

std::optional<std::vector<double>> parse_points(const std::string& text);
std::string format_points(const std::vector<double>& values);
std::string format_point(double value);

}  // namespace flowtime::flows
