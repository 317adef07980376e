// The space of a study: what its parameters may be.
#pragma once

#include <vector>

#include "base/result.h"
#include "studies/study_request.h"
#include "whatif/subject.h"

namespace flowtime::studies {

// Refers to a parameter of the subject, which outlives it.
struct Axis {
  Vary vary;
  whatif::Knob knob;
  const whatif::Parameter* parameter = nullptr;  // of the subject
  // Where the study names no range: a quarter of the value to four times it, within the bounds.
  Interval range{};
  bool is_whole() const { return parameter->is_integer && knob.is_plain(); }
};

// Problems: those of Subject::knob; knob_twice, where a parameter is named twice.
// In the order of the request. One parameter may be varied by two knobs of different texts.
Result<std::vector<Axis>> axes_of(const whatif::Subject& subject, const std::vector<Vary>& vary);

whatif::Knobs knobs_of(const std::vector<Axis>& axes);
std::vector<Interval> ranges_of(const std::vector<Axis>& axes);

// What a grid takes of an axis: its list, else `points` values of its range. Whole numbers where
// the parameter is one, each once. Of a range: in rising order.
// A list is taken as it is written. Rounding may leave fewer than `points` values.
std::vector<double> grid_values(const Axis& axis, std::int64_t points);

// Whole numbers where the parameters are.
whatif::Point rounded(const std::vector<Axis>& axes, whatif::Point point);

}  // namespace flowtime::studies
