#include "model/pmf.h"

#include <cmath>

#include "series/absent.h"
#include "series/arithmetic.h"

namespace flowtime {
namespace {

Problem refused(const char* code, std::string message, std::string remedy) {
  return {.code = code, .message = std::move(message), .remedy = std::move(remedy)};
}

Result<double> sum_of(std::span<const double> probabilities) {
  double sum = 0;
  for (const double p : probabilities) {
    if (is_absent(p) || p < 0) {
      return refused("pmf_probability", "a probability is negative or not finite",
                     "Write probabilities from 0 to 1.");
    }
    sum += p;
  }
  if (sum > 0 && is_finite(sum)) return sum;
  return refused("pmf_sum", "the probabilities sum to zero",
                 "Give some value a positive probability.");
}

}  // namespace

Result<PmfMoments> pmf_moments(std::span<const double> values,
                               std::span<const double> probabilities) {
  if (values.empty())
    return refused("pmf_empty", "the pmf has no values", "Give at least one value.");
  if (values.size() != probabilities.size()) {
    return refused("pmf_lengths_differ",
                   "the pmf has " + std::to_string(values.size()) + " values and " +
                       std::to_string(probabilities.size()) + " probabilities",
                   "Give every value its probability.");
  }
  FT_TRY(const double sum, sum_of(probabilities));
  PmfMoments moments{.probabilities = {probabilities.begin(), probabilities.end()}};
  // Within the tolerance they stay as written: dividing by 0.9999999 would change every digit of a
  // result that the author computed by hand.
  if (std::fabs(sum - 1) > kPmfSumTolerance) {
    for (double& p : moments.probabilities) p /= sum;
  }
  for (std::size_t i = 0; i < values.size(); ++i)
    moments.mean += values[i] * moments.probabilities[i];
  for (std::size_t i = 0; i < values.size(); ++i) {
    // Around the mean, not E(v^2) - E^2: that loses all digits where the mean is large.
    const double distance = values[i] - moments.mean;
    moments.variance += moments.probabilities[i] * (distance * distance);
  }
  if (moments.mean != 0) moments.cv = arithmetic::sqrt(moments.variance) / std::fabs(moments.mean);
  return moments;
}

}  // namespace flowtime
