// SHA-1 (FIPS 180-4), for the handshake of WebSocket alone: it keeps nothing secret.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace flowtime::http {

// Big-endian, as RFC 6455 sends it in base64.
std::array<std::uint8_t, 20> sha1(std::string_view text);

}  // namespace flowtime::http
