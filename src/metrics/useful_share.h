// Useful share: how much of the work of a node was worth doing. docs/semantics.md, "Judgement".
//
//   u[t] = S / W over the trailing window of at least 200 attempts (at least the bin itself)
//   norm b = the 90th percentile of u over the bins in which nothing waits (else over all)
//   band[t] = max(0.05, 3 x 1.4826 x MAD, 4 sqrt(b (1 - b) / n[t]))
//
// MAD is the smaller of the median |u - median u| (over all bins) and the median |u[t] - u[t - 1
// hour]|, so that a step is not taken for noise; n[t] are the attempts in the window. A share below
// b - band is worse than usual.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "metrics/each_bin.h"

namespace flowtime {

// One value per bin in both lists.
struct UsefulShare {
  std::vector<double> share;     // u, absent where nothing was attempted in the window
  std::vector<double> attempts;  // n
  double norm = kAbsent;         // b
  double spread = 0;             // 3 x 1.4826 x MAD
  double band(double attempts) const;
};

// u and n alone, of every bin of `work`, which begins with bin 0.
void trailing_useful_share(SeriesIn served, SeriesIn work, std::vector<double>& share,
                           std::vector<double>& attempts);

inline constexpr double kUsefulWindow = 200;  // attempts

// `quiet[t]`: nothing waits in the bin; empty: nowhere does anything wait.
UsefulShare useful_share(SeriesIn served, SeriesIn work, const std::vector<bool>& quiet,
                         std::int64_t bins_per_hour);

}  // namespace flowtime
