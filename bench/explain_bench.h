// Questions about stored runs: explanations, comparisons, layouts.
#pragma once

#include "targets.h"

namespace flowtime::bench {

void bench_explain(Targets& targets);
void bench_compare();
void bench_layout();

}  // namespace flowtime::bench
