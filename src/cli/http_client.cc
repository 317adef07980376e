// A blocking client over asynchronous operations: only those have a time limit. Each operation is
// started, then the io_context runs until it ended or expires_after cancelled it.
#include "cli/http_client.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/url/parse.hpp>
#include <chrono>

#include "host/program_version.h"

namespace flowtime::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

constexpr std::uint64_t kMaxAnswerBytes = std::uint64_t{1} << 30;
constexpr std::chrono::seconds kConnectTimeout{10};
// A run may take its time; its answer comes in one piece.
constexpr std::chrono::hours kAnswerTimeout{1};

Problem unreachable(const ServerAddress& server, const std::string& why) {
  return {.code = "server_unreachable",
          .message = "no server answers at '" + server.host_field + "': " + why,
          .remedy = "Start it with 'flowtime serve', or give another --server."};
}

Problem broken(const ServerAddress& server, const std::string& why) {
  return {.code = "server_answer_broken",
          .message = "the answer of the server '" + server.host_field + "' is incomplete: " + why,
          .remedy = "Look at the server's log; a run that was created is listed there."};
}

http::request<http::string_body> message_of(const ServerAddress& server, const HttpRequest& request,
                                            const std::string& token) {
  http::request<http::string_body> message;
  message.version(11);
  message.method_string(request.method);
  message.target(request.path);
  message.set(http::field::host, server.host_field);
  message.set(http::field::user_agent, "flowtime/" + program_version().version);
  // One request per process: the server need not keep the connection.
  message.set(http::field::connection, "close");
  message.set(http::field::accept, "application/json, */*;q=0.1");
  if (!token.empty()) message.set(http::field::authorization, "Bearer " + token);
  for (const auto& [name, value] : request.headers) message.set(name, value);
  if (!request.content_type.empty()) message.set(http::field::content_type, request.content_type);
  message.body() = request.body;
  message.prepare_payload();
  return message;
}

// One connection with its time limits: operations are started, and the context runs until they end.
class Connection {
 public:
  explicit Connection(const ServerAddress& server) : server_(server), stream_(context_) {}

  Result<Done> open() {
    beast::error_code error;
    asio::ip::tcp::resolver resolver(context_);
    const auto places = resolver.resolve(server_.host, server_.port, error);
    if (error) return unreachable(server_, error.message());
    stream_.expires_after(kConnectTimeout);
    stream_.async_connect(places, [&](beast::error_code e, const auto&) { error = e; });
    run();
    if (error) return unreachable(server_, error.message());
    return Done{};
  }

  Result<HttpAnswer> exchange(http::request<http::string_body> message) {
    beast::error_code error;
    http::response_parser<http::string_body> parser;
    // The default of 8 MB is less than the envelope of a large run.
    parser.body_limit(kMaxAnswerBytes);
    beast::flat_buffer buffer;
    stream_.expires_after(kAnswerTimeout);
    http::async_write(stream_, message, [&](beast::error_code e, std::size_t) { error = e; });
    run();
    if (error) return broken(server_, error.message());
    http::async_read(stream_, buffer, parser, [&](beast::error_code e, std::size_t) { error = e; });
    run();
    if (error) return broken(server_, error.message());
    auto& answer = parser.get();
    return HttpAnswer{.status = static_cast<int>(answer.result_int()),
                      .content_type = std::string(answer[http::field::content_type]),
                      .body = std::move(answer.body()),
                      .location = std::string(answer[http::field::location])};
  }

 private:
  void run() {
    // A context that has run out of work stays stopped until it is restarted.
    context_.restart();
    context_.run();
  }

  const ServerAddress& server_;
  asio::io_context context_;
  beast::tcp_stream stream_;
};

}  // namespace

Result<ServerAddress> parse_server_url(const std::string& url) {
  const auto parsed = boost::urls::parse_uri(url);
  // No path and no user: --server names a server, and the paths are ours.
  const bool plain = parsed && parsed->scheme() == "http" && !parsed->host().empty() &&
                     !parsed->has_userinfo() && !parsed->has_query() && !parsed->has_fragment() &&
                     (parsed->path().empty() || parsed->path() == "/");
  if (!plain) {
    return Problem{.code = "invalid_server_url",
                   .message = "'" + url + "' is not the address of a server",
                   .remedy = "Write http://HOST:PORT, for example http://127.0.0.1:8081."};
  }
  ServerAddress server;
  const std::string port = parsed->port();
  server.host = parsed->host_address();
  server.port = port.empty() ? "80" : port;
  server.host_field = std::string(parsed->encoded_host()) + (port.empty() ? "" : ":" + port);
  return server;
}

Result<HttpAnswer> ask(const ServerAddress& server, const HttpRequest& request,
                       const std::string& token) {
  Connection connection(server);
  FT_RETURN_IF_PROBLEM(connection.open());
  return connection.exchange(message_of(server, request, token));
}

}  // namespace flowtime::cli
