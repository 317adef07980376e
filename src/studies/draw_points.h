// The points of an ensemble: values drawn from distributions.
#pragma once

#include <cstdint>
#include <vector>

#include "studies/study_space.h"

namespace flowtime::studies {

// Draw k of a parameter depends on the seed, the name of the parameter and k alone. A parameter
// without a distribution is equally likely anywhere in its range; draws stay within the bounds of
// the parameter, and are whole where it is.
// More draws begin with the same ones. A value for each axis.
// Counter-based: SplitMix64 (Steele, Lea and Flood 2014) over seed, name and k. Bounds of a
// parameter do not apply to a factor or a difference.
std::vector<whatif::Point> draw_points(const std::vector<Axis>& axes, std::int64_t count,
                                       std::uint64_t seed);

// A draw of the distribution from one between 0 and 1.
// Requires 0 < share < 1.
// Normal: Acklam's approximation (2003), relative error below 1.2e-9. Lognormal: `numbers` are mean
// and deviation of the values, not of their logarithms.
double quantile(const Distribution& distribution, double share);

}  // namespace flowtime::studies
