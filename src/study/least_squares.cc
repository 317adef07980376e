#include "study/least_squares.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

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
    for (const StudyPoint& cube : cubes) points.push_back(in_box(cube));
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

  // By parameter: the change of each residual per width of its range.
  Result<std::vector<Row>> jacobian(const Place& from, std::optional<std::size_t> held) const {
    std::vector<StudyPoint> cubes;
    for (std::size_t i = 0; i < from.cube.size(); ++i) {
      for (const double side : {-1.0, 1.0}) {
        StudyPoint cube = from.cube;
        if (i != held) cube[i] = std::clamp(cube[i] + side * kDifference, 0.0, 1.0);
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
    for (int step = 0; step < steps; ++step) {
      FT_TRY(const std::vector<Row> columns, jacobian(place, held));
      const double before = place.loss;
      FT_TRY(const double moved, step_down(place, columns, damping, held));
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
      const bool leaves =
          (place.cube[i] <= 0 && gradient[i] > 0) || (place.cube[i] >= 1 && gradient[i] < 0);
      fixed[i] = leaves || i == held || task_.space[i].width() <= 0;
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
  places.resize(std::min<std::size_t>(places.size(), kStarts));
  return places;
}

// Kinks that differences do not see across: BOBYQA in a small box around the place.
Result<Done> look_around(const FitTask& task, const Descent& descent, Place& best) {
  MinimumTask around{.space = {}, .tolerance = 1e-14, .place_tolerance = 1e-9};
  around.max_iterations = kAroundRounds;
  for (std::size_t i = 0; i < best.cube.size(); ++i) {
    if (task.space[i].width() <= 0) return Done{};
    around.space.push_back(
        {std::max(0.0, best.cube[i] - kAround), std::min(1.0, best.cube[i] + kAround)});
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
  if (!(found.value < best.loss)) return Done{};
  FT_TRY(best, descent.at(found.point));
  return Done{};
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
                   .message = "nothing that was measured has a value to fit to",
                   .remedy = "Name series with measured values outside of the hold-out."};
  }
  for (Place& place : places) {
    FT_RETURN_IF_PROBLEM(descent.follow(place, kMostSteps));
  }
  Place best = *std::min_element(places.begin(), places.end(),
                                 [](const Place& a, const Place& b) { return a.loss < b.loss; });
  FT_RETURN_IF_PROBLEM(look_around(task, descent, best));
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
  FT_TRY(const std::vector<Row> columns, descent.jacobian(place, {}));
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
  const double needed = std::max(kTold, 2 * found.noise / std::sqrt(count));
  for (EigenPair& pair : eigen_pairs(normal)) {
    found.singular.push_back(std::sqrt(std::max(0.0, pair.value)));
    if (found.singular.back() > needed) ++found.rank;
    found.directions.push_back(std::move(pair.vector));
  }
  return found;
}

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
    if (place.loss - at.loss > allowed)
      FT_RETURN_IF_PROBLEM(descent.follow(place, kSteps, parameter));
    if (place.loss - at.loss > allowed) return false;
    others = std::move(place.cube);
    return true;
  };
  FitProfile found;
  const Interval& range = task.space[parameter];
  for (const double side : {-1.0, 1.0}) {
    StudyPoint others = best;
    const double border = side < 0 ? 0 : 1;
    double inside = best[parameter], outside = border, step = 0.01;
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
      step *= 2;
    }
    for (int i = 0; i < kBisections && !is_open; ++i) {
      const double middle = (inside + outside) / 2;
      FT_TRY(const bool stays, holds(middle, others));
      (stays ? inside : outside) = middle;
    }
    (side < 0 ? found.lo : found.hi) = range.lo + inside * range.width();
    (side < 0 ? found.lo_open : found.hi_open) = is_open;
  }
  return found;
}

}  // namespace flowtime
