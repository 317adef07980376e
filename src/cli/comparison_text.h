// What differs between two runs, as tables for a person.
#pragma once

#include "cli/console.h"
#include "compare/comparison.h"

namespace flowtime::cli {

void write_comparison(const Comparison& comparison, Console& console);

}  // namespace flowtime::cli
