// Numbers as text for long columns: the characters of write_number (base/number_text.h), in less
// time.
#pragma once

namespace flowtime {

// The same as write_number(out, value), also in what it expects. A number of at most six decimals
// takes a third of its time, any other one that is not whole two thirds.
char* write_cell(char* out, double value);

}  // namespace flowtime
