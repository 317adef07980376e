// Hexadecimal digits, in lower case.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace flowtime {

inline constexpr std::string_view kHexDigits = "0123456789abcdef";

// Of the lowest four bits.
inline char hex_digit(std::uint32_t value) { return kHexDigits[value & 15]; }

// Two digits, the higher one first.
inline void append_hex(std::string& text, std::uint8_t byte) {
  text += hex_digit(byte >> 4);
  text += hex_digit(byte);
}

}  // namespace flowtime
