// Studies and live sessions.
#pragma once

#include "targets.h"

namespace flowtime::bench {

// 10,000 points of 100 services and 288 bins on two threads, beside evaluations from the text.
void bench_points(Targets& targets);
// A step of a live session on 1,000 services and 1,000 bins.
void bench_sessions(Targets& targets);
// What is suggested for each template of the catalogue, and how long that takes.
void bench_suggest(Targets& targets);

}  // namespace flowtime::bench
