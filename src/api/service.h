// Service: from a request to a response, whatever carries them. What is common to all routes
// happens here: request ids, hosts, origins, tokens, routing, defects, ETag, compression, the
// access line in the log.
// Threads: answer_at_once and judge_head on the I/O thread, answer on any worker.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/access.h"
#include "api/context.h"
#include "api/router.h"
#include "http/request.h"
#include "http/response.h"
#include "http/server.h"

namespace flowtime::api {

// The way of a request:
//
//   answer_at_once  I/O thread, a whole request: kept answers of GET; nothing where it would wait
//   judge_head      I/O thread, the body still to come: may it ask, which route, how large a body
//   answer          worker: the same judgement again, then the handler of the route
//   finished        every answer: ETag, compression, fields, log line, counters
class Service : public http::Answerer {
 public:
  // All of them outlive the service.
  Service(Context& context, const Router& router, const AccessRules& rules);

  // Moves the request out only where it answers; else the request is as it was.
  std::optional<http::Response> answer_at_once(http::Request& request) override;
  // Allows small bodies only for routes that take none.
  http::HeadVerdict judge_head(const http::Request& head) override;
  // Never throws. A deferred response is completed by the thread that delivers it.
  http::Response answer(http::Request request) override;
  // Of a request whose head could not be parsed: it has no route.
  http::Response answer_unreadable(Problem problem) override;

 private:
  // A request on its way, with the time of its arrival.
  // Lives until the answer is finished, also where that is deferred.
  struct Passage {
    http::Request request;
    std::int64_t started_ns = 0;
    std::string_view route;  // the pattern that matched, for metrics
  };
  // The client's X-Request-Id where it is plain and short, else a random one.
  std::string request_id(const http::Request& request) const;
  // Sets the base path of the request.
  Result<http::Target> own_target(http::Request& request) const;
  // From at_once of the route, with the same checks before it.
  std::optional<http::Response> kept_answer(Passage& passage);
  // What a handler throws is answered as a defect, std::bad_alloc as a lack of memory.
  http::Response guarded(Passage& passage);
  // The refusal, or the handler of the route.
  http::Response admitted(Passage& passage);
  // Sets `route`, path_values, query and body_shape of the passage where it does not refuse.
  std::optional<http::Response> refusal_of(Passage& passage, const Route*& route);
  std::optional<http::Response> refusal_on_way(Passage& passage, const http::Target& target,
                                               const Route*& route);
  // So that a deferred answer is finished as any other.
  std::shared_ptr<http::Deferred> wrapped(std::shared_ptr<http::Deferred> inner,
                                          std::shared_ptr<Passage> passage);
  // On the I/O thread or a worker; `passage.route` is empty where no route matched.
  http::Response finished(const Passage& passage, http::Response response);

  Context& context_;
  const Router& router_;
  const AccessRules& rules_;
};

}  // namespace flowtime::api
