// The percentile: the one definition that every figure of this program uses.
//
// Values are weighted and may be spread: `weight` items whose values lie evenly between `low` and
// `high` (equal: all of them have that value). With F(x) the weight of what is at most x:
//
//   percentile(share) = the smallest x with F(x) >= share x total weight
//
// Ten values 1 .. 10 of weight 1 have the 95th percentile 10 and the 50th 5 (nearest rank). One
// spread of 0 .. 10 has the 95th percentile 9.5.
#pragma once

#include <span>
#include <vector>

#include "metrics/each_bin.h"

namespace flowtime {

struct Spread {
  double low = 0, high = 0;  // low <= high
  double weight = 0;         // > 0
};

// Absent without any weight. `share` is within [0, 1].
double percentile(std::span<const Spread> values, double share);

// Several shares of the same values, ascending; one sort for all.
std::vector<double> percentiles(std::span<const Spread> values, std::span<const double> shares);

// Over the bins in which the series has a value, each with weight 1.
double percentile_of_bins(SeriesIn series, double share);
// The same of values that are all present, several shares at once, ascending; `values` are put into
// another order. Linear: a client's first answer has a dozen of them for every node.
std::vector<double> percentiles_of_values(std::vector<double>& values,
                                          std::span<const double> shares);

}  // namespace flowtime
