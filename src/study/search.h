// What searches and designs work on: points, and a function that evaluates many of them at once.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/result.h"

namespace flowtime {

using StudyPoint = std::vector<double>;  // a value for each parameter

struct Interval {
  double lo = 0, hi = 0;  // inclusive
  double width() const { return hi - lo; }
  double clamp(double x) const { return x < lo ? lo : x > hi ? hi : x; }
};

// A number per point, in order; absent where a point has none. Problems end the search.
// Points are independent: an evaluator may take them in parallel and in any order.
using EvaluateStudy = std::function<Result<std::vector<double>>(std::span<const StudyPoint>)>;

}  // namespace flowtime
