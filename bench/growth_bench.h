// How the work before evaluation grows with a model, mechanism by mechanism.
#pragma once

#include "targets.h"

namespace flowtime::bench {

void bench_growth(Targets& targets);

}  // namespace flowtime::bench
