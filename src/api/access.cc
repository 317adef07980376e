#include "api/access.h"

#include <algorithm>

#include "base/ascii.h"
#include "sys/sha256.h"

namespace flowtime::api {
namespace {

constexpr std::string_view kCookieName = "flowtime_session";

bool is_loopback_name(std::string_view name) {
  return same_ignoring_case(name, "localhost") || name == "[::1]" || name == "127.0.0.1";
}

bool has_host(const std::vector<std::string>& hosts, std::string_view name) {
  return std::any_of(hosts.begin(), hosts.end(),
                     [&](const std::string& host) { return same_ignoring_case(host, name); });
}

std::string_view origin_host(std::string_view origin) {
  for (std::string_view scheme : {"http://", "https://"}) {
    if (origin.starts_with(scheme)) return origin.substr(scheme.size());
  }
  return {};
}

std::string_view cookie_value(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const std::size_t end = cookies.find(';');
    std::string_view pair = cookies.substr(0, end);
    cookies = end == std::string_view::npos ? std::string_view{} : cookies.substr(end + 1);
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    const std::size_t equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
  }
  return {};
}

}  // namespace

std::string_view host_without_port(std::string_view host) {
  if (host.starts_with('[')) return host.substr(0, host.find(']') + 1);
  return host.substr(0, host.find(':'));
}

bool is_loopback_host(std::string_view host) { return is_loopback_name(host_without_port(host)); }

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size(); ++i) {
    const char other = b.empty() ? '\0' : b[i % b.size()];
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i] ^ other));
  }
  return difference == 0;
}

Result<Done> check_host(const AccessRules& rules, const http::Request& request) {
  const std::string_view host = request.headers.get("Host");
  const std::string_view name = host_without_port(host);
  if (is_loopback_name(name) || has_host(rules.hosts, name)) return Done{};
  return Problem{.code = "host_not_allowed",
                 .message = "The Host field names no listener of this server.",
                 .remedy =
                     "Use the address that the server listens on, or start it with "
                     "--allow-host NAME."};
}

Result<Done> check_origin(const AccessRules& rules, const http::Request& request) {
  if (!request.headers.has("Origin")) return Done{};
  const std::string_view origin = request.headers.get("Origin");
  const std::string_view host = origin_host(origin);
  const bool is_same = !host.empty() && host == request.headers.get("Host");
  const bool is_listed =
      std::find(rules.origins.begin(), rules.origins.end(), origin) != rules.origins.end();
  if (is_same || is_listed || (!host.empty() && is_loopback_host(host))) return Done{};
  return Problem{.code = "origin_not_allowed",
                 .message = "Pages of this origin may not use the server.",
                 .remedy = "Start the server with --allow-origin ORIGIN."};
}

Result<Done> check_token(const AccessRules& rules, const http::Request& request) {
  if (rules.token.empty()) return Done{};
  const std::string_view field = request.headers.get("Authorization");
  constexpr std::string_view kScheme = "Bearer ";
  const bool is_bearer =
      field.size() > kScheme.size() && same_ignoring_case(field.substr(0, kScheme.size()), kScheme);
  if (is_bearer && equal_in_constant_time(field.substr(kScheme.size()), rules.token)) return Done{};
  const std::string_view cookie = cookie_value(request.headers.get("Cookie"), kCookieName);
  if (!cookie.empty() && equal_in_constant_time(cookie, session_cookie(rules.token))) return Done{};
  return Problem{.code = "token_required",
                 .message = "This server answers only with its token.",
                 .remedy =
                     "Send \"Authorization: Bearer <token>\" with the value of "
                     "FLOWTIME_API_TOKEN."};
}

void add_cors_fields(const http::Request& request, http::Headers& fields) {
  if (!request.headers.has("Origin")) return;
  fields.add("Access-Control-Allow-Origin", std::string(request.headers.get("Origin")));
  fields.add("Access-Control-Expose-Headers",
             "ETag, Location, Retry-After, X-Request-Id, Content-Disposition");
  fields.add("Vary", "Origin");
}

void add_preflight_fields(http::Headers& fields) {
  fields.add("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE");
  fields.add("Access-Control-Allow-Headers",
             "Authorization, Content-Type, Idempotency-Key, If-None-Match, Prefer, "
             "X-Model-Provenance, X-Request-Id");
  fields.add("Access-Control-Max-Age", "600");
}

std::string session_cookie(const std::string& token) {
  return sha256_hex("flowtime session\n" + token);
}

std::string set_cookie_field(const std::string& token) {
  return std::string(kCookieName) + "=" + session_cookie(token) +
         "; Path=/; HttpOnly; SameSite=Strict";
}

}  // namespace flowtime::api
