// Storing a run as users do, in a process of its own, beside a loop that writes the same bytes.
#pragma once

#include <string>

#include "targets.h"

namespace flowtime::bench {

// `program`: the path of ft_bench, beside which flowtime was built.
void bench_stored(const std::string& program, Targets& targets);

}  // namespace flowtime::bench
