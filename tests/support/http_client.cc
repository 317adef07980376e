#include "http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace flowtime::test {
namespace {

constexpr int kReceiveTimeoutSeconds = 60;  // a hanging server fails the test

bool starts_with_name(const std::string& line, std::string_view name) {
  return line.size() > name.size() && line[name.size()] == ':' &&
         strncasecmp(line.data(), name.data(), name.size()) == 0;
}

bool has_field(const std::vector<std::string>& fields, std::string_view name) {
  return std::any_of(fields.begin(), fields.end(),
                     [&](const std::string& line) { return starts_with_name(line, name); });
}

}  // namespace

std::string HttpAnswer::field(std::string_view name) const {
  for (const auto& [given, value] : fields) {
    if (given.size() == name.size() && strncasecmp(given.data(), name.data(), name.size()) == 0) {
      return value;
    }
  }
  return "";
}

HttpClient::HttpClient(std::uint16_t port) {
  socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval timeout{.tv_sec = kReceiveTimeoutSeconds, .tv_usec = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) close();
}

HttpClient::~HttpClient() { close(); }

void HttpClient::close() {
  if (socket_ >= 0) ::close(socket_);
  socket_ = -1;
}

void HttpClient::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return;  // the server may have refused already; its answer tells
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
}

bool HttpClient::fill() {
  char bytes[16384];
  const ssize_t count = ::recv(socket_, bytes, sizeof bytes, 0);
  if (count <= 0) return false;
  buffer_.append(bytes, static_cast<std::size_t>(count));
  return true;
}

std::string HttpClient::line() {
  std::size_t end = 0;
  while ((end = buffer_.find("\r\n")) == std::string::npos) {
    if (!fill()) return "";
  }
  std::string text = buffer_.substr(0, end);
  buffer_.erase(0, end + 2);
  return text;
}

std::string HttpClient::exactly(std::size_t count) {
  while (buffer_.size() < count && fill()) {
  }
  std::string bytes = buffer_.substr(0, count);
  buffer_.erase(0, bytes.size());
  return bytes;
}

std::string HttpClient::chunks() {
  std::string body;
  for (;;) {
    const std::size_t size = std::strtoul(line().c_str(), nullptr, 16);
    body += exactly(size);
    line();
    if (size == 0) return body;
  }
}

HttpAnswer HttpClient::receive(bool to_head) {
  HttpAnswer answer;
  const std::string status_line = line();
  if (status_line.size() < 12) return answer;
  answer.status = std::atoi(status_line.c_str() + 9);
  for (std::string text = line(); !text.empty(); text = line()) {
    const std::size_t colon = text.find(": ");
    answer.fields.emplace_back(text.substr(0, colon), text.substr(colon + 2));
  }
  if (answer.status == 100) return receive(to_head);
  if (to_head || answer.status == 204 || answer.status == 304) return answer;
  if (answer.field("Transfer-Encoding") == "chunked") {
    answer.body = chunks();
  } else if (const std::string length = answer.field("Content-Length"); !length.empty()) {
    answer.body = exactly(std::strtoul(length.c_str(), nullptr, 10));
  } else {
    while (fill()) {
    }
    answer.body.swap(buffer_);
  }
  return answer;
}

std::string HttpClient::receive_until(std::string_view text) {
  std::size_t found = 0;
  while ((found = buffer_.find(text)) == std::string::npos) {
    if (!fill()) break;
  }
  const std::size_t end = found == std::string::npos ? buffer_.size() : found + text.size();
  std::string bytes = buffer_.substr(0, end);
  buffer_.erase(0, end);
  return bytes;
}

bool HttpClient::sees_end() { return buffer_.empty() && !fill(); }

HttpAnswer HttpClient::request(std::string_view method, std::string_view target,
                               std::string_view body, const std::vector<std::string>& fields) {
  std::string text = std::string(method) + " " + std::string(target) + " HTTP/1.1\r\n";
  if (!has_field(fields, "Host")) text += "Host: 127.0.0.1\r\n";
  if (!has_field(fields, "Content-Length") && (!body.empty() || method == "POST")) {
    text += "Content-Length: " + std::to_string(body.size()) + "\r\n";
  }
  for (const std::string& field : fields) text += field + "\r\n";
  send(text + "\r\n" + std::string(body));
  return receive(method == "HEAD");
}

HttpAnswer http_request(std::uint16_t port, std::string_view method, std::string_view target,
                        std::string_view body, const std::vector<std::string>& fields) {
  HttpClient client(port);
  return client.request(method, target, body, fields);
}

}  // namespace flowtime::test
