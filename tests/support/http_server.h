// A real server on 127.0.0.1 with a free port, for the life of a test.
#pragma once

#include <memory>
#include <thread>

#include "api/application.h"
#include "api/routes.h"
#include "http/server.h"

namespace flowtime::test {

class HttpServer {
 public:
  explicit HttpServer(const ServeSettings& settings, api::AccessRules rules = {},
                      std::vector<api::Resource> resources = api::all_resources())
      : application_(
            api::Application::open(settings, std::move(rules), std::move(resources)).value()),
        server_(http::Server::open({{.host = "127.0.0.1", .port = 0}}, 4, application_->service())
                    .value()),
        thread_([this] { server_->run(); }) {}
  ~HttpServer() { stop(); }
  HttpServer(const HttpServer&) = delete;
  HttpServer& operator=(const HttpServer&) = delete;

  void stop() {
    server_->stop();
    if (thread_.joinable()) thread_.join();
    application_->stop();
  }
  std::uint16_t port() const { return server_->addresses().front().port; }
  http::ServerCounts counts() const { return server_->counts(); }
  http::Server& server() { return *server_; }
  api::Application& application() { return *application_; }

 private:
  std::unique_ptr<api::Application> application_;
  std::unique_ptr<http::Server> server_;
  std::thread thread_;
};

}  // namespace flowtime::test
