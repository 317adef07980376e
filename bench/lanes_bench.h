// From how many scenarios on evaluating them together is faster than one by one.
#pragma once

namespace flowtime::bench {

// Per model and varied parameter: the share of the ops that differ between lanes, and the time of
// n lanes together by that of n single evaluations.
void bench_lanes();

}  // namespace flowtime::bench
