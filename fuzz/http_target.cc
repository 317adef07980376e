#include "http_target.h"

#include <future>
#include <nlohmann/json.hpp>
#include <string>

#include "api/application.h"
#include "api/routes.h"
#include "base/check.h"
#include "sys/memory_env.h"
#include "text/json_writer.h"

namespace flowtime::fuzz {
namespace {

// Pieces of an endless answer that are looked at.
constexpr int kMostPieces = 100;

class Server {
 public:
  http::Response answer(http::Request request) {
    http::Response response = application_->service().answer(std::move(request));
    if (!response.deferred) return response;
    std::promise<http::Response> promise;
    std::future<http::Response> future = promise.get_future();
    response.deferred->start(
        [&promise](http::Response later) { promise.set_value(std::move(later)); });
    return future.get();
  }
  // Inputs must not see what earlier ones left.
  void forget_runs() { FT_CHECK(env_.remove_tree("runs").has_value()); }

 private:
  MemoryEnv env_;
  NullLogSink log_;
  std::unique_ptr<api::Application> application_ =
      api::Application::open(ServeSettings{env_, log_}, {}, api::all_resources()).value();
};

// Never destroyed: its workers would end after OpenSSL has cleaned up, and leave what it keeps for
// a thread.
Server& server() {
  static Server& server = *new Server;
  return server;
}

// Texts that come inside a JSON body, so that what changes them need not know JSON.
struct Wrapped {
  std::string_view word, before, after;
};
constexpr Wrapped kWrapped[] = {
    {"MODEL", R"({"model":)", "}"},
    {"YAML", R"({"tier":"analyse","yaml":)", "}"},
    {"DRAFT", R"({"source":{"type":"inline","id":"d","content":)", "}}"},
    {"SERIES", R"({"seriesId":"s","content":)", "}"},
};

void wrap(http::Request& request) {
  for (const Wrapped& wrapped : kWrapped) {
    if (request.method != wrapped.word) continue;
    request.method = "POST";
    request.body =
        std::string(wrapped.before) + json_quote(request.body) + std::string(wrapped.after);
  }
}

// The first line is method and target, the rest the body; a word of kWrapped stands for POST.
http::Request request_of(std::string_view text) {
  http::Request request;
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  const std::size_t space = line.find(' ');
  request.method = std::string(line.substr(0, space));
  if (space != std::string_view::npos) request.target = std::string(line.substr(space + 1));
  if (end != std::string_view::npos) request.body = std::string(text.substr(end + 1));
  request.headers.add("Host", "localhost");
  wrap(request);
  return request;
}

}  // namespace

void run_http(std::string_view text) {
  http::Response response = server().answer(request_of(text));
  for (int i = 0; response.source && i < kMostPieces; ++i) {
    if (response.source->next().state == http::BodySource::State::kEnd) break;
  }
  response.source.reset();
  FT_CHECK(response.status >= 200 && response.status < 600 && response.status != 500);
  const bool is_json = response.content_type.starts_with("application/");
  if (is_json && !response.body.empty() &&
      response.content_type.find("json") != std::string::npos) {
    FT_CHECK(nlohmann::json::accept(response.body));
  }
  if (response.status >= 400 && response.content_type == http::kProblemJson) {
    FT_CHECK(nlohmann::json::parse(response.body)["status"] == response.status);
  }
  server().forget_runs();
}

}  // namespace flowtime::fuzz
