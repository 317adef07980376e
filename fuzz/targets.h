// What the fuzzers do with one input. A defect ends the process: a failed check aborts, the
// sanitisers do the rest. The corpus test runs the same functions over every kept input.
#pragma once

#include <string_view>

namespace flowtime::fuzz {

// A model text through reading, compiling, evaluating and checking; a refusal must say why.
void run_model(std::string_view text);

// An expression text; it is read alone, and within a model where its names exist.
void run_expression(std::string_view text);

}  // namespace flowtime::fuzz
