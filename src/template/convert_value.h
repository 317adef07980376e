// A given value -> the type of its parameter, when nothing is lost by it.
#pragma once

#include <optional>

#include "base/result.h"
#include "template/template.h"

namespace flowtime::template_detail {

// Nothing when the value says "take the default": null, and empty text for anything but a string.
// Problems, without a place: parameter_type, parameter_range, parameter_choice.
Result<std::optional<TemplateValue>> convert_value(const TemplateParameter& parameter,
                                                   const yaml::Value& given);

}  // namespace flowtime::template_detail
