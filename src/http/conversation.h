// Conversation: what talks with a client whose request was answered with 101 (http/web_socket.h).
// Bytes of binary messages come in, messages go out; how they travel is the server's.
#pragma once

#include <atomic>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace flowtime::http {

// Why a connection that was upgraded ends: a code of RFC 6455 and a text of at most 123 bytes.
// 1000 is a normal end.
// `reason` is UTF-8 and part of the contract: clients match on it.
struct Farewell {
  int code = 1000;
  std::string reason{};
};

// Made by a handler with its response, destroyed when the connection ends.
// Owned by the connection. The destructor runs on the I/O thread; it must not wait.
class Conversation {
 public:
  // A default Turn says nothing and waits for more bytes.
  struct Turn {
    std::string message{};               // sent as one binary message; empty: none is
    std::optional<Farewell> farewell{};  // the connection ends after the message
    bool has_more = false;               // hear({}) has more to say already
  };
  virtual ~Conversation() = default;

  // Asked once, on the I/O thread; must not wait. Something: the connection ends with it.
  virtual std::optional<Farewell> refusal() { return std::nullopt; }
  // Called on a worker, one call at a time: the next bytes, however messages and frames divide
  // them. What the call before gave has been taken by the client's system. `client_gone` may become
  // true during the call. What it throws ends the connection with 1011 bridge_error.
  virtual Turn hear(std::string_view bytes, const std::atomic<bool>& client_gone) = 0;
  // A client that has sent nothing for as long is sent away.
  // Asked before each wait.
  virtual std::chrono::milliseconds idle_timeout() const = 0;
};

}  // namespace flowtime::http
