// The one-time link that gives a browser its cookie.
#include "api/problem_response.h"
#include "api/routes.h"
#include "api/sign_in.h"

namespace flowtime::api {
namespace {

http::Response sign_in(const http::Request& request, Context& context) {
  // Who only looks whether the link leads anywhere (HEAD) does not use it up.
  const std::string& key = request.path_value("key");
  const bool is_look = request.method == "HEAD";
  const auto cookie = is_look ? std::nullopt : context.sign_in->cookie_for(key);
  if (is_look ? !context.sign_in->is_open(key) : !cookie) {
    return problem_response({.code = "sign_in_spent",
                             .message = "This link does not sign in, or has done so already.",
                             .remedy = "Restart the server for a new link."},
                            request);
  }
  http::Response response{.status = 303, .content_type = ""};
  if (cookie) response.headers.add("Set-Cookie", *cookie);
  response.headers.add("Location", "/");
  response.headers.add("Cache-Control", "no-store");
  // The next page must not learn the key from the address it came from.
  response.headers.add("Referrer-Policy", "no-referrer");
  return response;
}

}  // namespace

Resource sign_in_routes() {
  return {.name = "Sign in",
          .about = "With a token, the server prints one link that signs a browser in.",
          .routes = {{.method = "GET",
                      .path = "/sign-in/{key}",
                      .summary = "Trade the key of the start link for a cookie, once",
                      .parameters = {path_id("key", "From the line that the server printed.")},
                      .replies = {{303, "Signed in; on to the first page"}},
                      .handle = sign_in,
                      .is_open = true}}};
}

}  // namespace flowtime::api
