// The value-adding share of the time along a path of stations.
#pragma once

#include <vector>

#include "metrics/each_bin.h"

namespace flowtime {

// Sum of service times / sum of cycle times of the stations in each bin, an absent one counting as
// 0; absent where no station has a cycle time.
// One series per station in both lists, of the size of `out`, or empty.
void path_flow_efficiency(const std::vector<SeriesIn>& service_time_ms,
                          const std::vector<SeriesIn>& cycle_time_ms, SeriesOut out);

}  // namespace flowtime
