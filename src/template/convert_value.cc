#include "template/convert_value.h"

#include <algorithm>
#include <cmath>

#include "base/ascii.h"
#include "base/number_text.h"

namespace flowtime::template_detail {
namespace {

constexpr double kMaxWhole = 9007199254740992.0;  // 2^53: beyond, whole numbers are no longer exact
constexpr double kWholeTolerance = 1e-9;          // of an element of a list of whole numbers
constexpr std::size_t kMaxShownText = 60;
constexpr std::string_view kBlanks = " \t\r\n";

std::string shown(const yaml::Value& given) {
  std::string text = given.kind == yaml::Kind::kScalar ? given.scalar : to_json(given);
  if (text.size() > kMaxShownText) text = text.substr(0, kMaxShownText) + "...";
  return "'" + text + "'";
}

Problem refusal(std::string code, std::string message, std::string remedy) {
  return {.code = std::move(code), .message = std::move(message), .remedy = std::move(remedy)};
}

std::string wanted(const TemplateParameter& parameter) {
  switch (parameter.type) {
    case ParameterType::kInteger: return "a whole number";
    case ParameterType::kNumber: return "a number";
    case ParameterType::kBoolean: return "true or false";
    case ParameterType::kString: return "text";
    case ParameterType::kArray:
      return parameter.whole_elements ? "a list of whole numbers" : "a list of numbers";
  }
  return "";
}

Problem wrong_type(const TemplateParameter& parameter, const yaml::Value& given) {
  const std::string example = parameter.type == ParameterType::kArray ? ", such as [1, 2, 3]" : "";
  return refusal(
      "parameter_type",
      "parameter '" + parameter.name + "' is " + shown(given) + ", not " + wanted(parameter),
      "Give " + wanted(parameter) + example + ".");
}

// `which` names the value: "parameter 'bins'", "element 3 of parameter 'pattern'".
Result<Done> check_bounds(const TemplateParameter& parameter, const std::string& which,
                          double value) {
  const bool below = parameter.min && value < *parameter.min;
  const bool above = parameter.max && value > *parameter.max;
  if (!below && !above) return Done{};
  return refusal("parameter_range",
                 which + " is " + format_number(value) + ", " +
                     (below ? "below " + format_number(*parameter.min)
                            : "above " + format_number(*parameter.max)),
                 "Give a value " + bounds_text(parameter) + ".");
}

std::optional<double> number_in(const yaml::Value& given) {
  if (given.kind != yaml::Kind::kScalar) return std::nullopt;
  // A plain scalar as YAML reads it; a quoted one as the text that a form or a flag sends.
  if (given.style == yaml::ScalarStyle::kPlain) {
    if (const auto number = given.number()) return number;
  }
  return parse_number(trimmed(given.scalar, kBlanks));
}

Result<TemplateValue> number_value(const TemplateParameter& parameter, const yaml::Value& given) {
  const std::optional<double> number = number_in(given);
  const bool whole = parameter.type == ParameterType::kInteger;
  if (!number || (whole && (std::floor(*number) != *number || std::fabs(*number) > kMaxWhole))) {
    return wrong_type(parameter, given);
  }
  if (whole) return TemplateValue(static_cast<std::int64_t>(*number));
  // -0 becomes 0: the two are equal, but their texts and hashes would differ.
  return TemplateValue(*number == 0 ? 0.0 : *number);
}

Result<TemplateValue> boolean_value(const TemplateParameter& parameter, const yaml::Value& given) {
  if (given.kind == yaml::Kind::kScalar) {
    yaml::Value plain = given;
    plain.style = yaml::ScalarStyle::kPlain;
    plain.scalar = std::string(trimmed(given.scalar, kBlanks));
    if (const auto truth = plain.boolean()) return TemplateValue(*truth);
  }
  return wrong_type(parameter, given);
}

// A list as given, or as text: "[1,2]", "1,2,3".
std::optional<std::vector<yaml::Value>> elements_of(const yaml::Value& given) {
  if (given.kind == yaml::Kind::kSequence) return given.items;
  if (given.kind != yaml::Kind::kScalar) return std::nullopt;
  std::string_view text = trimmed(given.scalar, kBlanks);
  // A bracket without its partner is a typing error, not part of a number.
  if (text.starts_with('[') != text.ends_with(']')) return std::nullopt;
  if (text.starts_with('[')) text = trimmed(text.substr(1, text.size() - 2), kBlanks);
  std::vector<yaml::Value> elements;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    elements.push_back(quoted_scalar(std::string(trimmed(text.substr(0, comma), kBlanks))));
    if (comma == std::string_view::npos) break;
    text = text.substr(comma + 1);
    // "1,2," lacks a number.
    if (trimmed(text, kBlanks).empty()) return std::nullopt;
  }
  return elements;
}

Result<double> element_value(const TemplateParameter& parameter, std::size_t index,
                             const yaml::Value& given) {
  const std::string which =
      "element " + std::to_string(index) + " of parameter '" + parameter.name + "'";
  const std::optional<double> number = number_in(given);
  if (!number) {
    return refusal("parameter_type", which + " is " + shown(given) + ", not a number",
                   "Give " + wanted(parameter) + ".");
  }
  const double whole = std::round(*number);
  if (parameter.whole_elements && std::fabs(*number - whole) > kWholeTolerance) {
    return refusal("parameter_type", which + " is " + shown(given) + ", not a whole number",
                   "Give " + wanted(parameter) + ".");
  }
  FT_RETURN_IF_PROBLEM(check_bounds(parameter, which, *number));
  // Adding 0 turns -0 into 0.
  return parameter.whole_elements ? whole + 0.0 : *number;
}

Result<TemplateValue> array_value(const TemplateParameter& parameter, const yaml::Value& given) {
  const auto elements = elements_of(given);
  if (!elements) return wrong_type(parameter, given);
  std::vector<double> values;
  values.reserve(elements->size());
  for (std::size_t i = 0; i < elements->size(); ++i) {
    FT_TRY(const double value, element_value(parameter, i, (*elements)[i]));
    values.push_back(value);
  }
  return TemplateValue(std::move(values));
}

// A number for each bin, in place of one for all of them.
bool is_one_per_bin(const TemplateParameter& parameter, const yaml::Value& given) {
  const bool is_number =
      parameter.type == ParameterType::kInteger || parameter.type == ParameterType::kNumber;
  return is_number && given.kind == yaml::Kind::kSequence && given.items.size() > 1;
}

Result<TemplateValue> per_bin_value(const TemplateParameter& parameter, const yaml::Value& given) {
  TemplateParameter list = parameter;
  list.whole_elements = parameter.type == ParameterType::kInteger;
  // The bounds then hold for every element.
  list.type = ParameterType::kArray;
  return array_value(list, given);
}

Result<TemplateValue> typed(const TemplateParameter& parameter, const yaml::Value& given) {
  if (is_one_per_bin(parameter, given)) return per_bin_value(parameter, given);
  switch (parameter.type) {
    case ParameterType::kInteger:
    case ParameterType::kNumber: return number_value(parameter, given);
    case ParameterType::kBoolean: return boolean_value(parameter, given);
    case ParameterType::kArray: return array_value(parameter, given);
    case ParameterType::kString: break;
  }
  if (given.kind != yaml::Kind::kScalar) return wrong_type(parameter, given);
  return TemplateValue(given.scalar);
}

Result<Done> check_choice(const TemplateParameter& parameter, const TemplateValue& value) {
  const std::vector<TemplateValue>& choices = parameter.choices;
  if (choices.empty() || std::find(choices.begin(), choices.end(), value) != choices.end()) {
    return Done{};
  }
  std::string list;
  for (const TemplateValue& choice : choices) list += (list.empty() ? "" : ", ") + to_text(choice);
  return refusal("parameter_choice",
                 "parameter '" + parameter.name + "' is '" + to_text(value) +
                     "', which is not one of its choices",
                 "Give one of: " + list + ".");
}

bool means_default(const TemplateParameter& parameter, const yaml::Value& given) {
  if (given.kind == yaml::Kind::kNull) return true;
  return given.kind == yaml::Kind::kScalar && parameter.type != ParameterType::kString &&
         trimmed(given.scalar, kBlanks).empty();
}

}  // namespace

std::string bounds_text(const TemplateParameter& parameter) {
  if (parameter.min && parameter.max) {
    return "from " + format_number(*parameter.min) + " to " + format_number(*parameter.max);
  }
  return parameter.min ? "of " + format_number(*parameter.min) + " or more"
                       : "of " + format_number(parameter.max.value_or(0)) + " or less";
}

Result<Done> out_of_bounds(const TemplateParameter& parameter, const TemplateValue& value) {
  const std::string which = "parameter '" + parameter.name + "'";
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return check_bounds(parameter, which, static_cast<double>(*whole));
  }
  const auto* number = std::get_if<double>(&value);
  return number == nullptr ? Result<Done>(Done{}) : check_bounds(parameter, which, *number);
}

Result<std::optional<TemplateValue>> convert_value(const TemplateParameter& parameter,
                                                   const yaml::Value& given, Bounds bounds) {
  if (means_default(parameter, given)) return std::optional<TemplateValue>();
  FT_TRY(TemplateValue value, typed(parameter, given));
  // Bounds before choices: a number outside them is told so, not that it is none of the choices.
  if (bounds == Bounds::kHold) FT_RETURN_IF_PROBLEM(out_of_bounds(parameter, value));
  FT_RETURN_IF_PROBLEM(check_choice(parameter, value));
  return std::optional<TemplateValue>(std::move(value));
}

}  // namespace flowtime::template_detail
