#include "http/request.h"

#include "base/ascii.h"
#include "base/check.h"

namespace flowtime::http {

const std::string& Request::path_value(std::string_view name) const {
  for (const NamedText& value : path_values) {
    if (value.name == name) return value.value;
  }
  check_failed("a handler asks only for names of its own path", __FILE__, __LINE__);
}

std::optional<std::string> Request::query_value(std::string_view name) const {
  for (const NamedText& value : query) {
    if (same_ignoring_case(value.name, name)) return value.value;
  }
  return std::nullopt;
}

std::vector<std::string> Request::query_values(std::string_view name) const {
  std::vector<std::string> values;
  for (const NamedText& value : query) {
    if (same_ignoring_case(value.name, name)) values.push_back(value.value);
  }
  return values;
}

bool Request::prefers(std::string_view preference) const {
  for (const Headers::Field& field : headers.fields()) {
    if (!same_ignoring_case(field.name, "Prefer")) continue;
    std::string_view rest = field.value;
    // `Prefer: respond-async, wait=10; x` lists preferences with parameters, which count as words
    // too.
    while (!rest.empty()) {
      const std::size_t end = rest.find_first_of(",;");
      const std::string_view word = trimmed(rest.substr(0, end), " ");
      rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
      if (same_ignoring_case(word, preference)) return true;
    }
  }
  return false;
}

}  // namespace flowtime::http
