// Compared as text, before anything is decoded: a base path needs no escapes.
#include "api/base_path.h"

#include <algorithm>
#include <cctype>

#include "http/target.h"

namespace flowtime::api {
namespace {

bool is_plain_name(std::string_view name) {
  if (name.empty() || name == "." || name == "..") return false;
  return std::all_of(name.begin(), name.end(), [](unsigned char c) {
    return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.' || c == '~';
  });
}

}  // namespace

bool is_base_path(std::string_view path) {
  std::string_view first = path.substr(0, path.find('/', 1));
  if (first == "/v1" || first == "/api" || first == "/assets") return false;
  if (path.empty()) return false;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    // "//" would name another host where a browser reads it.
    if (!is_plain_name(path.substr(0, end))) return false;
    path.remove_prefix(end);
  }
  return path.empty();
}

Result<Done> check_base_path(std::string_view path) {
  if (path.empty() || is_base_path(path)) return Done{};
  return Problem{.code = "invalid_base_path",
                 .message = "'" + std::string(path) + "' is not a path to serve below",
                 .remedy =
                     "Begin it with '/', end it with a name of letters, digits, '-', '_', '.' "
                     "and '~', and do not begin with /v1, /api or /assets: --base-path "
                     "/flowtime."};
}

std::string base_path_of(const http::Request& request, const std::string& own) {
  const std::string_view forwarded = request.headers.get("X-Forwarded-Prefix");
  return is_base_path(forwarded) ? std::string(forwarded) : own;
}

std::string target_below(std::string_view base_path, std::string_view target) {
  const std::string_view whole = http::without_authority(target);
  if (base_path.empty() || !whole.starts_with(base_path)) return std::string(target);
  const std::string_view rest = whole.substr(base_path.size());
  // "/flowtimes" is not below "/flowtime".
  if (!rest.empty() && rest[0] != '/' && rest[0] != '?') return std::string(target);
  return (rest.starts_with('/') ? "" : "/") + std::string(rest);
}

}  // namespace flowtime::api
