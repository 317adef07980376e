// How commands grow with the text that they are given: everything from the start of the program to
// its last line, so that no loop over what a user wrote is left out.
#pragma once

#include <string>

#include "targets.h"

namespace flowtime::bench {

// `program`: the path of ft_bench, beside which flowtime was built.
void bench_commands(const std::string& program, Targets& targets);

}  // namespace flowtime::bench
