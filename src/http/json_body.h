// JsonObject: the members of a JSON object that a client sent.
//
// Names are found in any case, null counts as not given, numbers may come as text. What has the
// wrong type is noted with its JSON pointer and reads as not given; the caller that decodes looks
// at problems() once at the end.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "http/body_shape.h"
#include "http/request.h"

namespace flowtime::api {

// Of brackets. Checked before parsing, as the parser recurses and would use up the stack.
inline constexpr int kMaxJsonDepth = 64;

// All objects of one document share it and its problems: a copy is cheap, and what a nested object
// notes is seen at the root.
//
//   FT_TRY(const JsonObject body, JsonObject::parse(request));
//   const auto bin = body.integer("bin");
//   if (!body.problems().empty()) return problem_response(body.problems(), request);
//
// Threads: one, since reading may note problems.
// A text, number or flag of the wrong type is invalid_body. A name that fits exactly wins over one
// in another case.
class JsonObject {
 public:
  // Problems: invalid_json (with line and column), invalid_body when it is not an object.
  // Duplicate members: the last one counts. Lines and columns count bytes, from 1.
  static Result<JsonObject> parse(std::string_view text);
  // Of a body; besides: unknown_member, when the route's shape does not have it.
  static Result<JsonObject> parse(const http::Request& request);

  // Null counts as not given.
  bool has(std::string_view name) const;
  bool is_null(std::string_view name) const;  // given, as null
  // These return nothing and note no problem where the member is not given.
  std::optional<std::string> text(std::string_view name) const;
  // 2.0 and "2" are whole numbers too.
  // As a float it must be within 2^53, up to where every whole number is exact; else invalid_body.
  std::optional<std::int64_t> integer(std::string_view name) const;
  // A text is read by parse_number (base/number_text.h): neither "nan" nor "inf".
  std::optional<double> number(std::string_view name) const;
  std::optional<bool> boolean(std::string_view name) const;
  std::optional<JsonObject> object(std::string_view name) const;
  // Empty also when it is not given. Another item among them is invalid_body; those before it are
  // given.
  std::vector<JsonObject> objects(std::string_view name) const;  // of an array of them
  // Nothing at all when one item is not a text.
  std::optional<std::vector<std::string>> texts(std::string_view name) const;
  // The value as JSON text, whatever it is; "" when it is not given.
  std::string json(std::string_view name) const;
  // Every member that is not null: its name as written, its value as JSON text; by name.
  std::vector<std::pair<std::string, std::string>> members() const;

  // Of this object and everything below the same document.
  const Problems& problems() const;
  // Notes a problem of the member `name`.
  // Const, as reading notes problems the same way.
  void refuse(std::string_view name, std::string code, std::string message,
              std::string remedy = "") const;

 private:
  // The tree and the problems; other rooms need not know the library.
  struct Document;
  JsonObject(std::shared_ptr<Document> document, const void* value, std::string pointer);
  // nullptr for a member that is absent or null.
  const void* find(std::string_view name) const;

  std::shared_ptr<Document> document_;
  const void* value_ = nullptr;  // an object of the document
  std::string pointer_;          // "/options"
};

}  // namespace flowtime::api
