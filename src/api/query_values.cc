#include "api/query_values.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/number_text.h"

namespace flowtime::api {

Problem invalid_query(std::string message, std::string remedy) {
  return {.code = "invalid_query", .message = std::move(message), .remedy = std::move(remedy)};
}

std::vector<std::string> query_list(const http::Request& request, std::string_view name) {
  std::vector<std::string> values;
  for (const std::string& text : request.query_values(name)) {
    for (std::size_t begin = 0; begin <= text.size();) {
      const std::size_t comma = std::min(text.find(',', begin), text.size());
      const std::string_view value =
          trimmed(std::string_view(text).substr(begin, comma - begin), " ");
      if (!value.empty()) values.emplace_back(value);
      begin = comma + 1;
    }
  }
  return values;
}

Result<std::optional<std::int64_t>> query_integer(const http::Request& request,
                                                  std::string_view name) {
  const auto text = request.query_value(name);
  // Forms send empty fields: "?binIndex=" asks for nothing.
  if (!text || text->empty()) return std::optional<std::int64_t>{};
  const auto value = parse_integer(*text);
  if (value) return std::optional<std::int64_t>{*value};
  return invalid_query("The parameter '" + std::string(name) + "' must be an integer.",
                       "Bins count from 0; leave it out for the default.");
}

Result<std::optional<bool>> query_flag(const http::Request& request, std::string_view name) {
  const auto text = request.query_value(name);
  if (!text) return std::optional<bool>{};
  if (*text == "1" || same_ignoring_case(*text, "true")) return std::optional<bool>{true};
  if (*text == "0" || same_ignoring_case(*text, "false")) return std::optional<bool>{false};
  return invalid_query("The parameter '" + std::string(name) + "' must be 'true' or 'false'.",
                       "Leave it out for the default.");
}

}  // namespace flowtime::api
