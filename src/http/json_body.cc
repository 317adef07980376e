#include "http/json_body.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/number_text.h"
#include "http/headers.h"

namespace flowtime::api {
namespace {

using Json = nlohmann::json;

const Json& as_json(const void* value) { return *static_cast<const Json*>(value); }

SourcePos position_of(std::string_view text, std::size_t offset) {
  SourcePos where{.line = 1, .column = 1};
  for (const char c : text.substr(0, std::min(offset, text.size()))) {
    ++where.column;
    if (c == '\n') where = {.line = where.line + 1, .column = 1};
  }
  return where;
}

// How deep brackets nest; what stands in texts does not count.
// Before parsing: the parser recurses, and a body of brackets would use up the stack.
int depth_of(std::string_view text) {
  int depth = 0, deepest = 0;
  bool in_text = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (in_text && c == '\\') ++i;
    if (c == '"') in_text = !in_text;
    if (in_text) continue;
    if (c == '{' || c == '[') deepest = std::max(deepest, ++depth);
    if (c == '}' || c == ']') --depth;
  }
  return deepest;
}

Problem not_json(std::string_view text, std::size_t offset) {
  return {.code = "invalid_json",
          .message = "The body is not valid JSON.",
          .remedy = "Check the place for a missing quote, comma or bracket.",
          .where = position_of(text, offset)};
}

std::string dumped(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

struct JsonObject::Document {
  Json root;
  Problems problems;
};

JsonObject::JsonObject(std::shared_ptr<Document> document, const void* value, std::string pointer)
    : document_(std::move(document)), value_(value), pointer_(std::move(pointer)) {}

Result<JsonObject> JsonObject::parse(std::string_view text) {
  if (depth_of(text) > kMaxJsonDepth) {
    return Problem{.code = "invalid_json",
                   .message = "The body nests deeper than 64 levels.",
                   .remedy = "Send flatter JSON."};
  }
  auto document = std::make_shared<Document>();
  try {
    document->root = Json::parse(text);
  } catch (const Json::parse_error& error) {
    return not_json(text, error.byte > 0 ? error.byte - 1 : 0);
  } catch (const Json::exception&) {  // a number out of range
    return not_json(text, 0);
  }
  if (!document->root.is_object()) {
    return Problem{.code = "invalid_body",
                   .message = "The body is not a JSON object.",
                   .remedy = "Send an object with the members that the reference lists."};
  }
  const void* root = &document->root;
  return JsonObject(std::move(document), root, "");
}

Result<JsonObject> JsonObject::parse(const http::Request& request) {
  FT_TRY(JsonObject body, parse(request.body));
  if (request.body_shape == nullptr) return body;
  Problems unknown = request.body_shape->unknown_members(body.document_->root);
  if (!unknown.empty()) return unknown;
  return body;
}

const void* JsonObject::find(std::string_view name) const {
  const Json& object = as_json(value_);
  // A member whose name fits exactly wins over one in another case.
  const auto exact = object.find(std::string(name));
  if (exact != object.end()) return exact->is_null() ? nullptr : &*exact;
  for (auto member = object.begin(); member != object.end(); ++member) {
    if (!same_ignoring_case(member.key(), name)) continue;
    return member->is_null() ? nullptr : &*member;
  }
  return nullptr;
}

void JsonObject::refuse(std::string_view name, std::string code, std::string message,
                        std::string remedy) const {
  document_->problems.push_back({.code = std::move(code),
                                 .message = std::move(message),
                                 .remedy = std::move(remedy),
                                 .path = pointer_ + "/" + std::string(name)});
}

bool JsonObject::has(std::string_view name) const { return find(name) != nullptr; }

bool JsonObject::is_null(std::string_view name) const {
  const Json& object = as_json(value_);
  return std::any_of(object.items().begin(), object.items().end(), [&](const auto& member) {
    return same_ignoring_case(member.key(), name) && member.value().is_null();
  });
}

std::optional<std::string> JsonObject::text(std::string_view name) const {
  const void* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (as_json(found).is_string()) return as_json(found).get<std::string>();
  refuse(name, "invalid_body", "The member '" + std::string(name) + "' must be a text.");
  return std::nullopt;
}

std::optional<double> JsonObject::number(std::string_view name) const {
  const void* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (as_json(found).is_number()) return as_json(found).get<double>();
  if (as_json(found).is_string()) {
    if (const auto value = parse_number(as_json(found).get_ref<const std::string&>())) {
      return *value;
    }
  }
  refuse(name, "invalid_body", "The member '" + std::string(name) + "' must be a number.");
  return std::nullopt;
}

std::optional<std::int64_t> JsonObject::integer(std::string_view name) const {
  const void* found = find(name);
  if (found == nullptr) return std::nullopt;
  const Json& value = as_json(found);
  if (value.is_number_integer()) return value.get<std::int64_t>();
  // Larger ones may have been rounded on the way: refused rather than changed.
  constexpr double kLargest = 9007199254740992.0;  // up to here every whole double is exact
  if (value.is_number() && std::fabs(value.get<double>()) <= kLargest &&
      std::floor(value.get<double>()) == value.get<double>()) {
    return static_cast<std::int64_t>(value.get<double>());
  }
  if (value.is_string()) {
    if (const auto parsed = parse_integer(value.get_ref<const std::string&>())) return *parsed;
  }
  refuse(name, "invalid_body", "The member '" + std::string(name) + "' must be a whole number.");
  return std::nullopt;
}

std::optional<bool> JsonObject::boolean(std::string_view name) const {
  const void* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (as_json(found).is_boolean()) return as_json(found).get<bool>();
  refuse(name, "invalid_body", "The member '" + std::string(name) + "' must be true or false.");
  return std::nullopt;
}

std::optional<JsonObject> JsonObject::object(std::string_view name) const {
  const void* found = find(name);
  if (found == nullptr) return std::nullopt;
  if (as_json(found).is_object()) {
    return JsonObject(document_, found, pointer_ + "/" + std::string(name));
  }
  refuse(name, "invalid_body", "The member '" + std::string(name) + "' must be an object.");
  return std::nullopt;
}

std::vector<JsonObject> JsonObject::objects(std::string_view name) const {
  std::vector<JsonObject> found_objects;
  const void* found = find(name);
  if (found == nullptr) return found_objects;
  const Json& array = as_json(found);
  for (std::size_t i = 0; array.is_array() && i < array.size(); ++i) {
    if (!array[i].is_object()) break;
    found_objects.push_back(JsonObject(
        document_, &array[i], pointer_ + "/" + std::string(name) + "/" + std::to_string(i)));
  }
  if (!array.is_array() || found_objects.size() != array.size()) {
    refuse(name, "invalid_body",
           "The member '" + std::string(name) + "' must be an array of objects.");
  }
  return found_objects;
}

std::optional<std::vector<std::string>> JsonObject::texts(std::string_view name) const {
  const void* found = find(name);
  if (found == nullptr) return std::nullopt;
  std::vector<std::string> values;
  const Json& array = as_json(found);
  for (std::size_t i = 0; array.is_array() && i < array.size(); ++i) {
    // One bad item refuses the list as a whole.
    if (!array[i].is_string()) break;
    values.push_back(array[i].get<std::string>());
  }
  if (array.is_array() && values.size() == array.size()) return values;
  refuse(name, "invalid_body", "The member '" + std::string(name) + "' must be an array of texts.");
  return std::nullopt;
}

std::string JsonObject::json(std::string_view name) const {
  const void* found = find(name);
  return found == nullptr ? "" : dumped(as_json(found));
}

std::vector<std::pair<std::string, std::string>> JsonObject::members() const {
  std::vector<std::pair<std::string, std::string>> all;
  const Json& object = as_json(value_);
  for (auto member = object.begin(); member != object.end(); ++member) {
    if (!member->is_null()) all.emplace_back(member.key(), dumped(*member));
  }
  return all;
}

const Problems& JsonObject::problems() const { return document_->problems; }

}  // namespace flowtime::api
