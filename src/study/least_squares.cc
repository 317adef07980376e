// Everything happens in the unit cube: each parameter in widths of its range, so that steps,
// tolerances and differences mean the same for all of them.
#include "study/least_squares.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>

#include "series/absent.h"
#include "study/design.h"
#include "study/nlopt_search.h"
#include "study/symmetric.h"

namespace flowtime {
namespace {

constexpr int kMostSteps = 40, kMostDampings = 12, kStarts = 3;
constexpr double kDifference = 1e-5;  // of a range
constexpr double kSmallStep = 1e-10, kSmallGain = 1e-13;
constexpr double kAround = 0.05;  // of a range, that BOBYQA looks around in
constexpr int kAroundRounds = 40;
constexpr double kTold = 1e-4;                       // a change of residuals below it tells nothing
constexpr double kChiSquared95 = 3.841458820694124;  // one degree of freedom
constexpr int kBisections = 20;
// Of whole numbers that are tried before neighbours are: each is one evaluation where nothing else
// is fitted, else a fit of the others.
constexpr double kCombinationsAlone = 1000, kCombinations = 100;
constexpr std::int64_t kWholeDesign = 8;  // points per other parameter for each of them

using Row = std::vector<double>;

double loss_of(double residual, double knee) {
  if (is_absent(residual)) return 0;
  if (knee <= 0) return residual * residual;
  const double z = residual / knee;
  return 2 * knee * knee * (std::sqrt(1 + z * z) - 1);
}
// What a residual counts in a step of least squares.
double weight_of(double residual, double knee) {
  if (is_absent(residual)) return 0;
  if (knee <= 0) return 1;
  const double z = residual / knee;
  return 1 / std::sqrt(1 + z * z);
}

bool is_whole(const FitTask& task, std::size_t i) { return i < task.whole.size() && task.whole[i]; }

// Points in the unit cube, some of whose parameters may be held.
class Descent {
 public:
  Descent(const FitTask& task, const EvaluateResiduals& evaluate, std::int64_t& evaluations)
      : task_(task), evaluate_(evaluate), evaluations_(evaluations) {}

  struct Place {
    StudyPoint cube{};
    Row residuals{};
    double loss = 0;
  };

  StudyPoint in_box(const StudyPoint& cube) const {
    StudyPoint point(cube.size());
    for (std::size_t i = 0; i < cube.size(); ++i) {
      point[i] = task_.space[i].lo + cube[i] * task_.space[i].width();
      if (is_whole(task_, i)) point[i] = std::round(point[i]);
    }
    return point;
  }
  StudyPoint in_cube(const StudyPoint& point) const {
    StudyPoint cube(point.size(), 0.0);
    for (std::size_t i = 0; i < point.size(); ++i) {
      const Interval& range = task_.space[i];
      if (range.width() > 0) cube[i] = (range.clamp(point[i]) - range.lo) / range.width();
    }
    return cube;
  }

  Result<std::vector<Place>> at(std::vector<StudyPoint> cubes) const {
    std::vector<StudyPoint> points;
    for (StudyPoint& cube : cubes) {
      points.push_back(in_box(cube));
      for (std::size_t i = 0; i < cube.size(); ++i) {
        if (is_whole(task_, i)) cube[i] = in_cube(points.back())[i];
      }
    }
    FT_TRY(std::vector<Row> rows, evaluate_(points));
    evaluations_ += static_cast<std::int64_t>(cubes.size());
    std::vector<Place> places;
    for (std::size_t i = 0; i < cubes.size(); ++i) {
      Place place{std::move(cubes[i]), std::move(rows[i]), 0};
      for (const double residual : place.residuals) place.loss += loss_of(residual, task_.knee);
      places.push_back(std::move(place));
    }
    return places;
  }
  Result<Place> at(StudyPoint cube) const {
    FT_TRY(std::vector<Place> places, at(std::vector<StudyPoint>{std::move(cube)}));
    return std::move(places.front());
  }

  // Who is not moved in a search downhill.
  bool is_fixed(std::size_t i, std::optional<std::size_t> held) const {
    return i == held || is_whole(task_, i) || task_.space[i].width() <= 0;
  }
  bool is_all_fixed(std::optional<std::size_t> held) const {
    for (std::size_t i = 0; i < task_.space.size(); ++i) {
      if (!is_fixed(i, held)) return false;
    }
    return true;
  }

  // How far a parameter is moved for a difference, of its range.
  double difference(std::size_t i) const {
    const double width = task_.space[i].width();
    return is_whole(task_, i) && width > 0 ? 1 / width : kDifference;
  }

  // By parameter: the change of each residual per width of its range; 0 for those that are still.
  template <class IsStill>
  Result<std::vector<Row>> jacobian(const Place& from, IsStill is_still) const {
    std::vector<StudyPoint> cubes;
    for (std::size_t i = 0; i < from.cube.size(); ++i) {
      // Both sides, cut at the border: there the difference is one-sided and its step shorter.
      for (const double side : {-1.0, 1.0}) {
        StudyPoint cube = from.cube;
        if (!is_still(i)) cube[i] = std::clamp(cube[i] + side * difference(i), 0.0, 1.0);
        cubes.push_back(std::move(cube));
      }
    }
    FT_TRY(const std::vector<Place> places, at(std::move(cubes)));
    std::vector<Row> columns;
    for (std::size_t i = 0; i < from.cube.size(); ++i) {
      const Place &below = places[2 * i], &above = places[2 * i + 1];
      const double step = above.cube[i] - below.cube[i];
      Row column(from.residuals.size(), 0.0);
      for (std::size_t k = 0; step > 0 && k < column.size(); ++k) {
        const double change = (above.residuals[k] - below.residuals[k]) / step;
        column[k] = finite_or_zero(change);
      }
      columns.push_back(std::move(column));
    }
    return columns;
  }

  // Downhill until no step helps; whether that is how it ended.
  Result<bool> follow(Place& place, int steps, std::optional<std::size_t> held = {}) const {
    double damping = 1e-3;
    if (is_all_fixed(held)) return true;
    for (int step = 0; step < steps; ++step) {
      FT_TRY(const std::vector<Row> columns,
             jacobian(place, [&](std::size_t i) { return is_fixed(i, held); }));
      const double before = place.loss;
      FT_TRY(const double moved, step_down(place, columns, damping, held));
      // No step, or one that gains nothing that rounding could not.
      if (moved <= kSmallStep || before - place.loss <= kSmallGain * (1e-12 + before)) return true;
    }
    return false;
  }

 private:
  // One step that makes the loss smaller, as long as it is; 0 without one.
  Result<double> step_down(Place& place, const std::vector<Row>& columns, double& damping,
                           std::optional<std::size_t> held) const {
    const std::size_t size = columns.size();
    SymmetricMatrix normal(size);
    Row gradient(size, 0.0);
    for (std::size_t k = 0; k < place.residuals.size(); ++k) {
      const double weight = weight_of(place.residuals[k], task_.knee);
      if (weight == 0) continue;
      for (std::size_t i = 0; i < size; ++i) {
        gradient[i] += weight * columns[i][k] * place.residuals[k];
        for (std::size_t j = 0; j <= i; ++j)
          normal.add(i, j, weight * columns[i][k] * columns[j][k]);
      }
    }
    std::vector<std::uint8_t> fixed(size, 0);
    for (std::size_t i = 0; i < size; ++i) {
      // At the border and pushed outwards: the step is taken within the border.
      const bool leaves =
          (place.cube[i] <= 0 && gradient[i] > 0) || (place.cube[i] >= 1 && gradient[i] < 0);
      fixed[i] = leaves || is_fixed(i, held);
    }
    for (int attempt = 0; attempt < kMostDampings; ++attempt) {
      StudyPoint cube = place.cube;
      double moved = 0;
      const Row direction = damped_solution(normal, gradient, damping, fixed);
      for (std::size_t i = 0; i < size; ++i) {
        cube[i] = std::clamp(cube[i] - direction[i], 0.0, 1.0);
        moved = std::max(moved, std::fabs(cube[i] - place.cube[i]));
      }
      if (moved <= kSmallStep) return 0;
      FT_TRY(Place next, at(std::move(cube)));
      if (next.loss < place.loss) {
        place = std::move(next);
        // Less damping where steps work (Gauss and Newton), more where they do not (downhill).
        damping = std::max(1e-9, damping / 5);
        return moved;
      }
      damping *= 5;
    }
    return 0;
  }

  const FitTask& task_;
  const EvaluateResiduals& evaluate_;
  std::int64_t& evaluations_;
};

using Place = Descent::Place;

std::int64_t counted(const Row& residuals) {
  return std::count_if(residuals.begin(), residuals.end(), is_finite);
}

Result<std::vector<Place>> best_of_design(const FitTask& task, const Descent& descent) {
  const auto parameters = static_cast<std::int64_t>(task.space.size());
  const std::int64_t count = task.design > 0 ? task.design : 32 * (parameters + 1);
  std::vector<StudyPoint> cubes = sobol_cube(task.space.size(), count, task.seed);
  if (!task.start.empty()) cubes.insert(cubes.begin(), descent.in_cube(task.start));
  FT_TRY(std::vector<Place> places, descent.at(std::move(cubes)));
  std::stable_sort(places.begin(), places.end(),
                   [](const Place& a, const Place& b) { return a.loss < b.loss; });
  // The best few: the others mostly lead to the same valley.
  places.resize(std::min<std::size_t>(places.size(), kStarts));
  return places;
}

// Kinks that differences do not see across: BOBYQA in a small box around the place.
Result<Done> look_around(const FitTask& task, const Descent& descent, Place& best) {
  MinimumTask around{.space = {}, .tolerance = 1e-14, .place_tolerance = 1e-9};
  around.max_iterations = kAroundRounds;
  for (std::size_t i = 0; i < best.cube.size(); ++i) {
    if (task.space[i].width() <= 0) return Done{};
    const double reach = is_whole(task, i) ? 0 : kAround;
    around.space.push_back(
        {std::max(0.0, best.cube[i] - reach), std::min(1.0, best.cube[i] + reach)});
  }
  const EvaluateStudy losses =
      [&](std::span<const StudyPoint> cubes) -> Result<std::vector<double>> {
    FT_TRY(const std::vector<Place> places,
           descent.at(std::vector<StudyPoint>(cubes.begin(), cubes.end())));
    std::vector<double> values;
    for (const Place& place : places) values.push_back(place.loss);
    return values;
  };
  FT_TRY(const Minimum found, nlopt_search("bobyqa", around, task.seed, losses));
  // BOBYQA begins at the middle of its box, which is not the best place where the border cuts it.
  if (!(found.value < best.loss)) return Done{};
  FT_TRY(best, descent.at(found.point));
  return Done{};
}

// Combinations of the whole parameters; for each the others are fitted. `held` keeps its value.
class WholeSearch {
 public:
  WholeSearch(const FitTask& task, const Descent& descent, std::optional<std::size_t> held = {})
      : task_(task), descent_(descent), held_(held) {
    for (std::size_t i = 0; i < task.space.size(); ++i) {
      if (is_whole(task, i) && i != held && task.space[i].width() >= 1) axes_.push_back(i);
    }
  }
  bool is_empty() const { return axes_.empty(); }

  // The best of combinations spread over the box, and of neighbours from there on.
  Result<Place> everywhere(const StudyPoint& start) {
    FT_TRY(Place best, fitted(start));
    std::vector<StudyPoint> spread{best.cube};
    for (const std::size_t axis : axes_) spread = with_values(spread, axis);
    for (const StudyPoint& cube : spread) FT_RETURN_IF_PROBLEM(try_at(cube, best));
    const double apart = task_.space[widest()].width() / static_cast<double>(per_axis());
    FT_RETURN_IF_PROBLEM(around(best, std::max(1.0, std::ceil(apart / 2))));
    return best;
  }
  // Neighbours of `best`, in whole steps of at most `step`, until none is better.
  Result<Done> around(Place& best, double step) {
    for (;;) {
      FT_TRY(const bool moved, move(best, step));
      if (moved) continue;
      if (step <= 1) return Done{};
      step = std::max(1.0, std::floor(step / 2));
    }
  }

 private:
  std::size_t widest() const {
    return *std::max_element(axes_.begin(), axes_.end(), [&](std::size_t a, std::size_t b) {
      return task_.space[a].width() < task_.space[b].width();
    });
  }
  bool fits_others() const {
    for (std::size_t i = 0; i < task_.space.size(); ++i) {
      if (i != held_ && !is_whole(task_, i) && task_.space[i].width() > 0) return true;
    }
    return false;
  }
  std::int64_t per_axis() const {
    const double all = fits_others() ? kCombinations : kCombinationsAlone;
    const double each = std::pow(all, 1 / static_cast<double>(axes_.size()));
    return std::max<std::int64_t>(2, static_cast<std::int64_t>(each + 1e-9));
  }
  double cube_of(std::size_t axis, double whole) const {
    const Interval& range = task_.space[axis];
    return (range.clamp(whole) - range.lo) / range.width();
  }
  double whole_of(std::size_t axis, const StudyPoint& cube) const {
    return std::round(task_.space[axis].lo + cube[axis] * task_.space[axis].width());
  }
  std::vector<StudyPoint> with_values(const std::vector<StudyPoint>& cubes,
                                      std::size_t axis) const {
    const Interval& range = task_.space[axis];
    const auto all = static_cast<std::int64_t>(range.width()) + 1;
    const std::int64_t count = std::min(all, per_axis());
    std::vector<StudyPoint> made;
    for (const StudyPoint& cube : cubes) {
      for (std::int64_t i = 0; i < count; ++i) {
        const double share = static_cast<double>(i) / static_cast<double>(count - 1);
        made.push_back(cube);
        made.back()[axis] = cube_of(axis, std::round(range.lo + share * range.width()));
      }
    }
    return made;
  }

  // The others at their best, from where they are and from a few points of a design.
  Result<Place> fitted(const StudyPoint& cube) {
    std::vector<StudyPoint> cubes{cube};
    if (!held_ && !descent_.is_all_fixed(held_)) {
      const std::int64_t count = kWholeDesign * static_cast<std::int64_t>(cube.size());
      for (StudyPoint& point : sobol_cube(cube.size(), count, task_.seed)) {
        for (std::size_t i = 0; i < cube.size(); ++i) {
          if (descent_.is_fixed(i, held_)) point[i] = cube[i];
        }
        cubes.push_back(std::move(point));
      }
    }
    FT_TRY(const std::vector<Place> places, descent_.at(std::move(cubes)));
    Place best = *std::min_element(places.begin(), places.end(), is_better);
    FT_RETURN_IF_PROBLEM(descent_.follow(best, kMostSteps, held_));
    return best;
  }
  static bool is_better(const Place& a, const Place& b) { return a.loss < b.loss; }

  // Whether `best` became better; each combination is tried once.
  Result<bool> try_at(StudyPoint cube, Place& best) {
    std::vector<double> key;
    for (const std::size_t axis : axes_) key.push_back(whole_of(axis, cube));
    if (!tried_.insert(std::move(key)).second) return false;
    FT_TRY(Place place, fitted(cube));
    if (!is_better(place, best)) return false;
    best = std::move(place);
    return true;
  }
  Result<bool> move(Place& best, double step) {
    bool moved = false;
    for (const std::size_t axis : axes_) {
      for (const double side : {-step, step}) {
        StudyPoint cube = best.cube;
        cube[axis] = cube_of(axis, whole_of(axis, cube) + side);
        FT_TRY(const bool better, try_at(std::move(cube), best));
        moved = moved || better;
      }
    }
    return moved;
  }

  const FitTask& task_;
  const Descent& descent_;
  std::optional<std::size_t> held_;
  std::vector<std::size_t> axes_;
  std::set<std::vector<double>> tried_;
};

// The best of the starts of the design, each followed downhill.
Result<Place> best_of_starts(const FitTask& task, const Descent& descent,
                             std::vector<Place> places) {
  for (Place& place : places) FT_RETURN_IF_PROBLEM(descent.follow(place, kMostSteps));
  Place best = *std::min_element(places.begin(), places.end(),
                                 [](const Place& a, const Place& b) { return a.loss < b.loss; });
  WholeSearch whole(task, descent);
  return whole.is_empty() ? Result<Place>(std::move(best)) : whole.everywhere(best.cube);
}

double noise_of(double loss, std::int64_t residuals, std::size_t parameters) {
  const auto spare = std::max<std::int64_t>(1, residuals - static_cast<std::int64_t>(parameters));
  return std::sqrt(loss / static_cast<double>(spare));
}

}  // namespace

Result<Fit> fit(const FitTask& task, const EvaluateResiduals& evaluate) {
  Fit made;
  const Descent descent(task, evaluate, made.evaluations);
  FT_TRY(std::vector<Place> places, best_of_design(task, descent));
  if (counted(places.front().residuals) == 0) {
    return Problem{.code = "no_residuals",
                   .message = "no measured series has a value to fit the model to",
                   .remedy = "Name series with measured values outside of the hold-out."};
  }
  FT_TRY(Place best, best_of_starts(task, descent, std::move(places)));
  if (!descent.is_all_fixed({})) FT_RETURN_IF_PROBLEM(look_around(task, descent, best));
  FT_TRY(made.converged, descent.follow(best, kMostSteps));
  made.point = descent.in_box(best.cube);
  made.loss = best.loss;
  made.residuals = counted(best.residuals);
  return made;
}

Result<Identifiability> identifiability(const FitTask& task, const Fit& at,
                                        const EvaluateResiduals& evaluate) {
  std::int64_t evaluations = 0;
  const Descent descent(task, evaluate, evaluations);
  FT_TRY(const Place place, descent.at(descent.in_cube(at.point)));
  FT_TRY(const std::vector<Row> columns,
         descent.jacobian(place, [](std::size_t) { return false; }));
  const std::size_t size = columns.size();
  const auto count = static_cast<double>(std::max<std::int64_t>(1, at.residuals));
  SymmetricMatrix normal(size);
  for (std::size_t k = 0; k < place.residuals.size(); ++k) {
    const double weight = weight_of(place.residuals[k], task.knee) / count;
    for (std::size_t i = 0; i < size; ++i) {
      for (std::size_t j = 0; j <= i; ++j) normal.add(i, j, weight * columns[i][k] * columns[j][k]);
    }
  }
  Identifiability found{.noise = noise_of(at.loss, at.residuals, size)};
  for (std::size_t i = 0; i < size; ++i) found.influence.push_back(std::sqrt(normal.at(i, i)));
  // A direction along which the residuals move less than their own noise cannot be told from
  // others.
  const double needed = std::max(kTold, 2 * found.noise / std::sqrt(count));
  for (EigenPair& pair : eigen_pairs(normal)) {
    found.singular.push_back(std::sqrt(std::max(0.0, pair.value)));
    if (found.singular.back() > needed) ++found.rank;
    found.directions.push_back(std::move(pair.vector));
  }
  return found;
}

namespace {

// Of two places of the unit range the one between that is a whole number; `inside` where none is.
double between(const Interval& range, double inside, double outside) {
  const double a = std::round(inside * range.width()), b = std::round(outside * range.width());
  if (std::fabs(a - b) <= 1) return inside;
  return std::trunc((a + b) / 2) / range.width();
}

}  // namespace

Result<FitProfile> profile_of(const FitTask& task, const Fit& at, std::size_t parameter,
                              const EvaluateResiduals& evaluate) {
  constexpr int kSteps = 6;
  std::int64_t evaluations = 0;
  const Descent descent(task, evaluate, evaluations);
  const double noise = noise_of(at.loss, at.residuals, task.space.size());
  const double allowed =
      std::max(kChiSquared95 * noise * noise, static_cast<double>(at.residuals) * kTold * kTold);
  const StudyPoint best = descent.in_cube(at.point);
  // The least loss with the parameter held there, the others from where they were last.
  const auto holds = [&](double value, StudyPoint& others) -> Result<bool> {
    StudyPoint cube = others;
    cube[parameter] = value;
    FT_TRY(Place place, descent.at(std::move(cube)));
    const auto is_beyond = [&] { return place.loss - at.loss > allowed; };
    if (is_beyond()) FT_RETURN_IF_PROBLEM(descent.follow(place, kSteps, parameter));
    if (is_beyond()) FT_RETURN_IF_PROBLEM(WholeSearch(task, descent, parameter).around(place, 1));
    if (is_beyond()) return false;
    others = std::move(place.cube);
    return true;
  };
  FitProfile found;
  const Interval& range = task.space[parameter];
  const bool whole = is_whole(task, parameter);
  const double least = whole ? 1 / std::max(1.0, range.width()) : 0.01;
  for (const double side : {-1.0, 1.0}) {
    StudyPoint others = best;
    const double border = side < 0 ? 0 : 1;
    double inside = best[parameter], outside = border, step = least;
    bool is_open = true;
    while (inside != border) {
      const double next =
          side < 0 ? std::max(border, inside - step) : std::min(border, inside + step);
      FT_TRY(const bool stays, holds(next, others));
      if (!stays) {
        outside = next;
        is_open = false;
        break;
      }
      inside = next;
      // Doubling finds a far border quickly; bisection then finds the place.
      step *= 2;
    }
    for (int i = 0; i < kBisections && !is_open; ++i) {
      const double middle = whole ? between(range, inside, outside) : (inside + outside) / 2;
      if (middle == inside || middle == outside) break;
      FT_TRY(const bool stays, holds(middle, others));
      (stays ? inside : outside) = middle;
    }
    const double end = range.lo + inside * range.width();
    (side < 0 ? found.lo : found.hi) = whole ? std::round(end) : end;
    (side < 0 ? found.lo_open : found.hi_open) = is_open;
  }
  return found;
}

}  // namespace flowtime
