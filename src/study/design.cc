#include "study/design.h"

#include <boost/random/sobol.hpp>
#include <utility>

#include "series/pcg32.h"

namespace flowtime {
namespace {

StudyPoint in_space(std::span<const Interval> space, const StudyPoint& unit) {
  StudyPoint point(space.size());
  for (std::size_t i = 0; i < space.size(); ++i) {
    point[i] = space[i].clamp(space[i].lo + unit[i] * space[i].width());
  }
  return point;
}

std::vector<std::int64_t> shuffled(std::int64_t count, Pcg32& random) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(count));
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::int64_t>(i);
  for (std::size_t i = order.size(); i > 1; --i) {
    const auto other = static_cast<std::size_t>(random.next_double() * static_cast<double>(i));
    std::swap(order[i - 1], order[other]);
  }
  return order;
}

// 52 random bits.
std::uint64_t random_digits(Pcg32& random) {
  constexpr double kDigits = 4503599627370496.0;  // 2^52
  return static_cast<std::uint64_t>(random.next_double() * kDigits);
}

}  // namespace

std::vector<double> values_between(Interval interval, std::int64_t count) {
  std::vector<double> values;
  for (std::int64_t i = 0; i < count; ++i) {
    const bool is_last = i + 1 == count && count > 1;
    const double share = count > 1 ? static_cast<double>(i) / static_cast<double>(count - 1) : 0;
    // lo + 1 x width may differ from hi in its last digit.
    values.push_back(is_last ? interval.hi : interval.lo + share * interval.width());
  }
  return values;
}

std::vector<StudyPoint> grid_design(std::span<const std::vector<double>> values) {
  std::vector<StudyPoint> points{{}};
  for (const std::vector<double>& axis : values) {
    std::vector<StudyPoint> longer;
    for (const StudyPoint& point : points) {
      for (const double value : axis) {
        longer.push_back(point);
        longer.back().push_back(value);
      }
    }
    points = std::move(longer);
  }
  return points;
}

std::vector<StudyPoint> latin_hypercube(std::span<const Interval> space, std::int64_t count,
                                        std::uint64_t seed) {
  Pcg32 random = Pcg32::seeded(seed);
  std::vector<StudyPoint> points(static_cast<std::size_t>(count), StudyPoint(space.size()));
  for (std::size_t i = 0; i < space.size(); ++i) {
    const std::vector<std::int64_t> slices = shuffled(count, random);
    for (std::size_t k = 0; k < points.size(); ++k) {
      const double place = static_cast<double>(slices[k]) + random.next_double();
      points[k][i] =
          space[i].clamp(space[i].lo + place / static_cast<double>(count) * space[i].width());
    }
  }
  return points;
}

std::vector<StudyPoint> sobol_cube(std::size_t parameters, std::int64_t count, std::uint64_t seed) {
  constexpr int kBits = 52;  // of a double between 0 and 1
  Pcg32 random = Pcg32::seeded(seed);
  std::vector<std::uint64_t> shift;
  for (std::size_t i = 0; i < parameters; ++i) shift.push_back(random_digits(random));
  boost::random::sobol_engine<std::uint64_t, 64> sequence(parameters);
  std::vector<StudyPoint> points(static_cast<std::size_t>(count), StudyPoint(parameters));
  for (StudyPoint& point : points) {
    for (std::size_t i = 0; i < parameters; ++i) {
      // A digital shift keeps how evenly the points lie; adding a number modulo 1 would not.
      const std::uint64_t digits = (sequence() >> (64 - kBits)) ^ shift[i];
      // The middle of the smallest cell: never 0 or 1.
      point[i] = (static_cast<double>(digits) + 0.5) / static_cast<double>(1ull << kBits);
    }
  }
  return points;
}

std::vector<StudyPoint> sobol_design(std::span<const Interval> space, std::int64_t count,
                                     std::uint64_t seed) {
  std::vector<StudyPoint> points;
  for (const StudyPoint& unit : sobol_cube(space.size(), count, seed)) {
    points.push_back(in_space(space, unit));
  }
  return points;
}

}  // namespace flowtime
