// The text is hashed into ids, so every byte is fixed: names in the order of UTF-16, numbers and
// escapes in one form. Values are parsed and written anew, never copied.
#include "run/canonical_json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/ascii.h"

namespace flowtime {
namespace {

using SortedJson = nlohmann::json;

// The code points of a UTF-8 text; what is no UTF-8 counts as U+FFFD.
std::u32string code_points(std::string_view text) {
  std::u32string points;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
    char32_t point = length == 1 ? lead : lead & (0xffu >> (length + 1));
    bool valid = (lead < 0x80 || (lead >= 0xc2 && lead <= 0xf4)) && i + length <= text.size();
    for (std::size_t k = 1; valid && k < length; ++k) {
      valid = is_utf8_continuation(text[i + k]);
      point = (point << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3f);
    }
    points += valid ? point : 0xfffd;
    i += valid ? length : 1;
  }
  return points;
}

std::u16string utf16(std::string_view text) {
  std::u16string units;
  for (const char32_t point : code_points(text)) {
    if (point < 0x10000) {
      units += static_cast<char16_t>(point);
    } else {
      // 0xd7c0 is 0xd800 minus the bits of 0x10000: one addition gives the high surrogate.
      units += static_cast<char16_t>(0xd7c0 + (point >> 10));
      units += static_cast<char16_t>(0xdc00 + (point & 0x3ff));
    }
  }
  return units;
}

void append_escaped(std::string& out, char16_t unit) {
  constexpr char kDigits[] = "0123456789ABCDEF";
  switch (unit) {
    case u'\b': out += "\\b"; return;
    case u'\t': out += "\\t"; return;
    case u'\n': out += "\\n"; return;
    case u'\f': out += "\\f"; return;
    case u'\r': out += "\\r"; return;
    case u'\\': out += "\\\\"; return;
    default: break;
  }
  const bool plain =
      unit >= 0x20 && unit < 0x7f &&
      std::string_view("\"&'+<>`").find(static_cast<char>(unit)) == std::string_view::npos;
  if (plain) {
    out += static_cast<char>(unit);
    return;
  }
  out += "\\u";
  for (const int shift : {12, 8, 4, 0}) out += kDigits[(unit >> shift) & 15];
}

// Digits without a dot, and where the dot stands: value = 0.DIGITS * 10^scale.
struct Decimal {
  std::string digits;
  int scale = 0;
};
Decimal shortest(double magnitude) {
  char text[40];
  const auto end =
      std::to_chars(text, text + sizeof text, magnitude, std::chars_format::scientific).ptr;
  const std::string_view whole(text, static_cast<std::size_t>(end - text));
  const std::size_t e = whole.find('e');
  Decimal decimal;
  for (const char c : whole.substr(0, e)) {
    if (c != '.') decimal.digits += c;
  }
  const char* exponent = text + e + 1;
  if (*exponent == '+') ++exponent;
  std::from_chars(exponent, end, decimal.scale);
  ++decimal.scale;
  return decimal;
}

std::string scientific(const Decimal& decimal) {
  std::string text = decimal.digits.substr(0, 1);
  if (decimal.digits.size() > 1) text += "." + decimal.digits.substr(1);
  const int exponent = decimal.scale - 1;
  std::string digits = std::to_string(exponent < 0 ? -exponent : exponent);
  if (digits.size() < 2) digits = "0" + digits;
  return text + "E" + (exponent < 0 ? "-" : "+") + digits;
}

std::string plain(const Decimal& decimal) {
  const auto size = static_cast<int>(decimal.digits.size());
  if (decimal.scale <= 0) {
    return "0." + std::string(static_cast<std::size_t>(-decimal.scale), '0') + decimal.digits;
  }
  const auto dot = static_cast<std::size_t>(decimal.scale);
  if (decimal.scale >= size) return decimal.digits + std::string(dot - decimal.digits.size(), '0');
  return decimal.digits.substr(0, dot) + "." + decimal.digits.substr(dot);
}

// Deeper values would only serve to exhaust the stack.
constexpr int kMaxDepth = 64;
// Before parsing: the parser recurses.
bool is_too_deep(std::string_view json) {
  int depth = 0;
  bool in_string = false;
  for (std::size_t i = 0; i < json.size(); ++i) {
    if (in_string && json[i] == '\\')
      ++i;
    else if (json[i] == '"')
      in_string = !in_string;
    else if (!in_string && (json[i] == '[' || json[i] == '{'))
      ++depth;
    else if (!in_string && (json[i] == ']' || json[i] == '}'))
      --depth;
    if (depth > kMaxDepth) return true;
  }
  return false;
}

std::string canonical(const SortedJson& value);

std::string canonical_members(std::vector<std::pair<std::string, const SortedJson*>> members) {
  std::sort(members.begin(), members.end(),
            // Not by bytes: UTF-8 and UTF-16 order letters beyond U+FFFF differently.
            [](const auto& a, const auto& b) { return utf16(a.first) < utf16(b.first); });
  std::string text = "{";
  for (const auto& [name, value] : members) {
    if (text.size() > 1) text += ',';
    text += canonical_string(name) + ":" + canonical(*value);
  }
  return text + "}";
}

std::string canonical_array(const SortedJson& array) {
  std::string text = "[";
  for (const SortedJson& item : array) {
    if (text.size() > 1) text += ',';
    text += canonical(item);
  }
  return text + "]";
}

std::string canonical(const SortedJson& value) {
  if (value.is_string()) return canonical_string(value.get_ref<const std::string&>());
  if (value.is_number_float()) return canonical_number(value.get<double>());
  if (value.is_array()) return canonical_array(value);
  if (!value.is_object()) return value.dump();
  std::vector<std::pair<std::string, const SortedJson*>> members;
  for (const auto& [name, member] : value.items()) members.emplace_back(name, &member);
  return canonical_members(std::move(members));
}

}  // namespace

std::string canonical_number(double value) {
  FT_CHECK(value - value == 0);
  if (value == 0) return std::signbit(value) ? "-0" : "0";
  const Decimal decimal = shortest(value < 0 ? -value : value);
  // A number of 17 digits needs them all; a power of ten beyond 15 digits is written with an
  // exponent.
  const int longest_plain = std::max(15, static_cast<int>(decimal.digits.size()));
  const bool is_plain = decimal.scale >= -3 && decimal.scale <= longest_plain;
  return (value < 0 ? "-" : "") + (is_plain ? plain(decimal) : scientific(decimal));
}

std::string canonical_string(std::string_view text) {
  std::string out = "\"";
  for (const char16_t unit : utf16(text)) append_escaped(out, unit);
  return out + "\"";
}

Result<std::string> canonical_object(const std::vector<NamedJson>& members) {
  std::vector<SortedJson> values;
  values.reserve(members.size());
  for (const NamedJson& member : members) {
    const bool too_deep = is_too_deep(member.json);
    if (!too_deep) values.push_back(SortedJson::parse(member.json, nullptr, false));
    if (!too_deep && !values.back().is_discarded()) continue;
    return Problem{.code = "invalid_json",
                   .message = "the value of '" + member.name + "' is " +
                              (too_deep ? "nested too deeply" : "not JSON"),
                   .remedy = "Write a JSON number, text in double quotes, list or object."};
  }
  std::vector<std::pair<std::string, const SortedJson*>> named;
  for (std::size_t i = 0; i < members.size(); ++i) named.emplace_back(members[i].name, &values[i]);
  return canonical_members(std::move(named));
}

}  // namespace flowtime
