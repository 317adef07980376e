// Members of documents that we wrote and that may be damaged.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace flowtime {

// Empty when `object` is none, or its member no text.
// Never throws: damaged documents read as if the member were missing.
inline std::string text_member(const nlohmann::ordered_json& object, const char* name) {
  if (!object.is_object() || !object.contains(name) || !object[name].is_string()) return "";
  return object[name].get<std::string>();
}

}  // namespace flowtime
