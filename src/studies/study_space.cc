#include "studies/study_space.h"

#include <algorithm>
#include <cmath>

#include "study/design.h"

namespace flowtime::studies {
namespace {

constexpr double kReach = 4;

Interval default_range(const whatif::Parameter& parameter, const whatif::Knob& knob) {
  const bool scales = knob.pattern.op == Setting::Operator::kMultiply ||
                      knob.pattern.op == Setting::Operator::kDivide;
  if (scales) return {1 / kReach, kReach};
  const double value = parameter.value();
  Interval range{std::min(value / kReach, value * kReach),
                 std::max(value / kReach, value * kReach)};
  if (value == 0) range = {0, 1};
  if (parameter.min) range.lo = std::max(range.lo, *parameter.min);
  if (parameter.max) range.hi = std::min(range.hi, *parameter.max);
  return range;
}

Interval range_of(const Vary& vary, const whatif::Parameter& parameter, const whatif::Knob& knob) {
  if (vary.range) return *vary.range;
  if (vary.values.size() > 1) {
    const auto [lo, hi] = std::minmax_element(vary.values.begin(), vary.values.end());
    return {*lo, *hi};
  }
  return default_range(parameter, knob);
}

}  // namespace

Result<std::vector<Axis>> axes_of(const whatif::Subject& subject, const std::vector<Vary>& vary) {
  std::vector<Axis> axes;
  for (const Vary& one : vary) {
    FT_TRY(whatif::Knob knob, subject.knob(one.knob));
    const whatif::Parameter* parameter = subject.find(knob.target());
    for (const Axis& other : axes) {
      if (other.knob.text != knob.text) continue;
      return Problem{.code = "knob_twice",
                     .message = "'" + knob.text + "' is varied twice",
                     .remedy = "Name it once."};
    }
    const Interval range = range_of(one, *parameter, knob);
    axes.push_back({one, std::move(knob), parameter, range});
  }
  return axes;
}

whatif::Knobs knobs_of(const std::vector<Axis>& axes) {
  whatif::Knobs knobs;
  for (const Axis& axis : axes) knobs.push_back(axis.knob);
  return knobs;
}

std::vector<Interval> ranges_of(const std::vector<Axis>& axes) {
  std::vector<Interval> ranges;
  for (const Axis& axis : axes) ranges.push_back(axis.range);
  return ranges;
}

std::vector<double> grid_values(const Axis& axis, std::int64_t points) {
  if (!axis.vary.values.empty()) return axis.vary.values;
  const std::int64_t count = axis.vary.points > 0 ? axis.vary.points : points;
  std::vector<double> values = values_between(axis.range, count);
  if (!axis.is_whole()) return values;
  for (double& value : values) value = std::round(value);
  values.erase(std::unique(values.begin(), values.end()), values.end());
  return values;
}

whatif::Point rounded(const std::vector<Axis>& axes, whatif::Point point) {
  for (std::size_t i = 0; i < axes.size(); ++i) {
    if (axes[i].is_whole()) point[i] = std::round(point[i]);
  }
  return point;
}

}  // namespace flowtime::studies
