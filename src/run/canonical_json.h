// Canonical JSON: compact, names sorted by UTF-16 code unit at every level, numbers and escapes in
// one fixed form (that of .NET's JSON writer, so that hashes agree with those of other programs).
//
// Numbers: integers without a fraction; others with the shortest digits that read back equal, plain
// from 1e-4 up to as many digits as they need but at least 15, else as 1E+15, 1E-05. Strings: every
// character outside printable ASCII, and " & ' + < > ` and \, as \uXXXX or its short form.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "run/run_record.h"

namespace flowtime {

// A double as it is written in canonical JSON; requires a finite value.
// Examples: 0.0001 is 0.0001, 0.00001 is 1E-05, 1e15 is 1E+15, 120 is 120.
// -0 is written as -0. Independent of the locale.
std::string canonical_number(double value);
// With its quotes. Bytes that are not UTF-8 count as U+FFFD.
std::string canonical_string(std::string_view text);

// Problem: invalid_json, naming the member.
// The order of `members` does not matter; their values are read as JSON. At most 64 levels deep.
Result<std::string> canonical_object(const std::vector<NamedJson>& members);

}  // namespace flowtime
