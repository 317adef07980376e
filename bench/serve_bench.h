// What one request costs a server: storing a run durably, and the state of a large run in one bin.
#pragma once

#include <string>

#include "targets.h"

namespace flowtime::bench {

// `program`: the path of ft_bench, beside which flowtime was built.
void bench_serve(const std::string& program, Targets& targets);

}  // namespace flowtime::bench
