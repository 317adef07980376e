#include "base/read_double.h"

#include <cmath>
#include <cstdlib>
#include <limits>
#include <string>
#include <system_error>

namespace flowtime {

#ifdef __cpp_lib_to_chars

std::from_chars_result read_double(const char* first, const char* last, double& value) {
  return std::from_chars(first, last, value);
}

#else

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

const char* after_digits(const char* at, const char* last) {
  while (at != last && is_digit(*at)) ++at;
  return at;
}

// The end of digits[.digits], or `first` where there is no digit.
const char* after_mantissa(const char* first, const char* last) {
  const char* at = after_digits(first, last);
  const bool whole = at != first;
  if (at == last || *at != '.') return at;
  const char* end = after_digits(at + 1, last);
  return whole || end != at + 1 ? end : first;
}

// The end of e[+-]digits, or `at` where none is complete.
const char* after_exponent(const char* at, const char* last) {
  if (at == last || (*at != 'e' && *at != 'E')) return at;
  const char* digits = at + 1;
  if (digits != last && (*digits == '+' || *digits == '-')) ++digits;
  const char* end = after_digits(digits, last);
  return end == digits ? at : end;
}

bool has_other_digit_than_zero(const char* first, const char* last) {
  for (; first != last; ++first) {
    if (*first >= '1' && *first <= '9') return true;
  }
  return false;
}

}  // namespace

std::from_chars_result read_double(const char* first, const char* last, double& value) {
  const char* digits = first != last && *first == '-' ? first + 1 : first;
  const char* mantissa_end = after_mantissa(digits, last);
  if (mantissa_end == digits) return {first, std::errc::invalid_argument};
  const char* end = after_exponent(mantissa_end, last);
  const double read = std::strtod(std::string(first, end).c_str(), nullptr);
  const bool too_small = read == 0 && has_other_digit_than_zero(digits, mantissa_end);
  if (too_small || std::abs(read) > std::numeric_limits<double>::max())
    return {end, std::errc::result_out_of_range};
  value = read;
  return {end, std::errc{}};
}

#endif

}  // namespace flowtime
