// A small HTTP/1.1 client over plain sockets, for tests of the server: it can send what no library
// would.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace flowtime::test {

struct HttpAnswer {
  int status = 0;  // 0: the connection ended before a status line came
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;  // chunks joined
  // The first field of that name in any case, or an empty text.
  std::string field(std::string_view name) const;
};

class HttpClient {
 public:
  explicit HttpClient(std::uint16_t port);  // of 127.0.0.1
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  bool is_open() const { return socket_ >= 0; }
  void send(std::string_view bytes);
  // The next answer; `to_head` when it answers HEAD.
  HttpAnswer receive(bool to_head = false);
  // Whatever comes until `text` has been seen or the connection ends.
  std::string receive_until(std::string_view text);
  // True when the server closes without sending anything more.
  bool sees_end();
  void close();

  // `fields`: lines without their ends. Host and Content-Length are added unless they are there.
  HttpAnswer request(std::string_view method, std::string_view target, std::string_view body = "",
                     const std::vector<std::string>& fields = {});

 private:
  bool fill();
  std::string line();
  std::string exactly(std::size_t count);
  std::string chunks();
  int socket_ = -1;
  std::string buffer_;
};

// One request on a connection of its own.
HttpAnswer http_request(std::uint16_t port, std::string_view method, std::string_view target,
                        std::string_view body = "", const std::vector<std::string>& fields = {});

}  // namespace flowtime::test
