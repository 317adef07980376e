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

class Service : public http::Answerer {
 public:
  // All of them outlive the service.
  Service(Context& context, const Router& router, const AccessRules& rules);

  std::optional<http::Response> answer_at_once(http::Request& request) override;
  http::HeadVerdict judge_head(const http::Request& head) override;
  http::Response answer(http::Request request) override;
  http::Response answer_unreadable(Problem problem) override;

 private:
  // A request on its way, with the time of its arrival.
  struct Passage {
    http::Request request;
    std::int64_t started_ns = 0;
    std::string_view route;  // the pattern that matched, for metrics
  };
  std::string request_id(const http::Request& request) const;
  std::optional<http::Response> kept_answer(Passage& passage);
  http::Response guarded(Passage& passage);
  http::Response admitted(Passage& passage);
  std::optional<http::Response> refusal_of(Passage& passage, const Route*& route);
  std::optional<http::Response> refusal_on_way(Passage& passage, const http::Target& target,
                                               const Route*& route);
  std::shared_ptr<http::Deferred> wrapped(std::shared_ptr<http::Deferred> inner,
                                          std::shared_ptr<Passage> passage);
  http::Response finished(const Passage& passage, http::Response response);

  Context& context_;
  const Router& router_;
  const AccessRules& rules_;
};

}  // namespace flowtime::api
