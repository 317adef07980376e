// Stretches of time in which a station could not do what it is there for, and who held up the flow.
#pragma once

#include <cstdint>
#include <vector>

#include "metrics/each_bin.h"

namespace flowtime {

inline constexpr double kSpanTolerance = 1e-6;  // items that count as none

struct BinSpan {
  std::int64_t first = 0, last = 0;  // inclusive, from the first bin of the series
  bool operator==(const BinSpan&) const = default;
};

// Starved: nothing waits at the end of the bin and less was served than the capacity allows.
// `depth` empty: nothing ever waits.
std::vector<BinSpan> starved_spans(SeriesIn depth, SeriesIn served, SeriesIn effective_capacity);

// Blocked: items wait at the end of the bin although the capacity would have allowed to serve more;
// a closed gate, a shared constraint or a full successor held them.
std::vector<BinSpan> blocked_spans(SeriesIn depth, SeriesIn served, SeriesIn effective_capacity);

// One candidate for the bottleneck of a bin.
struct StationLoad {
  SeriesIn utilization, depth;  // either may be empty
};
inline constexpr std::int64_t kNoBottleneck = -1;
// By bin: the station with the highest utilization among those at `saturated` or more; of equals
// (within 1e-9) the one with more waiting, then the first. kNoBottleneck where none is saturated.
std::vector<std::int64_t> bottlenecks(const std::vector<StationLoad>& stations, std::size_t bins,
                                      double saturated);

// Value-adding share of the time along a path: sum of service times / sum of cycle times of its
// stations in each bin, an absent one counting as 0; absent where no station has a cycle time.
void path_flow_efficiency(const std::vector<SeriesIn>& service_time_ms,
                          const std::vector<SeriesIn>& cycle_time_ms, SeriesOut out);

}  // namespace flowtime
