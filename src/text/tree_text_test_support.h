// Trees as one line of text, for expectations: {key=value, ...}, [item, ...]; ' " | > mark the
// style of a scalar.
#pragma once

#include <string>

#include "text/yaml.h"

namespace flowtime::yaml {

// A line break prints as \n; other characters as they are.
inline std::string scalar_text(const Value& value) {
  constexpr const char* kMarks[] = {"", "'", "\"", "|", ">"};
  std::string text = kMarks[static_cast<int>(value.style)];
  for (const char c : value.scalar) text += c == '\n' ? std::string("\\n") : std::string(1, c);
  return text;
}

inline std::string tree_text(const Value& value, bool with_places = false);

inline std::string collection_text(const Value& value, bool with_places) {
  std::string text;
  for (const Value& item : value.items) {
    text += (text.empty() ? "" : ", ") + tree_text(item, with_places);
  }
  for (const Member& member : value.members) {
    text += (text.empty() ? "" : ", ") + member.key;
    if (with_places)
      text += "@" + std::to_string(member.key_where.line) + ":" +
              std::to_string(member.key_where.column);
    text += "=" + tree_text(member.value, with_places);
  }
  return value.kind == Kind::kSequence ? "[" + text + "]" : "{" + text + "}";
}

// With places: @line:column behind keys and values, +bytes behind values.
inline std::string tree_text(const Value& value, bool with_places) {
  std::string text;
  switch (value.kind) {
    case Kind::kNull: text = "null"; break;
    case Kind::kScalar: text = scalar_text(value); break;
    case Kind::kSequence:
    case Kind::kMapping: text = collection_text(value, with_places); break;
  }
  if (!with_places) return text;
  return text + "@" + std::to_string(value.where.line) + ":" + std::to_string(value.where.column) +
         "+" + std::to_string(value.offset);
}

}  // namespace flowtime::yaml
