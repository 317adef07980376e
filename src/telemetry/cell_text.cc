#include "telemetry/cell_text.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>

#include "base/number_text.h"

namespace flowtime {
namespace {

constexpr double kMillion = 1e6, kLeast = 1e-5, kMost = 1e9;
constexpr int kDecimals = 6;

// Of a number of millionths that is not a whole number of millions.
char* write_millionths(char* out, std::uint64_t millionths) {
  out = std::to_chars(out, out + kMaxNumberChars, millionths / 1'000'000).ptr;
  *out++ = '.';
  auto rest = static_cast<std::uint32_t>(millionths % 1'000'000);
  for (int i = kDecimals; i-- > 0; rest /= 10) out[i] = static_cast<char>('0' + rest % 10);
  out += kDecimals;
  while (out[-1] == '0') --out;
  return out;
}

// "d.ddde+xx", which is found faster than the plain form, as "ddd.ddd" or "0.00ddd".
char* write_plain(char* out, double magnitude) {
  char text[kMaxNumberChars];
  const char* end =
      std::to_chars(text, text + kMaxNumberChars, magnitude, std::chars_format::scientific).ptr;
  // Two digits: between kLeast and kMost.
  const int exponent = (end[-2] - '0') * 10 + (end[-1] - '0');
  const char* const fraction = text + 2;
  const char* const fraction_end = std::find(text, text + (end - text), 'e');
  if (end[-3] == '-') {
    *out++ = '0';
    *out++ = '.';
    out = std::fill_n(out, exponent - 1, '0');
    *out++ = text[0];
    return fraction < fraction_end ? std::copy(fraction, fraction_end, out) : out;
  }
  *out++ = text[0];
  out = std::copy(fraction, fraction + exponent, out);
  *out++ = '.';
  return std::copy(fraction + exponent, fraction_end, out);
}

}  // namespace

char* write_cell(char* out, double value) {
  const double magnitude = std::fabs(value);
  const bool is_usual = magnitude >= kLeast && magnitude < kMost;
  if (!is_usual || magnitude == std::trunc(magnitude)) return write_number(out, value);
  if (value < 0) *out++ = '-';
  const auto millionths = static_cast<std::uint64_t>(magnitude * kMillion + 0.5);
  // At most 15 digits, which no other decimal of so few shares: the shortest text.
  if (static_cast<double>(millionths) / kMillion == magnitude) {
    return write_millionths(out, millionths);
  }
  return write_plain(out, magnitude);
}

}  // namespace flowtime
