// Questions about stored runs: explanations, comparisons, layouts.
#pragma once

namespace flowtime::bench {

void bench_explain();
void bench_compare();
void bench_layout();

}  // namespace flowtime::bench
