// Compact series notation of flow files: `5` one value, `_` absent, `axn` n times a, `a+bxn` and
// `a-bxn` a and n more, each b apart.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace flowtime::flows {

// Example: "1+1x3 _x2 5" is 1, 2, 3, 4, absent, absent, 5. Nothing for a text of another form.
std::optional<std::vector<double>> parse_points(const std::string& text);
// Repeats are folded (axn), steps are not: what it prints parses to the same bits.
// "_" where absent, else format_number.
std::string format_points(const std::vector<double>& values);
std::string format_point(double value);

}  // namespace flowtime::flows
