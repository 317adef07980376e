// read_double: the double nearest to a decimal text, the same on every platform.
#pragma once

#include <charconv>

namespace flowtime {

// std::from_chars of a double in its general form, without "inf" and "nan": -12.5e-3. Where the
// standard library lacks it (libc++ 14, which the page's module is built with), strtod reads the
// same characters; both round to nearest. `value` stays as it is on an error.
// Out of range: errc::result_out_of_range, as from_chars.
std::from_chars_result read_double(const char* first, const char* last, double& value);

}  // namespace flowtime
