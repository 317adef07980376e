// What differs between two runs, as tables for a person.
#pragma once

#include "compare/comparison.h"
#include "terminal/console.h"

namespace flowtime::cli {

void write_comparison(const Comparison& comparison, Console& console);

}  // namespace flowtime::cli
