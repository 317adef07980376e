// What arrives at a model from outside.
#pragma once

#include <cstddef>
#include <vector>

#include "judge/echoes.h"
#include "judge/judged_run.h"

namespace flowtime::judge {

// First attempts in a bin = series - sum of the echoes.
struct ExternalArrivals {
  std::size_t node = 0;        // where it arrives
  SeriesIndex series{};        // its external demand where it declares one, else its arrivals
  std::vector<Echo> echoes{};  // what the series holds that was sent again
};

// The nodes that declare an external demand, and those that no edge leads to and whose arrivals no
// other node gives on.
// In the order of the topology. A declared demand is first attempts by definition, so it has no
// echoes.
std::vector<ExternalArrivals> external_arrivals(const JudgedRun& run, const Echoes& echoes);

// First attempts over the run, in items; absent where nothing comes from outside.
// Negative and absent values count as 0; echoes beyond what came at a node do not make its sum
// negative.
double sum_of_external_arrivals(const JudgedRun& run, Echoes& echoes);

}  // namespace flowtime::judge
