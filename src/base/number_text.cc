#include "base/number_text.h"

#include <charconv>
#include <cmath>
#include <cstdint>

#include "base/check.h"
#include "base/read_double.h"

namespace flowtime {
namespace {

constexpr double kPlainLimit = 1e17;

bool plain_range(double magnitude) { return magnitude >= 1e-5 && magnitude < kPlainLimit; }

std::string_view without_plus(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-' && text[1] != '+') text.remove_prefix(1);
  return text;
}

// from_chars would take "inf" and "nan", which no input of ours may contain.
bool starts_like_a_number(std::string_view text) {
  if (!text.empty() && text[0] == '-') text.remove_prefix(1);
  return !text.empty() && ((text[0] >= '0' && text[0] <= '9') || text[0] == '.');
}

}  // namespace

char* write_number(char* out, double value) {
  // False for NaN and infinities alone.
  FT_CHECK(value - value == 0);
  if (value == 0) {
    *out = '0';
    return out + 1;
  }
  // A whole number has the same digits either way; printing it as an integer is several times
  // faster.
  if (std::fabs(value) < kPlainLimit) {
    const auto whole = static_cast<std::int64_t>(value);
    if (static_cast<double>(whole) == value) {
      return std::to_chars(out, out + kMaxNumberChars, whole).ptr;
    }
  }
  const auto format =
      plain_range(std::fabs(value)) ? std::chars_format::fixed : std::chars_format::scientific;
  return std::to_chars(out, out + kMaxNumberChars, value, format).ptr;
}

void append_number(std::string& text, double value) {
  char buffer[kMaxNumberChars];
  text.append(buffer, write_number(buffer, value));
}

std::string format_number(double value) {
  std::string text;
  append_number(text, value);
  return text;
}

std::optional<double> parse_number(std::string_view text) {
  text = without_plus(text);
  if (!starts_like_a_number(text)) return std::nullopt;
  double value = 0;
  const auto [end, error] = read_double(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<long long> parse_integer(std::string_view text) {
  text = without_plus(text);
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return value;
}

}  // namespace flowtime
