#include "http/body_shape.h"

#include <nlohmann/json.hpp>

#include "base/ascii.h"
#include "base/nearest_name.h"

namespace flowtime::api {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kShownBytes = 64;  // of a name that nobody knows
// nearest_name counts letters: "params" is too far from "parameters" for it.
constexpr std::size_t kSaidAlike = 4;  // characters that a name and its short form begin with

std::string joined(const std::vector<std::string_view>& names) {
  std::string text;
  for (const std::string_view name : names) {
    text += text.empty() ? "" : ", ";
    text += name;
  }
  return text;
}

// "params" is meant for "parameters", however many letters are missing.
std::string same_beginning(std::string_view name, const std::vector<std::string_view>& known) {
  const std::string_view beginning = name.substr(0, kSaidAlike);
  for (const std::string_view candidate : known) {
    if (name.size() >= kSaidAlike &&
        same_ignoring_case(candidate.substr(0, kSaidAlike), beginning)) {
      return std::string(candidate);
    }
  }
  return "";
}

}  // namespace

BodyShape BodyShape::of_schema(std::string_view schema) { return of_json(Json::parse(schema)); }

BodyShape BodyShape::of_json(const Json& schema) {
  BodyShape shape;
  const auto properties = schema.find("properties");
  if (properties == schema.end()) return shape;
  const auto more = schema.find("additionalProperties");
  // A schema that lists properties is taken at its word, though JSON Schema would allow others.
  shape.is_open_ = more != schema.end() && *more == true;
  for (const auto& [name, value] : properties->items()) {
    shape.members_.push_back({name, of_json(value)});
  }
  return shape;
}

const BodyShape* BodyShape::find(std::string_view name) const {
  for (const Member& member : members_) {
    if (same_ignoring_case(member.name, name)) return &member.shape;
  }
  return nullptr;
}

Problem BodyShape::unknown(const std::string& name, const std::string& pointer) const {
  std::vector<std::string_view> known;
  for (const Member& member : members_) known.push_back(member.name);
  // A client may send a name of megabytes; the answer repeats a little of it.
  const std::string shown = name.substr(0, kShownBytes);
  std::string nearest = nearest_name(shown, known);
  if (nearest.empty()) nearest = same_beginning(shown, known);
  const std::string where = pointer.empty() ? "the body" : "'" + pointer.substr(1) + "'";
  return {.code = "unknown_member",
          .message = where + " has no member '" + shown + "'",
          .remedy =
              nearest.empty() ? "It has " + joined(known) + "." : "Did you mean '" + nearest + "'?",
          .path = pointer + "/" + shown};
}

void BodyShape::check(const Json& value, const std::string& pointer, Problems& problems) const {
  if (!value.is_object()) return;
  for (const auto& [name, member] : value.items()) {
    if (problems.size() >= kMaxUnknownMembers) return;
    if (member.is_null()) continue;
    if (const BodyShape* shape = find(name)) {
      shape->check(member, pointer + "/" + name, problems);
    } else if (!is_open_) {
      problems.push_back(unknown(name, pointer));
    }
  }
}

Problems BodyShape::unknown_members(const Json& body) const {
  Problems problems;
  check(body, "", problems);
  return problems;
}

}  // namespace flowtime::api
