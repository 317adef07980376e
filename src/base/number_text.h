// Numbers to text and back, independent of locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace flowtime {

// The shortest digits that read back to the same double: plain decimals for 1e-5 <= |x| < 1e17
// ("0.1", "1000000"), scientific outside ("1e+17", "5e-324"); -0 prints as "0".
// Requires a finite value.
// The C locale's decimal point, whatever the locale is.
std::string format_number(double value);

// Appends format_number(value) to `text` without a temporary.
// Requires a finite value. Other text in `text` stays as it is.
void append_number(std::string& text, double value);

// Longest text that append_number can produce; a caller with its own buffer needs this much room.
inline constexpr int kMaxNumberChars = 32;
// Writes the digits at `out` (kMaxNumberChars free bytes) and returns the end.
// Not zero-terminated.
// The value must be finite. Thread-safe: no locale and no buffer of its own.
char* write_number(char* out, double value);

// The whole of `text` as a decimal number ("2", "-1.5", "1e3", "+4"), or nothing. Accepts neither
// surrounding spaces nor hex; "nan" and "inf" are refused.
// Too large a number is nothing, and so is text behind the number.
std::optional<double> parse_number(std::string_view text);
// Decimal digits with a sign; nothing outside the range of long long.
// "+7" and "-7" are read; blanks, fractions and exponents are not.
std::optional<long long> parse_integer(std::string_view text);

}  // namespace flowtime
