// Every request comes through here, and every response leaves through `finished`. The I/O thread
// asks answer_at_once and judge_head, which must not wait; a worker calls `answer`. All three judge
// the head the same way (refusal_of), so no order of arrival opens a way around it.
#include "api/service.h"

#include <algorithm>
#include <new>

#include "api/base_path.h"
#include "api/problem_response.h"
#include "api/ui_pages.h"
#include "base/check.h"
#include "http/compression.h"
#include "http/etag.h"
#include "http/http_limits.h"
#include "http/http_metrics.h"
#include "http/target.h"
#include "sys/buffered_log.h"

namespace flowtime::api {
namespace {

constexpr int kRequestEventId = 5001;
constexpr int kDefectEventId = 5500;
constexpr int kRequestIdDigits = 16;

// It is written into logs and into a response field: nothing in it may end a line.
bool is_request_id(std::string_view text) {
  const auto is_plain = [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.' || c == ':';
  };
  return !text.empty() && text.size() <= http::kMaxRequestIdBytes &&
         std::all_of(text.begin(), text.end(), is_plain);
}

http::Response defect(const http::Request& request, LogSink& log, const char* what) {
  log.write({.level = LogLevel::kError,
             .id = kDefectEventId,
             .name = "InternalDefect",
             .fields = {{"requestId", request.request_id},
                        {"method", request.method},
                        {"what", std::string(what)}}});
  return problem_response(
      {.code = "internal_defect",
       .message = "The server failed to answer because of a defect of the program.",
       .remedy = "Report it with the request and its requestId."},
      request);
}

http::Response out_of_memory(const http::Request& request) {
  return problem_response({.code = "not_enough_memory",
                           .message = "The machine does not have enough memory for this.",
                           .remedy = "Ask for less, or try again later."},
                          request);
}

// OPTIONS asks what there is; every other method was tried in vain.
// A browser's preflight is an OPTIONS request; its fields say what a page may send.
http::Response no_such_method(const http::Request& request, const std::string& allow) {
  http::Response response{.status = 204, .content_type = ""};
  if (request.method == "OPTIONS") {
    add_preflight_fields(response.headers);
  } else {
    response = problem_response({.code = "method_not_allowed",
                                 .message = "This path does not answer that method.",
                                 .remedy = "It answers " + allow + "."},
                                request);
  }
  response.headers.add("Allow", allow);
  return response;
}

void log_request(LogSink& log, const http::Request& request, int status, double elapsed_ms) {
  log.write({.level = LogLevel::kInfo,
             .id = kRequestEventId,
             .name = kAccessEvent,
             // Without the query, which may hold what does not belong into a log.
             .fields = {{"requestId", request.request_id},
                        {"method", request.method},
                        {"path", request.target.substr(0, request.target.find('?'))},
                        {"status", std::int64_t{status}},
                        {"elapsedMs", elapsed_ms}}});
}

// Handlers name places of this server; the client needs them as it sees them.
void locate_below(const std::string& base_path, http::Headers& fields) {
  const std::string location(fields.get("Location"));
  if (!base_path.empty() && location.starts_with('/')) fields.set("Location", base_path + location);
}

}  // namespace

Service::Service(Context& context, const Router& router, const AccessRules& rules)
    : context_(context), router_(router), rules_(rules) {}

std::string Service::request_id(const http::Request& request) const {
  const std::string_view given = request.headers.get("X-Request-Id");
  return is_request_id(given) ? std::string(given) : context_.env.random_hex(kRequestIdDigits);
}

// Only the operator's path moves routes. A client can send the proxy's field as well, and a proxy
// that keeps clients from a path would let "/x/metrics" through. The target stays as it came: logs
// say what was asked.
Result<http::Target> Service::own_target(http::Request& request) const {
  request.base_path = base_path_of(request, context_.base_path);
  return http::parse_target(target_below(context_.base_path, request.target));
}

http::Response Service::answer(http::Request request) {
  const auto passage = std::make_shared<Passage>();
  passage->started_ns = context_.env.monotonic_ns();
  passage->request = std::move(request);
  passage->request.request_id = request_id(passage->request);
  http::Response response = guarded(*passage);
  if (response.deferred) {
    // The passage lives on in the closure: request and start are needed when the answer is there.
    response.deferred = wrapped(std::move(response.deferred), passage);
    return response;
  }
  return finished(*passage, std::move(response));
}

// A request that may not ask, asks wrongly or asks for more than that takes the long way.
std::optional<http::Response> Service::kept_answer(Passage& passage) {
  http::Request& request = passage.request;
  const Result<http::Target> target = own_target(request);
  if (!target) return std::nullopt;
  RouteResult found = router_.find(request.method, target->segments);
  auto* const match = std::get_if<RouteMatch>(&found);
  if (match == nullptr || match->route->at_once == nullptr) return std::nullopt;
  // A refusal is not answered here: the long way says what is wrong, in one place.
  if (!check_head(rules_, request)) return std::nullopt;
  if (!match->route->is_open && !check_token(rules_, request)) return std::nullopt;
  passage.route = match->route->path;
  request.path_values = std::move(match->path_values);
  return match->route->at_once(request, context_);
}

std::optional<http::Response> Service::answer_at_once(http::Request& request) {
  if (request.method != "GET") return std::nullopt;
  Passage passage{.request = {}, .started_ns = context_.env.monotonic_ns(), .route = {}};
  passage.request = std::move(request);
  try {
    if (std::optional<http::Response> response = kept_answer(passage)) {
      passage.request.request_id = request_id(passage.request);
      return finished(passage, std::move(*response));
    }
  } catch (const std::exception&) {
    // The long way says what is wrong.
  }
  // The request goes back as it came, for the worker to answer.
  passage.request.path_values.clear();
  request = std::move(passage.request);
  return std::nullopt;
}

http::Response Service::answer_unreadable(Problem problem) {
  Passage passage;
  passage.started_ns = context_.env.monotonic_ns();
  passage.request.request_id = context_.env.random_hex(kRequestIdDigits);
  return finished(passage, problem_response(std::move(problem), passage.request));
}

// What the handler throws is a defect of ours; what the machine lacks is not.
http::Response Service::guarded(Passage& passage) {
  try {
    return admitted(passage);
  } catch (const std::bad_alloc&) {
    return out_of_memory(passage.request);
  } catch (const std::exception& what) {
    return defect(passage.request, context_.log, what.what());
  }
}

std::shared_ptr<http::Deferred> Service::wrapped(std::shared_ptr<http::Deferred> inner,
                                                 std::shared_ptr<Passage> passage) {
  auto outer = std::make_shared<http::Deferred>();
  outer->start = [this, inner, passage](http::Deferred::Deliver deliver) {
    // `finish` may be called later, on any thread, and exactly once; or here, when starting fails.
    const auto finish = [this, passage, deliver](http::Response response) {
      deliver(finished(*passage, std::move(response)));
    };
    try {
      inner->start(finish);
    } catch (const std::bad_alloc&) {
      finish(out_of_memory(passage->request));
    } catch (const std::exception& what) {
      finish(defect(passage->request, context_.log, what.what()));
    }
  };
  if (inner->client_gone) outer->client_gone = [inner] { inner->client_gone(); };
  return outer;
}

http::Response Service::admitted(Passage& passage) {
  const Route* route = nullptr;
  if (auto refusal = refusal_of(passage, route)) return std::move(*refusal);
  return route->handle(passage.request, context_);
}

// What can be said before the body is looked at; without it `route` is the one to ask.
std::optional<http::Response> Service::refusal_of(Passage& passage, const Route*& route) {
  http::Request& request = passage.request;
  if (const auto may_ask = check_head(rules_, request); !may_ask) {
    return problem_response(may_ask.problems(), request);
  }
  Result<http::Target> target = own_target(request);
  if (!target) {
    if (auto page = ui_page_of_unreadable(request, context_.ui_folder)) return page;
    return problem_response(target.problems(), request);
  }
  request.query = std::move(target->query);
  return refusal_on_way(passage, *target, route);
}

std::optional<http::Response> Service::refusal_on_way(Passage& passage, const http::Target& target,
                                                      const Route*& route) {
  http::Request& request = passage.request;
  RouteResult found = router_.find(request.method, target.segments);
  if (const auto* mismatch = std::get_if<MethodMismatch>(&found)) {
    return no_such_method(request, mismatch->allow);
  }
  if (const auto* problem = std::get_if<Problem>(&found)) {
    // Only where no route has the path: an address of the UI is never more important than one of
    // the API.
    if (auto page = ui_page(request, target, context_.ui_folder)) return page;
    return problem_response(*problem, request);
  }
  auto& match = std::get<RouteMatch>(found);
  passage.route = match.route->path;
  // After routing, since it is the route that says whether a token is needed; an unknown path says
  // nothing that a token would protect.
  if (!match.route->is_open) {
    if (const auto token = check_token(rules_, request); !token) {
      http::Response response = problem_response(token.problems(), request);
      response.headers.add("WWW-Authenticate", "Bearer");
      return response;
    }
  }
  request.path_values = std::move(match.path_values);
  request.body_shape = match.body_shape;
  route = match.route;
  return std::nullopt;
}

http::HeadVerdict Service::judge_head(const http::Request& head) {
  Passage passage{.request = head, .started_ns = context_.env.monotonic_ns(), .route = {}};
  passage.request.request_id = request_id(head);
  const Route* route = nullptr;
  http::HeadVerdict verdict{.refusal = refusal_of(passage, route)};
  if (verdict.refusal) verdict.refusal = finished(passage, std::move(*verdict.refusal));
  // A route without a body still reads a small one, which many clients send.
  if (route != nullptr && route->body.empty()) verdict.max_body = http::kMaxSmallBodyBytes;
  if (route != nullptr && route->store != nullptr && !verdict.refusal) {
    verdict.store = route->store(passage.request, context_);
    if (verdict.store) verdict.max_body = http::kMaxUploadBytes;
  }
  return verdict;
}

http::Response Service::finished(const Passage& passage, http::Response response) {
  const http::Request& request = passage.request;
  locate_below(request.base_path, response.headers);
  // The tag is of the plain bytes, so it is made before they are compressed.
  add_etag(request, response);
  http::compress_body(request, response);
  if (check_origin(rules_, request)) add_cors_fields(request, response.headers);
  response.headers.add("X-Content-Type-Options", "nosniff");
  response.headers.set("X-Request-Id", request.request_id);
  constexpr double kNsPerMs = 1e6;
  const double elapsed_ms =
      static_cast<double>(context_.env.monotonic_ns() - passage.started_ns) / kNsPerMs;
  log_request(context_.log, request, response.status, elapsed_ms);
  count_request(context_.metrics, passage.route, request.method, response.status, elapsed_ms);
  return response;
}

}  // namespace flowtime::api
