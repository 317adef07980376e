// What a careful person would write by hand for one model: the same semantics, no plan. The
// benchmarks compare evaluation with these.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "series/series_view.h"

namespace flowtime::bench {

// served and depth of every service, one column after the other:
//   served = MIN(cap, arrivals + depth one bin back), NaN passes through
//   depth  = max(0, depth + arrivals - served), absent flows count as 0
struct ChainColumns {
  std::vector<double> served, depth;
};
void run_chain_by_hand(const std::vector<double>& demand, const std::vector<double>& capacities,
                       ChainColumns& columns);

// Columns of 64 equal taps in series; absent samples are skipped.
void run_convolutions_by_hand(const std::vector<double>& demand, int convolutions,
                              std::vector<double>& columns);

// "bin_index,value" files of every series, written to `directory` with to_chars; returns the bytes.
std::int64_t write_csvs_by_hand(const SeriesTable& table, const std::string& directory);

}  // namespace flowtime::bench
