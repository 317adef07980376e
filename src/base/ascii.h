// Letters and blanks of ASCII, the same under every locale; other bytes are kept as they are.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

namespace flowtime {

// U+FEFF in UTF-8: editors of Windows put it before a text. Readers of YAML, JSON and CSV skip it.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// Not std::tolower: it depends on the locale and wants an unsigned char.
constexpr char lower_case(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// A copy; only A to Z change, so UTF-8 stays UTF-8 and the length stays the same.
inline std::string lower_case(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = lower_case(c);
  return lower;
}

// For names of fields and members. Letters beyond ASCII must be equal byte for byte.
constexpr bool same_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return lower_case(x) == lower_case(y); });
}

// The part of `text` that neither begins nor ends with one of the blanks.
// A view into `text`; empty when all of it is blank.
constexpr std::string_view trimmed(std::string_view text, std::string_view blanks = " \t") {
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

// Whether the byte goes on with a character that an earlier byte began.
// A text must not be cut before such a byte. Says nothing about whether the text is valid.
constexpr bool is_utf8_continuation(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

}  // namespace flowtime
