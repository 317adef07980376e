// SHA-256 (FIPS 180-4) in plain C++, for the rooms that also run in a page, where OpenSSL is not.
// Everything that hashes much uses sys/sha256.h; a test holds both equal.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace flowtime {

// Big-endian, as the standard writes it.
std::array<std::uint8_t, 32> portable_sha256(std::span<const std::uint8_t> bytes);
std::string portable_sha256_hex(std::span<const std::uint8_t> bytes);  // 64 lower-case digits
// Of the bytes of the text, as they are.
std::string portable_sha256_hex(std::string_view text);

}  // namespace flowtime
