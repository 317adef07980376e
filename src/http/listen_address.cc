#include "http/listen_address.h"

#include <arpa/inet.h>

#include "base/number_text.h"

namespace flowtime::http {
namespace {

constexpr long long kMaxPort = 65535;

bool is_ip_address(const std::string& host) {
  in6_addr unused{};
  return inet_pton(AF_INET, host.c_str(), &unused) == 1 ||
         inet_pton(AF_INET6, host.c_str(), &unused) == 1;
}

}  // namespace

bool ListenAddress::is_loopback() const { return host == "::1" || host.starts_with("127."); }

std::string ListenAddress::text() const {
  const bool is_v6 = host.find(':') != std::string::npos;
  return (is_v6 ? "[" + host + "]" : host) + ":" + std::to_string(port);
}

Result<ListenAddress> parse_listen_address(std::string_view text) {
  const Problem invalid{.code = "invalid_listen_address",
                        .message = "'" + std::string(text) + "' is not an address to listen on",
                        .remedy =
                            "Write HOST:PORT with an IP address, e.g. 127.0.0.1:8081 or "
                            "[::1]:8081; port 0 takes a free one."};
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return invalid;
  std::string host(text.substr(0, colon));
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  // No names are looked up: a listener must not depend on a resolver.
  if (host.empty() || host == "localhost") host = "127.0.0.1";
  const auto port = parse_integer(text.substr(colon + 1));
  if (!is_ip_address(host) || !port || *port < 0 || *port > kMaxPort) return invalid;
  return ListenAddress{.host = std::move(host), .port = static_cast<std::uint16_t>(*port)};
}

}  // namespace flowtime::http
