// Questions about stored runs: windows, snapshots, frames, many runs.
#pragma once

namespace flowtime::bench {

// Prints the time of each kind of question about runs of 1,000 nodes, and of 200 runs asked for
// one metric.
void bench_state();

}  // namespace flowtime::bench
