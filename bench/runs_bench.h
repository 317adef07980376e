// Making and finding runs: a template against its expanded model, lists over many runs.
#pragma once

#include "targets.h"

namespace flowtime::bench {

void bench_create(Targets& targets);
void bench_catalog(Targets& targets);

}  // namespace flowtime::bench
