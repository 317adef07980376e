// What differs between the series of two runs, bin by bin.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "run/open_run.h"

namespace flowtime {

// A series that both runs have and that differs in some bin; d[t] = after[t] - before[t].
struct SeriesChange {
  std::string id{}, unit{};
  double max_abs = 0;            // largest |d|
  std::int64_t at_bin = 0;       // the first bin that has it
  double before = 0, after = 0;  // there
  double mean = 0, rms = 0;      // of d, over the bins in which both have a value
  std::int64_t first_bin = 0;    // the first that differs
  std::int64_t differing_bins = 0;
  std::int64_t absent_in_one = 0;  // bins in which exactly one has a value; they differ
};

struct SeriesChanges {
  bool comparable = true;               // false: the bins of the runs have different widths
  std::int64_t compared_bins = 0;       // of the shorter run
  std::int64_t compared = 0;            // series that both have
  std::vector<SeriesChange> changed{};  // largest max_abs first, then by id
  std::vector<std::string> only_before{}, only_after{};  // bare ids, as stored
};

SeriesChanges compare_series(const Run& before, const Run& after);

}  // namespace flowtime
