// parameters: names, types, bounds, defaults.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/nearest_name.h"
#include "template/convert_value.h"
#include "template/limits.h"
#include "template/template_reader.h"

namespace flowtime::template_detail {
namespace {

constexpr std::array kTypes{ParameterType::kInteger, ParameterType::kNumber,
                            ParameterType::kBoolean, ParameterType::kString, ParameterType::kArray};

bool is_identifier(const std::string& name) {
  const auto letter = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  };
  return !name.empty() && letter(name[0]) && std::all_of(name.begin(), name.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9');
  });
}

bool takes_bounds(ParameterType type) {
  return type == ParameterType::kInteger || type == ParameterType::kNumber ||
         type == ParameterType::kArray;
}

}  // namespace

void TemplateReader::read_parameters(Section& root) {
  const std::vector<yaml::Value>* items = root.items("parameters");
  if (items != nullptr && items->size() > kMaxParameters) {
    root.problem("limit_exceeded",
                 "the template has " + std::to_string(items->size()) + " parameters",
                 "At most " + std::to_string(kMaxParameters) + " are read; write values out.",
                 root.where(), "parameters");
    return;
  }
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    read_parameter((*items)[i], "/parameters/" + std::to_string(i));
  }
}

void TemplateReader::read_parameter(const yaml::Value& value, const std::string& path) {
  const yaml::Value* name = value.find("name");
  const std::string shown = name == nullptr ? "" : " '" + name->scalar + "'";
  Section section(value, path, name == nullptr ? "a parameter" : "parameter" + shown, problems_);
  if (value.kind != yaml::Kind::kMapping) return;
  TemplateParameter parameter;
  parameter.name = section.required_text("name", "Write name: capacity.");
  parameter.where = name == nullptr ? value.where : name->where;
  if (!parameter.name.empty() && !is_identifier(parameter.name)) {
    section.problem("bad_id", "parameter name '" + parameter.name + "' is not a name",
                    "Use letters, digits and _, not starting with a digit.", parameter.where,
                    "name");
  }
  parameter.title = section.text("title");
  parameter.description = section.text("description");
  parameter.unit = section.text("unit");
  parameter.required = section.flag("required");
  const std::size_t before = problems_.size();
  read_type(section, value, parameter);
  read_bounds(section, parameter);
  read_step(section, parameter);
  const bool is_sound = problems_.size() == before;
  // Choices and default of a parameter whose type or bounds are wrong would be judged by the wrong
  // rule.
  if (is_sound) {
    read_choices(section, parameter);
    read_default(section, parameter);
  } else {
    for (const char* key : {"choices", "default"}) section.find(key);
  }
  // Other keys are allowed: tools keep notes of their own in a parameter.
  section.refuse_misspelt();
  if (template_.find_parameter(parameter.name) != nullptr) {
    section.problem("duplicate_parameter", "parameter '" + parameter.name + "' is listed twice",
                    "Choose another name.", parameter.where, "name");
  }
  if (!parameter.name.empty()) template_.parameters.push_back(std::move(parameter));
}

void TemplateReader::read_type(Section& section, const yaml::Value& value,
                               TemplateParameter& parameter) {
  const std::string text =
      section.required_text("type", "Write integer, number, boolean, string or array.");
  const std::string element = section.text("arrayOf");
  const auto named = [&](ParameterType type) { return text == name_of(type); };
  const auto found = std::find_if(kTypes.begin(), kTypes.end(), named);
  if (found != kTypes.end()) {
    parameter.type = *found;
  } else if (!text.empty()) {
    section.problem("bad_parameter", "the type of " + section.what() + " is '" + text + "'",
                    "Write integer, number, boolean, string or array.", value.find("type")->where,
                    "type");
    parameter.type = ParameterType::kNumber;  // whose fields say enough to look at the rest
  }
  if (element.empty()) return;
  parameter.whole_elements = element == "int" || element == "integer";
  const bool is_number = element == "number" || element == "double" || element == "float";
  if (!parameter.whole_elements && !is_number) {
    section.problem("bad_parameter", "'arrayOf' of " + section.what() + " is '" + element + "'",
                    "Write int or number.", value.find("arrayOf")->where, "arrayOf");
  } else if (parameter.type != ParameterType::kArray && found != kTypes.end()) {
    section.problem("bad_parameter", section.what() + " has 'arrayOf' but is not an array",
                    "Remove arrayOf, or write type: array.", value.find("arrayOf")->where,
                    "arrayOf");
  }
}

void TemplateReader::read_bounds(Section& section, TemplateParameter& parameter) {
  const auto bound = [&](const char* key, const char* alias) {
    const auto first = section.number(key);
    const auto second = section.number(alias);
    // Both spellings are read, so that neither is unknown.
    return first ? first : second;
  };
  parameter.min = bound("min", "minimum");
  parameter.max = bound("max", "maximum");
  if (!parameter.min && !parameter.max) return;
  if (!takes_bounds(parameter.type)) {
    section.problem("bad_parameter", section.what() + " has bounds but is not a number",
                    "Remove min and max, or list choices.", section.where());
  } else if (parameter.min && parameter.max && *parameter.min > *parameter.max) {
    section.problem("bad_parameter", "'min' of " + section.what() + " is above its 'max'",
                    "Exchange them.", section.where());
  }
}

void TemplateReader::read_step(Section& section, TemplateParameter& parameter) {
  parameter.step = section.number("step");
  if (!parameter.step) return;
  if (!takes_bounds(parameter.type)) {
    section.problem("bad_parameter", section.what() + " has a step but is not a number",
                    "Remove step.", section.where(), "step");
  } else if (!(*parameter.step > 0)) {
    section.problem("bad_parameter", "the step of " + section.what() + " is not above 0",
                    "Write by how much a control changes it, such as 1.", section.where(), "step");
  } else if (parameter.type == ParameterType::kInteger &&
             std::floor(*parameter.step) != *parameter.step) {
    section.problem("bad_parameter", "the step of " + section.what() + " is not a whole number",
                    "Write a whole number, or type: number.", section.where(), "step");
  }
}

void TemplateReader::read_choices(Section& section, TemplateParameter& parameter) {
  const std::vector<yaml::Value>* items = section.items("choices");
  std::vector<TemplateValue> choices;
  for (std::size_t i = 0; items != nullptr && i < items->size(); ++i) {
    auto choice = convert_value(parameter, (*items)[i]);
    if (choice && *choice) {
      choices.push_back(**std::move(choice));
      continue;
    }
    section.problem("bad_parameter",
                    choice ? "a choice of " + section.what() + " is empty"
                           : std::string(choice.problems().front().message),
                    "Write choices of the type " + std::string(name_of(parameter.type)) + ".",
                    (*items)[i].where, "choices");
  }
  parameter.choices = std::move(choices);
}

void TemplateReader::read_default(Section& section, TemplateParameter& parameter) {
  const yaml::Value* written = section.find("default");
  if (written == nullptr) return;
  auto value = convert_value(parameter, *written);
  if (value) {
    parameter.default_value = *std::move(value);
    return;
  }
  const Problem& reason = value.problems().front();
  section.problem("bad_default", "the default does not fit. " + reason.message, reason.remedy,
                  written->where, "default");
}

}  // namespace flowtime::template_detail
