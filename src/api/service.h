// Service: from a request to a response, whatever carries them. What is common to all routes
// happens here: request ids, hosts, origins, tokens, routing, defects, ETag, compression, the
// access line in the log.
#pragma once

#include "api/access.h"
#include "api/context.h"
#include "api/request.h"
#include "api/response.h"
#include "api/router.h"
#include "api/server.h"

namespace flowtime::api {

class Service : public http::Answerer {
 public:
  // All of them outlive the service.
  Service(Context& context, const Router& router, const AccessRules& rules);

  http::Response answer(http::Request& request) override;
  http::Response answer_unreadable(Problem problem) override;
  bool watches_client(const http::Request& request) const override;

 private:
  http::Response route(http::Request& request);
  http::Response call(const Route& route, http::Request& request);
  http::Response admitted(http::Request& request);
  void finish(const http::Request& request, http::Response& response);
  void log(const http::Request& request, const http::Response& response, std::int64_t started_ns);

  Context& context_;
  const Router& router_;
  const AccessRules& rules_;
};

}  // namespace flowtime::api
