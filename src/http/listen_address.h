// Where a server listens.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace flowtime::http {

// Parsed; `port` is 0 until a server has bound it.
// No names: a server must start without a resolver.
struct ListenAddress {
  std::string host;  // an IP address: "127.0.0.1", "::1", "0.0.0.0"
  std::uint16_t port = 0;
  // All of 127.0.0.0/8, and ::1.
  // By the text of the address; "0.0.0.0" and "::" are not.
  bool is_loopback() const;
  // "127.0.0.1:8081", "[::1]:8081"
  std::string text() const;
};

// "127.0.0.1:8081", "[::1]:8081", "localhost:8081", ":8081" (127.0.0.1); port 0 takes a free one.
// Problem: invalid_listen_address.
// The last ':' separates the port, 0 to 65535. An IPv6 address has brackets: its own colons are not
// mistaken then.
Result<ListenAddress> parse_listen_address(std::string_view text);

}  // namespace flowtime::http
