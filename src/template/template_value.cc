#include "template/template_value.h"

#include <utility>

#include "base/number_text.h"
#include "base/overloaded.h"
#include "text/json_writer.h"

namespace flowtime {
namespace {

void write_given(JsonWriter& json, const yaml::Value& value);

void write_scalar(JsonWriter& json, const yaml::Value& value) {
  if (const auto truth = value.boolean()) {
    json.boolean(*truth);
  } else if (const auto integer = value.integer()) {
    json.integer(*integer);
  } else if (const auto number = value.number()) {
    json.number(*number);
  } else {
    json.string(value.scalar);
  }
}

void write_given(JsonWriter& json, const yaml::Value& value) {
  switch (value.kind) {
    case yaml::Kind::kNull: json.null(); return;
    case yaml::Kind::kScalar: write_scalar(json, value); return;
    case yaml::Kind::kSequence:
      json.begin_array();
      for (const yaml::Value& item : value.items) write_given(json, item);
      json.end_array();
      return;
    case yaml::Kind::kMapping:
      json.begin_object();
      for (const yaml::Member& member : value.members) {
        json.key(member.key);
        write_given(json, member.value);
      }
      json.end_object();
      return;
  }
}

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
  write_given(json, given);
  return json.take();
}

yaml::Value plain_scalar(std::string text) {
  return scalar_value(std::move(text), yaml::ScalarStyle::kPlain);
}

yaml::Value quoted_scalar(std::string text) {
  return scalar_value(std::move(text), yaml::ScalarStyle::kDoubleQuoted);
}

}  // namespace flowtime
