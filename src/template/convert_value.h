// A given value -> the type of its parameter, when nothing is lost by it.
#pragma once

#include <optional>

#include "base/result.h"
#include "template/template.h"

namespace flowtime::template_detail {

// Nothing when the value says "take the default": null, and empty text for anything but a string.
// Problems, without a place: parameter_type, parameter_range, parameter_choice.
// The bounds of a number may be left to out_of_bounds; those of an array's elements always hold.
// kLeft lets the caller decide whether a number outside is a problem or a finding.
enum class Bounds { kHold, kLeft };
// Example: "120" for an integer gives 120; "12.5" is refused, because something would be lost.
Result<std::optional<TemplateValue>> convert_value(const TemplateParameter& parameter,
                                                   const yaml::Value& given,
                                                   Bounds bounds = Bounds::kHold);

// "from 1 to 3", "of 1 or more"; for a parameter with a bound.
// As a remedy continues: "Give a value from 1 to 3."
std::string bounds_text(const TemplateParameter& parameter);

// Problem parameter_range when the value is a number outside the bounds of its parameter.
// Done for everything that is not a single number.
Result<Done> out_of_bounds(const TemplateParameter& parameter, const TemplateValue& value);

}  // namespace flowtime::template_detail
