// BodyShape: which members the JSON bodies of a route have, read from its JSON Schema.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/problem.h"

namespace flowtime::api {

inline constexpr std::size_t kMaxUnknownMembers = 20;  // named in one answer

// Checks names only; whether a value has the right type is for JsonObject.
//
// Threads: const after construction.
class BodyShape {
 public:
  // Any members at all.
  BodyShape() = default;
  // Those that the "properties" of an object's schema list, and theirs in turn. An object whose
  // schema lists none, or whose "additionalProperties" is true, takes any.
  // Precondition: `schema` is valid JSON. "$ref" is not followed: such a member takes anything.
  static BodyShape of_schema(std::string_view schema);

  // A problem unknown_member for each member (null is as not given) that the shape does not have,
  // with its JSON pointer and the nearest name. Names are compared in any case.
  // At most kMaxUnknownMembers, so that a hostile body has a short answer.
  Problems unknown_members(const nlohmann::json& body) const;

 private:
  struct Member;
  // A schema without "properties" gives an open shape.
  static BodyShape of_json(const nlohmann::json& schema);
  // Linear in the members; nullptr when none fits.
  const BodyShape* find(std::string_view name) const;
  // Depth first, in the order of the document. Arrays are not looked into.
  void check(const nlohmann::json& value, const std::string& pointer, Problems& problems) const;
  // Repeats at most 64 bytes of the name. "params" suggests "parameters": where no name is near,
  // the first four characters decide.
  Problem unknown(const std::string& name, const std::string& pointer) const;

  bool is_open_ = true;
  std::vector<Member> members_;
};

struct BodyShape::Member {
  std::string name;
  BodyShape shape;
};

}  // namespace flowtime::api
