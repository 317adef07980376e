#include "library/template_json.h"

#include "answers/answer_json.h"

namespace flowtime {
namespace {

void what_if(JsonWriter& json, const WhatIf& shown) {
  json.key("whatIf").begin_object().key("parameters").begin_object();
  for (const WhatIf::Change& change : shown.changes) {
    json.key(change.name).raw(to_json(change.value));
  }
  json.end_object().member("says", shown.says).end_object();
}

void item_members(JsonWriter& json, const LibraryTemplate& item) {
  const Template none;
  const Template& shown = item.parsed == nullptr ? none : *item.parsed;
  json.member("id", item.id).member("title", item.parsed == nullptr ? item.id : shown.title);
  json.member("description", shown.description);
  if (!shown.claim.empty()) json.member("claim", shown.claim);
  if (!shown.narrative.empty()) json.member("narrative", shown.narrative);
  json.member("category", shown.category);
  json.key("tags").begin_array();
  for (const std::string& tag : shown.tags) json.string(tag);
  json.end_array().member("version", shown.version);
  if (!shown.capture_key.empty()) json.member("captureKey", shown.capture_key);
  if (!shown.item_noun.empty()) json.member("itemNoun", shown.item_noun);
  if (shown.what_if) what_if(json, *shown.what_if);
  if (!item.problems.empty()) problem_list(json, item.problems);
}

// Older clients read a scalar as text, as it is typed into a form; `default` has its type.
void defaults(JsonWriter& json, const TemplateValue& value) {
  const bool is_list = std::holds_alternative<std::vector<double>>(value);
  const std::string typed = to_json(value);
  json.key("defaultValue");
  if (is_list) {
    json.raw(typed);
  } else {
    json.string(to_text(value));
  }
  json.key("default").raw(typed);
}

void parameter(JsonWriter& json, const TemplateParameter& parameter) {
  json.begin_object().member("name", parameter.name).member("type", name_of(parameter.type));
  json.member("title", parameter.title).member("description", parameter.description);
  if (parameter.default_value) defaults(json, *parameter.default_value);
  if (parameter.min) json.member("min", *parameter.min);
  if (parameter.max) json.member("max", *parameter.max);
  if (parameter.step) json.member("step", *parameter.step);
  if (!parameter.unit.empty()) json.member("unit", parameter.unit);
  if (parameter.type == ParameterType::kArray)
    json.member("arrayOf", parameter.whole_elements ? "int" : "double");
  if (!parameter.choices.empty()) {
    json.key("choices").begin_array();
    for (const TemplateValue& choice : parameter.choices) json.raw(to_json(choice));
    json.end_array();
  }
  if (parameter.required) json.member("required", true);
  json.end_object();
}

}  // namespace

void write_template_item(JsonWriter& json, const LibraryTemplate& item) {
  json.begin_object();
  item_members(json, item);
  json.end_object();
}

std::string template_list_json(const TemplateList& list) {
  JsonWriter json;
  json.begin_array();
  for (const LibraryTemplate& item : list) write_template_item(json, item);
  return json.end_array().take();
}

std::string template_detail_json(const LibraryTemplate& item) {
  JsonWriter json;
  json.begin_object();
  item_members(json, item);
  json.key("parameters").begin_array();
  if (item.parsed != nullptr) {
    for (const TemplateParameter& each : item.parsed->parameters) parameter(json, each);
  }
  json.end_array().end_object();
  return json.take();
}

}  // namespace flowtime
