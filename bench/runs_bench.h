// Making and finding runs: a template against its expanded model, lists over many runs.
#pragma once

namespace flowtime::bench {

void bench_create();
void bench_catalog();

}  // namespace flowtime::bench
