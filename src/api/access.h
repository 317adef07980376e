// Who may ask: hosts, origins and tokens.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/request.h"
#include "http/response.h"

namespace flowtime::api {

// Const while the server runs. A page of any site can make a browser send requests to loopback, so
// the server judges the Host field, the Origin and the token of each request by itself.
struct AccessRules {
  std::vector<std::string> hosts{};    // names besides loopback that a Host field may carry
  std::vector<std::string> origins{};  // besides loopback ones: "https://flows.example"
  std::string token{};                 // empty: none is asked for
};

// "127.0.0.1", "[::1]", "localhost", with or without a port.
// Any case. Other addresses of 127.0.0.0/8 are not among them.
bool is_loopback_host(std::string_view host);
// "[::1]:8081" -> "[::1]", "a.example" -> "a.example"; empty when what is behind the name is not a
// port ("a:b", "[::1].a", "a:1:2", "a:65536").
// A view into `host`.
std::string_view host_without_port(std::string_view host);
// Equal in time that depends on the lengths alone.
// For tokens and keys: the time tells nothing of how many characters fit.
bool equal_in_constant_time(std::string_view a, std::string_view b);

// Problem host_not_allowed: a name that points at us without our knowing (DNS rebinding).
// Also invalid_host: the field is not a name with or without a port.
Result<Done> check_host(const AccessRules& rules, const http::Request& request);
// Problem origin_not_allowed: a page of another site asks. No Origin is fine.
// The same host and port as the Host field, loopback, or one of the rules' origins is fine.
Result<Done> check_origin(const AccessRules& rules, const http::Request& request);
// Problem cross_site: the browser says that a page of another site asks, with no Origin that could
// be allowed. Following a link to a page is fine.
Result<Done> check_site(const http::Request& request);
// All that is said of a request before its route is looked for: url_too_long, the problems of the
// three above, unsupported_content_encoding.
// Needs the head only, so that a request is refused before its body is read.
Result<Done> check_head(const AccessRules& rules, const http::Request& request);
// Problem token_required: neither `Authorization: Bearer` nor the cookie carries the token.
// Both are compared in constant time. Nothing is asked for where the rules have no token.
Result<Done> check_token(const AccessRules& rules, const http::Request& request);

inline constexpr std::size_t kMinTokenCharacters = 16;
// Problem token_weak: shorter than that, or not printable ASCII without spaces. Empty is no token.
Result<Done> check_token_strength(std::string_view token);

// Fields that let the page of an allowed Origin read the answer; nothing without an Origin.
void add_cors_fields(const http::Request& request, http::Headers& fields);
// What the answer to a preflight has besides.
void add_preflight_fields(http::Headers& fields);

// The cookie that a browser carries instead of the token, and the field that sets it.
// The cookie is a hash of the token: who reads it learns no token for programs.
std::string session_cookie(const std::string& token);
std::string set_cookie_field(const std::string& token);

}  // namespace flowtime::api
