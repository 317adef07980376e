// What differs between two runs, as tables for a person.
#pragma once

#include "compare/comparison.h"
#include "terminal/console.h"

namespace flowtime::cli {

// From the most to the least important: sentence, nodes, figures, what explains the change,
// headlines, series, inputs, model, findings. Long tables are cut, with a line that says so; --json
// has all.
void write_comparison(const Comparison& comparison, Console& console);

}  // namespace flowtime::cli
