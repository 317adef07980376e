// What a discrete distribution amounts to.
#pragma once

#include <span>
#include <vector>

#include "base/result.h"

namespace flowtime {

// Probabilities count as written when their sum is this close to 1; else they are divided by it.
inline constexpr double kPmfSumTolerance = 1e-6;
// A model whose probabilities miss 1 by more is refused.
inline constexpr double kPmfModelTolerance = 1e-4;

// In the order of the values, so that their sums have the same bits everywhere.
struct PmfMoments {
  std::vector<double> probabilities;  // normalised
  double mean = 0;                    // E = sum p v, in the order written
  double variance = 0;                // sum p (v - E)^2
  double cv = 0;                      // sqrt(variance) / |E|; 0 where E is 0
};

// Problems: pmf_empty, pmf_lengths_differ, pmf_probability (negative or non-finite), pmf_sum (not
// positive). The values must be finite.
// Linear in the values.
Result<PmfMoments> pmf_moments(std::span<const double> values,
                               std::span<const double> probabilities);

}  // namespace flowtime
