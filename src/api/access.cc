// Requests of pages are the danger: a browser sends them from any site to loopback, with cookies.
// The Host field stops names that were pointed here (DNS rebinding), Origin and Sec-Fetch-Site stop
// pages of other sites, the token stops everything else.
#include "api/access.h"

#include <algorithm>

#include "base/ascii.h"
#include "http/http_limits.h"
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

// ":8081"
bool is_port(std::string_view text) {
  constexpr std::size_t kDigits = 5;
  if (text.size() < 2 || text.size() > kDigits + 1 || text.front() != ':') return false;
  int port = 0;
  for (const char c : text.substr(1)) {
    if (c < '0' || c > '9') return false;
    port = port * 10 + (c - '0');
  }
  return port <= 0xFFFF;
}

// The cookies of other programs on the same host come along: only the one of this name counts.
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
  const bool is_v6 = host.starts_with('[');
  // Without ']' find gives npos, and npos + 1 is 0: the name is empty, and the field is refused.
  const std::size_t end = is_v6 ? host.find(']') + 1 : std::min(host.find(':'), host.size());
  const std::string_view name = host.substr(0, end), rest = host.substr(end);
  return rest.empty() || is_port(rest) ? name : std::string_view{};
}

bool is_loopback_host(std::string_view host) { return is_loopback_name(host_without_port(host)); }

bool equal_in_constant_time(std::string_view a, std::string_view b) {
  unsigned difference = a.size() == b.size() ? 0 : 1;
  for (std::size_t i = 0; i < a.size(); ++i) {
    // Every byte of `a` is compared whatever was found before: the time says nothing of where they
    // differ.
    const char other = b.empty() ? '\0' : b[i % b.size()];
    difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i] ^ other));
  }
  return difference == 0;
}

Result<Done> check_host(const AccessRules& rules, const http::Request& request) {
  const std::string_view host = request.headers.get("Host");
  const std::string_view name = host_without_port(host);
  if (name.empty() && !host.empty()) {
    return Problem{.code = "invalid_host",
                   .message = "The Host field is not a name with or without a port.",
                   .remedy = "Send the host and port of the address that is asked."};
  }
  if (is_loopback_name(name) || has_host(rules.hosts, name)) return Done{};
  return Problem{.code = "host_not_allowed",
                 .message = "The Host field names no listener of this server.",
                 .remedy =
                     "Use the address that the server listens on, or start the server with "
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

Result<Done> check_site(const http::Request& request) {
  if (!same_ignoring_case(request.headers.get("Sec-Fetch-Site"), "cross-site")) return Done{};
  if (request.headers.has("Origin")) return Done{};  // check_origin has judged it
  // A link from elsewhere may lead to a page; a form or a script may not do anything.
  const bool reads = request.method == "GET" || request.method == "HEAD";
  if (reads && request.headers.get("Sec-Fetch-Mode") == "navigate") return Done{};
  return Problem{.code = "cross_site",
                 .message = "Pages of other sites may not use the server.",
                 .remedy = "Ask from a page of this server, or from a program."};
}

Result<Done> check_head(const AccessRules& rules, const http::Request& request) {
  if (request.target.size() > http::kMaxTargetBytes) {
    return Problem{.code = "url_too_long",
                   .message = "The path and query are longer than 16384 bytes.",
                   .remedy = "Shorten them; bodies may be longer."};
  }
  // The name first: an answer to a wrong name would already tell a page that a server is here.
  FT_RETURN_IF_PROBLEM(check_host(rules, request));
  FT_RETURN_IF_PROBLEM(check_origin(rules, request));
  FT_RETURN_IF_PROBLEM(check_site(request));
  const std::string_view coding = trimmed(request.headers.get("Content-Encoding"), " \t");
  // Decoding would let a small body unpack to any size, past the limits that were checked.
  if (coding.empty() || same_ignoring_case(coding, "identity")) return Done{};
  return Problem{.code = "unsupported_content_encoding",
                 .message = "The server does not decode the bodies of requests.",
                 .remedy = "Send the body as it is, without Content-Encoding."};
}

Result<Done> check_token_strength(std::string_view token) {
  const bool is_plain =
      std::all_of(token.begin(), token.end(), [](char c) { return c > ' ' && c <= '~'; });
  if (token.empty() || (is_plain && token.size() >= kMinTokenCharacters)) return Done{};
  return Problem{.code = "token_weak",
                 .message =
                     "FLOWTIME_API_TOKEN is shorter than 16 characters, or has characters that are "
                     "not printable ASCII",
                 .remedy = "Generate one: openssl rand -hex 32"};
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
                     "Send 'Authorization: Bearer <token>' with the value of "
                     "FLOWTIME_API_TOKEN."};
}

void add_cors_fields(const http::Request& request, http::Headers& fields) {
  if (!request.headers.has("Origin")) return;
  fields.add("Access-Control-Allow-Origin", std::string(request.headers.get("Origin")));
  fields.add("Access-Control-Expose-Headers",
             "ETag, Location, Retry-After, X-Request-Id, Content-Disposition");
  // A cache must not give the answer for one origin to another.
  fields.add("Vary", "Origin");
}

void add_preflight_fields(http::Headers& fields) {
  fields.add("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
  fields.add("Access-Control-Allow-Headers",
             "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, "
             "Prefer, "
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
