// What the fuzzer of templates does with one input.
#pragma once

#include <string_view>

namespace flowtime::fuzz {

// A template text, and behind a line "=====" a mapping of values for its parameters. What expanding
// makes must read back as the same tree; a refusal must say why.
void run_template(std::string_view text);

}  // namespace flowtime::fuzz
