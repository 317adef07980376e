// A request to a FlowTime server, for commands with --server.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"

namespace flowtime::cli {

// One request per connection; Host, User-Agent, Accept and the token are added by `ask`.
struct HttpRequest {
  std::string method = "GET";
  std::string path;  // with its query, "/v1/runs"
  std::string content_type, body;
  std::vector<std::pair<std::string, std::string>> headers{};
};

// Any status is an answer: whether it means success is for the caller to say. At most 1 GiB.
struct HttpAnswer {
  int status = 0;
  std::string content_type, body, location;
};

// The server that an URL names: "http://127.0.0.1:8081", "http://[::1]:8081/", "http://host".
struct ServerAddress {
  std::string host, port;  // without brackets
  std::string host_field;  // with them, and with the port unless it is 80
};
// Problem invalid_server_url: not an http:// URL of a host and a port alone.
Result<ServerAddress> parse_server_url(const std::string& url);

// Waits for the whole answer. `token` is sent as a bearer token unless it is empty. Problems:
// server_unreachable, server_answer_broken.
// Blocks: at most 10 s to connect, at most an hour for the answer. Plain HTTP, no redirects.
Result<HttpAnswer> ask(const ServerAddress& server, const HttpRequest& request,
                       const std::string& token);

}  // namespace flowtime::cli
