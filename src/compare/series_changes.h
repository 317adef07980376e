// What differs between the series of two runs, bin by bin.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/model.h"
#include "run/open_run.h"

namespace flowtime {

// What a series is for those who look at a node.
// In the order of interest: lists show nodes first.
enum class SeriesGroup : std::uint8_t {
  kNode,    // plays a role of a node or a constraint, or is what a queue turned away
  kOther,   // other series that the author named, and class parts
  kHelper,  // made by the compiler, edges, sums of time and what they are counted by
};
const char* name_of(SeriesGroup group);  // "node", "other", "helper"

// A series that both runs have and that differs in some bin; d[t] = after[t] - before[t]. What is
// below 1e-9 of the scale does not count, a level below the dust of its node is empty.
// All in the unit of the series; means over bins, not weighted.
// A bin in which exactly one run has a value differs, and does not count in `max_abs`, `mean` and
// `rms`.
struct SeriesChange {
  std::string id{}, unit{};
  SeriesGroup group = SeriesGroup::kOther;
  double scale = 0;              // the largest magnitude in either run
  double max_abs = 0;            // largest |d|
  std::int64_t at_bin = 0;       // the first bin that has it
  double before = 0, after = 0;  // there
  double mean = 0, rms = 0;      // of d, over the bins in which both have a value
  std::int64_t first_bin = 0;    // the first that differs
  std::int64_t differing_bins = 0;
  std::int64_t absent_in_one = 0;  // bins in which exactly one has a value; they differ
  double relative() const { return scale > 0 ? max_abs / scale : 0; }
};

// Series are paired by bare id.
// Where `comparable` is false no bin is compared, and `changed` is empty.
struct SeriesChanges {
  bool comparable = true;          // false: the bins of the runs have different widths
  std::int64_t compared_bins = 0;  // of the shorter run
  std::int64_t compared = 0;       // series that both have
  // By group, then the largest change of its own scale, then by id.
  std::vector<SeriesChange> changed{};
  std::vector<std::string> only_before{}, only_after{};  // bare ids, as stored
};

// What the series of a run are for, and what is too small to be shown of them.
// `model` outlives the comparison.
struct SeriesMeanings {
  const Model& model;
  std::vector<double> dust{};  // by topology node: a level below it is empty
};
// Each run may have a model of its own; a series gets the better group of the two.
// O(series x bins).
SeriesChanges compare_series(const Run& before, const SeriesMeanings& before_facts,
                             const Run& after, const SeriesMeanings& after_facts);

}  // namespace flowtime
