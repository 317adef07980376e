#include "template/template_value.h"

#include <utility>

#include "base/number_text.h"
#include "base/overloaded.h"
#include "text/json_writer.h"
#include "text/yaml_json.h"

namespace flowtime {
namespace {

std::string list_text(const std::vector<double>& values, std::string_view separator) {
  std::string text = "[";
  for (const double value : values) {
    if (text.size() > 1) text += separator;
    append_number(text, value);
  }
  return text + "]";
}

yaml::Value scalar_value(std::string text, yaml::ScalarStyle style) {
  yaml::Value value;
  value.kind = yaml::Kind::kScalar;
  value.style = style;
  value.scalar = std::move(text);
  return value;
}

}  // namespace

const char* name_of(ParameterType type) {
  switch (type) {
    case ParameterType::kInteger: return "integer";
    case ParameterType::kNumber: return "number";
    case ParameterType::kBoolean: return "boolean";
    case ParameterType::kString: return "string";
    case ParameterType::kArray: return "array";
  }
  return "";
}

std::string to_json(const TemplateValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return json_quote(*text);
  if (const auto* list = std::get_if<std::vector<double>>(&value)) return list_text(*list, ",");
  return to_text(value);
}

std::string to_text(const TemplateValue& value) {
  return std::visit(
      Overloaded{[](std::int64_t integer) { return std::to_string(integer); },
                 [](double number) { return format_number(number); },
                 [](bool truth) { return std::string(truth ? "true" : "false"); },
                 [](const std::string& text) { return text; },
                 [](const std::vector<double>& list) { return list_text(list, ", "); }},
      value);
}

std::string to_json(const yaml::Value& given) {
  JsonWriter json;
  yaml::write_json(json, given);
  return json.take();
}

yaml::Value plain_scalar(std::string text) {
  return scalar_value(std::move(text), yaml::ScalarStyle::kPlain);
}

yaml::Value quoted_scalar(std::string text) {
  return scalar_value(std::move(text), yaml::ScalarStyle::kDoubleQuoted);
}

}  // namespace flowtime
