#include "study/sensitivity.h"

#include <cmath>
#include <utility>

#include "series/absent.h"
#include "series/pcg32.h"
#include "study/design.h"

namespace flowtime {
namespace {

constexpr int kMorrisLevels = 4;
constexpr double kMorrisStep = 2.0 / 3;  // p / (2 (p - 1)) of the range

std::size_t random_below(std::size_t count, Pcg32& random) {
  return static_cast<std::size_t>(random.next_double() * static_cast<double>(count));
}

// One trajectory in the unit cube: a random base, then one parameter after the other moves.
std::vector<StudyPoint> trajectory(std::size_t size, Pcg32& random) {
  StudyPoint at(size);
  for (double& x : at) {
    // From the lower half of the levels, so that a step upwards stays within the cube.
    x = static_cast<double>(random_below(kMorrisLevels / 2, random)) / (kMorrisLevels - 1);
  }
  std::vector<double> direction(size, 1);
  for (std::size_t i = 0; i < size; ++i) {
    if (random.next_double() < 0.5) continue;
    at[i] += kMorrisStep;
    // Half of the parameters begin above and step down.
    direction[i] = -1;
  }
  std::vector<std::size_t> order(size);
  for (std::size_t i = 0; i < size; ++i) order[i] = i;
  for (std::size_t i = size; i > 1; --i) std::swap(order[i - 1], order[random_below(i, random)]);
  std::vector<StudyPoint> points{at};
  for (const std::size_t i : order) {
    at[i] += direction[i] * kMorrisStep;
    points.push_back(at);
  }
  return points;
}

std::vector<StudyPoint> unit_trajectories(const MorrisTask& task) {
  Pcg32 random = Pcg32::seeded(task.seed);
  std::vector<StudyPoint> points;
  for (int r = 0; r < task.trajectories; ++r) {
    for (StudyPoint& point : trajectory(task.space.size(), random)) {
      points.push_back(std::move(point));
    }
  }
  return points;
}

// Mean and standard error of values that are added one by one (Welford).
class Moments {
 public:
  void add(double value) {
    ++count_;
    const double off = value - mean_;
    mean_ += off / static_cast<double>(count_);
    squares_ += off * (value - mean_);
  }
  double mean() const { return count_ > 0 ? mean_ : kAbsent; }
  double variance() const { return count_ > 1 ? squares_ / static_cast<double>(count_ - 1) : 0; }
  double error() const { return std::sqrt(variance() / static_cast<double>(count_)); }

 private:
  std::int64_t count_ = 0;
  double mean_ = 0, squares_ = 0;
};

}  // namespace

Result<std::vector<Difference>> central_differences(const StudyPoint& base,
                                                    std::span<const Interval> around,
                                                    const EvaluateStudy& evaluate) {
  std::vector<StudyPoint> points;
  for (std::size_t i = 0; i < base.size(); ++i) {
    if (!(around[i].width() > 0)) continue;
    for (const double value : {around[i].hi, around[i].lo}) {
      points.push_back(base);
      points.back()[i] = value;
    }
  }
  FT_TRY(const std::vector<double> figures, evaluate(points));
  std::vector<Difference> made;
  std::size_t next = 0;
  for (const Interval& sides : around) {
    Difference difference{.low = sides.lo, .high = sides.hi};
    if (sides.width() > 0) {
      difference.at_high = figures[next++];
      difference.at_low = figures[next++];
      difference.gradient = (difference.at_high - difference.at_low) / sides.width();
    }
    made.push_back(difference);
  }
  return made;
}

std::vector<StudyPoint> morris_design(const MorrisTask& task) {
  std::vector<StudyPoint> points = unit_trajectories(task);
  for (StudyPoint& point : points) {
    for (std::size_t i = 0; i < point.size(); ++i) {
      point[i] = task.space[i].clamp(task.space[i].lo + point[i] * task.space[i].width());
    }
  }
  return points;
}

std::vector<MorrisEffect> morris_effects(const MorrisTask& task, std::span<const double> figures) {
  const std::size_t size = task.space.size();
  // The same as in the design: equal seeds.
  const std::vector<StudyPoint> points = unit_trajectories(task);
  std::vector<Moments> effects(size), sizes(size);
  for (std::size_t k = 1; k < points.size(); ++k) {
    // Between two trajectories everything moves.
    if (k % (size + 1) == 0) continue;  // the first of the next trajectory
    for (std::size_t i = 0; i < size; ++i) {
      const double moved = points[k][i] - points[k - 1][i];
      if (std::fabs(moved) < 0.1) continue;
      const double effect = (figures[k] - figures[k - 1]) / moved;
      effects[i].add(effect);
      sizes[i].add(std::fabs(effect));
    }
  }
  std::vector<MorrisEffect> made;
  for (std::size_t i = 0; i < size; ++i) {
    made.push_back({effects[i].mean(), sizes[i].mean(), std::sqrt(effects[i].variance())});
  }
  return made;
}

// Sample by sample: A, B, then A with parameter i of B for every i.
std::vector<StudyPoint> sobol_index_design(const SobolTask& task) {
  const std::size_t size = task.space.size();
  std::vector<Interval> both = task.space;
  both.insert(both.end(), task.space.begin(), task.space.end());
  std::vector<StudyPoint> points;
  for (const StudyPoint& pair : sobol_design(both, task.samples, task.seed)) {
    const auto middle = pair.begin() + static_cast<std::ptrdiff_t>(size);
    const StudyPoint a(pair.begin(), middle), b(middle, pair.end());
    points.push_back(a);
    points.push_back(b);
    for (std::size_t i = 0; i < size; ++i) {
      points.push_back(a);
      points.back()[i] = b[i];
    }
  }
  return points;
}

std::vector<SobolIndex> sobol_indices(const SobolTask& task, std::span<const double> figures) {
  const std::size_t size = task.space.size(), block = size + 2;
  Moments all;
  for (std::size_t k = 0; k < figures.size(); k += block) {
    all.add(figures[k]);
    all.add(figures[k + 1]);
  }
  const double mean = all.mean(), variance = all.variance();
  std::vector<SobolIndex> made;
  for (std::size_t i = 0; i < size; ++i) {
    Moments first, total;
    for (std::size_t k = 0; k < figures.size(); k += block) {
      // Centred: the product's variance would otherwise grow with the square of the mean.
      const double a = figures[k], b = figures[k + 1] - mean, mixed = figures[k + 2 + i];
      first.add(b * (mixed - a));
      total.add((a - mixed) * (a - mixed) / 2);
    }
    made.push_back({.first = first.mean() / variance,
                    .total = total.mean() / variance,
                    .first_error = first.error() / variance,
                    .total_error = total.error() / variance});
  }
  return made;
}

}  // namespace flowtime
