#include "api/service.h"

#include <algorithm>
#include <new>

#include "api/compression.h"
#include "api/http_limits.h"
#include "api/problem_response.h"
#include "api/target.h"
#include "base/check.h"
#include "base/overloaded.h"
#include "sys/sha256.h"

namespace flowtime::api {
namespace {

constexpr int kRequestEventId = 5001;
constexpr int kDefectEventId = 5500;
constexpr int kRequestIdDigits = 16;
constexpr std::size_t kEtagDigits = 32;

bool is_request_id(std::string_view text) {
  const auto is_plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.' || c == ':';
  };
  return !text.empty() && text.size() <= http::kMaxRequestIdBytes &&
         std::all_of(text.begin(), text.end(), is_plain);
}

bool lists_etag(std::string_view field, std::string_view etag) {
  return field == "*" || (!field.empty() && field.find(etag) != std::string_view::npos);
}

// Weak: the bytes differ by compression, what they say does not.
void add_etag(const http::Request& request, http::Response& response) {
  if (response.status != 200 || response.source || response.headers.has("Cache-Control")) return;
  if (request.method != "GET" && request.method != "HEAD") return;
  const std::string etag = "\"" + sha256_hex(response.body).substr(0, kEtagDigits) + "\"";
  response.headers.add("ETag", "W/" + etag);
  response.headers.add("Cache-Control", "no-cache");
  if (!lists_etag(request.headers.get("If-None-Match"), etag)) return;
  response.status = 304;
  response.body.clear();
  response.content_type.clear();
}

http::Response defect(const http::Request& request, LogSink& log, const char* what) {
  log.write({.level = LogLevel::kError,
             .id = kDefectEventId,
             .name = "InternalDefect",
             .fields = {{"requestId", request.request_id},
                        {"method", request.method},
                        {"what", std::string(what)}}});
  return problem_response({.code = "internal_defect",
                           .message = "The server failed to answer: a defect of the program.",
                           .remedy = "Report it with the request and its requestId."},
                          request);
}

}  // namespace

Service::Service(Context& context, const Router& router, const AccessRules& rules)
    : context_(context), router_(router), rules_(rules) {}

http::Response Service::answer(http::Request& request) {
  const std::int64_t started_ns = context_.env.monotonic_ns();
  const std::string_view given = request.headers.get("X-Request-Id");
  request.request_id =
      is_request_id(given) ? std::string(given) : context_.env.random_hex(kRequestIdDigits);
  http::Response response;
  try {
    response = admitted(request);
    finish(request, response);
  } catch (const std::bad_alloc&) {
    response = problem_response({.code = "not_enough_memory",
                                 .message = "The machine has not enough memory for this.",
                                 .remedy = "Ask for less, or try again later."},
                                request);
  } catch (const std::exception& what) {
    response = defect(request, context_.log, what.what());
  }
  response.headers.set("X-Request-Id", request.request_id);
  log(request, response, started_ns);
  return response;
}

http::Response Service::answer_unreadable(Problem problem) {
  http::Request request;
  request.request_id = context_.env.random_hex(kRequestIdDigits);
  http::Response response = problem_response(std::move(problem), request);
  response.headers.set("X-Request-Id", request.request_id);
  log(request, response, context_.env.monotonic_ns());
  return response;
}

bool Service::watches_client(const http::Request& request) const {
  const Result<http::Target> target = http::parse_target(request.target);
  if (!target) return false;
  const RouteResult found = router_.find(request.method, target->segments);
  const RouteMatch* match = std::get_if<RouteMatch>(&found);
  return match != nullptr && match->route->watches_client;
}

http::Response Service::admitted(http::Request& request) {
  if (request.target.size() > http::kMaxTargetBytes) {
    return problem_response({.code = "url_too_long",
                             .message = "The path and query are longer than 16384 bytes.",
                             .remedy = "Shorten them; bodies may be longer."},
                            request);
  }
  if (const auto host = check_host(rules_, request); !host) {
    return problem_response(host.problems(), request);
  }
  if (const auto origin = check_origin(rules_, request); !origin) {
    return problem_response(origin.problems(), request);
  }
  http::Response response = route(request);
  add_cors_fields(request, response.headers);
  return response;
}

http::Response Service::route(http::Request& request) {
  Result<http::Target> target = http::parse_target(request.target);
  if (!target) return problem_response(target.problems(), request);
  request.query = std::move(target->query);
  RouteResult found = router_.find(request.method, target->segments);
  return std::visit(Overloaded{
                        [&](RouteMatch& match) {
                          request.path_values = std::move(match.path_values);
                          return call(*match.route, request);
                        },
                        [&](const MethodMismatch& mismatch) {
                          http::Response response{.status = 204, .content_type = ""};
                          if (request.method == "OPTIONS") {
                            add_preflight_fields(response.headers);
                          } else {
                            response = problem_response(
                                {.code = "method_not_allowed",
                                 .message = "This path does not answer that method.",
                                 .remedy = "It answers " + mismatch.allow + "."},
                                request);
                          }
                          response.headers.add("Allow", mismatch.allow);
                          return response;
                        },
                        [&](const Problem& problem) { return problem_response(problem, request); },
                    },
                    found);
}

http::Response Service::call(const Route& route, http::Request& request) {
  if (!route.is_open) {
    if (const auto token = check_token(rules_, request); !token) {
      http::Response response = problem_response(token.problems(), request);
      response.headers.add("WWW-Authenticate", "Bearer");
      return response;
    }
  }
  return route.handle(request, context_);
}

void Service::finish(const http::Request& request, http::Response& response) {
  add_etag(request, response);
  http::compress_body(request, response);
  response.headers.add("X-Content-Type-Options", "nosniff");
}

void Service::log(const http::Request& request, const http::Response& response,
                  std::int64_t started_ns) {
  constexpr double kNsPerMs = 1e6;
  const double elapsed_ms =
      static_cast<double>(context_.env.monotonic_ns() - started_ns) / kNsPerMs;
  context_.log.write({.level = LogLevel::kInfo,
                      .id = kRequestEventId,
                      .name = "HttpRequest",
                      .fields = {{"requestId", request.request_id},
                                 {"method", request.method},
                                 {"path", request.target.substr(0, request.target.find('?'))},
                                 {"status", std::int64_t{response.status}},
                                 {"elapsedMs", elapsed_ms}}});
}

}  // namespace flowtime::api
