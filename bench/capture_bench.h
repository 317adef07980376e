// Capturing a run, beside a loop that formats the same cells into as many files.
#pragma once

#include <string>

#include "targets.h"

namespace flowtime::bench {

// `program`: the path of ft_bench, beside which flowtime was built.
void bench_capture(const std::string& program, Targets& targets);

}  // namespace flowtime::bench
