// A real server on 127.0.0.1 with a free port, for the life of a test.
#pragma once

#include <memory>
#include <thread>

#include "api/access.h"
#include "api/context.h"
#include "api/router.h"
#include "api/routes.h"
#include "api/server.h"
#include "api/service.h"
#include "sys/memory_env.h"

namespace flowtime::test {

class HttpServer {
 public:
  HttpServer(Env& env, LogSink& log, api::AccessRules rules = {},
             std::vector<api::Resource> resources = api::all_resources())
      : context_{.env = env, .log = log},
        rules_(std::move(rules)),
        router_(std::move(resources)),
        service_(context_, router_, rules_) {
    context_.started_unix_ms = env.now_unix_ms();
    context_.started_ns = env.monotonic_ns();
    context_.router = &router_;
    auto opened = http::Server::open({{.host = "127.0.0.1", .port = 0}}, 4, service_);
    server_ = std::move(opened).value();
    thread_ = std::thread([this] { server_->run(); });
  }
  ~HttpServer() { stop(); }
  void stop() {
    server_->stop();
    if (thread_.joinable()) thread_.join();
  }
  std::uint16_t port() const { return server_->addresses().front().port; }
  http::Server& server() { return *server_; }
  const api::Router& router() const { return router_; }
  api::Context& context() { return context_; }

 private:
  api::Context context_;
  api::AccessRules rules_;
  api::Router router_;
  api::Service service_;
  std::unique_ptr<http::Server> server_;
  std::thread thread_;
};

}  // namespace flowtime::test
