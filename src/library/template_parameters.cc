#include "library/template_parameters.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/number_text.h"
#include "host/limits.h"
#include "template/bind_parameters.h"
#include "template/limits.h"
#include "text/yaml.h"

namespace flowtime {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMaxDepth = 64;

std::string number_text(const Json& number) {
  if (number.is_number_unsigned()) return std::to_string(number.get<std::uint64_t>());
  if (number.is_number_integer()) return std::to_string(number.get<std::int64_t>());
  return format_number(number.get<double>());
}

yaml::Value value_of(const Json& json) {
  yaml::Value value;
  if (json.is_string()) return quoted_scalar(json.get<std::string>());
  if (json.is_boolean()) return plain_scalar(json.get<bool>() ? "true" : "false");
  if (json.is_number()) return plain_scalar(number_text(json));
  if (json.is_array()) {
    value.kind = yaml::Kind::kSequence;
    for (const Json& item : json) value.items.push_back(value_of(item));
  }
  if (json.is_object()) {
    value.kind = yaml::Kind::kMapping;
    for (const auto& [key, member] : json.items()) {
      value.members.push_back({.key = key, .key_where = {}, .value = value_of(member)});
    }
  }
  return value;
}

// Seen before parsing, which recurses, and which compares each member with all before it.
struct Extent {
  int depth = 0;            // the deepest
  std::size_t members = 0;  // of all objects
};
Extent extent_of(std::string_view text) {
  Extent extent;
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (!in_string && (text[i] == '[' || text[i] == '{')) {
      extent.depth = std::max(extent.depth, ++depth);
    } else if (!in_string && (text[i] == ']' || text[i] == '}')) {
      --depth;
    } else if (!in_string && text[i] == ':') {
      ++extent.members;
    }
  }
  return extent;
}

// Nothing when the text is not JSON, or so large that it cannot be values of parameters.
Json parsed_json(std::string_view text, const Extent& extent) {
  if (extent.depth > kMaxDepth || extent.members > kMaxParameters) {
    return Json(Json::value_t::discarded);
  }
  return Json::parse(text, nullptr, false);
}

}  // namespace

Result<GivenParameter> parameter_from_assignment(const std::string& assignment) {
  const std::size_t equals = assignment.find('=');
  const std::string source = "--param " + assignment.substr(0, 80);
  if (equals == std::string::npos || equals == 0) {
    return Problem{.code = "invalid_parameter",
                   .message = "'" + assignment + "' does not have the form name=value",
                   .remedy = "Write the name of a parameter, '=' and its value.",
                   .file = source};
  }
  GivenParameter given{.name = assignment.substr(0, equals), .source = source};
  const std::string text = assignment.substr(equals + 1);
  const Json json = parsed_json(text, extent_of(text));
  // --param note={x} is a text for its author, not an object.
  const bool is_json = !json.is_discarded() && !json.is_object();
  given.value = is_json ? value_of(json) : quoted_scalar(text);
  // A text parameter takes digits as they were written.
  if (is_json && json.is_number()) given.value.scalar = text;
  return given;
}

Result<std::vector<GivenParameter>> parameters_from_json(std::string_view text) {
  std::vector<GivenParameter> given;
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) return given;
  const Extent extent = extent_of(text);
  if (extent.members > kMaxParameters) return too_many_parameters(extent.members);
  const Json json = parsed_json(text, extent);
  if (!json.is_object()) {
    return Problem{.code = "invalid_json",
                   .message = "the parameters are not a JSON object",
                   .remedy = "Write {\"name\": value, ...}."};
  }
  for (const auto& [name, value] : json.items()) {
    given.push_back({.name = name, .value = value_of(value)});
  }
  return given;
}

Result<std::vector<GivenParameter>> parameters_from_file(std::string text,
                                                         const std::string& file) {
  auto document =
      yaml::parse(std::move(text), file, {.bytes = kMaxModelBytes, .depth = kMaxYamlDepth});
  if (!document) {
    Problems problems = document.problems();
    for (Problem& problem : problems) problem.file = file;
    return problems;
  }
  if (document->root.kind != yaml::Kind::kMapping) {
    return Problem{.code = "invalid_parameters",
                   .message = "the parameters are not names with values",
                   .remedy = "Write {\"name\": value, ...}, or name: value on each line.",
                   .where = document->root.where,
                   .file = file};
  }
  std::vector<GivenParameter> given;
  for (const yaml::Member& member : document->root.members) {
    given.push_back({.name = member.key, .value = member.value, .source = file});
    if (given.back().value.where.line == 0) given.back().value.where = member.key_where;
  }
  return given;
}

}  // namespace flowtime
