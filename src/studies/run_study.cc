#include "studies/run_study.h"

#include <algorithm>
#include <cmath>
#include <thread>

#include "base/nearest_name.h"
#include "base/number_text.h"
#include "series/absent.h"
#include "studies/draw_points.h"
#include "studies/ensemble.h"
#include "studies/methods.h"
#include "studies/optimize.h"
#include "studies/pareto.h"
#include "studies/study_space.h"
#include "study/design.h"
#include "whatif/reseed.h"

namespace flowtime::studies {
namespace {

constexpr std::int64_t kGridPoints = 11;  // of a range that names no number
constexpr std::int64_t kDesignPoints = 64, kEnsembleDraws = 200, kSobolSamples = 256;
constexpr int kMorrisTrajectories = 20;

Problem too_large(const std::string& what, double amount, const std::string& unit, double most,
                  const std::string& remedy) {
  return {.code = "study_too_large",
          .message = what + " takes " + format_number(amount) + " " + unit + ", more than " +
                     format_number(most),
          .remedy = remedy};
}

// One study, from its axes to the answer.
class Study {
 public:
  Study(const OpenedSubject& opened, const StudyRequest& request, StudyRun run)
      : subject_(*opened.subject), opened_(opened), request_(request), run_(std::move(run)) {}

  Result<StudyAnswer> answer() {
    FT_TRY(axes_, axes_of(subject_, varied()));
    FT_RETURN_IF_PROBLEM(check_size());
    FT_TRY(whatif::FigureTask task, figure_task());
    PointEvaluator evaluator(subject_, knobs_of(axes_), std::move(task), run_.hooks);
    evaluator.recall(std::move(run_.known));
    StudyAnswer made{.kind = request_.kind, .of = opened_.of};
    for (const Axis& axis : axes_) made.knobs.push_back(axis.knob.text);
    made.measures = evaluator.task().measures;
    made.bin_minutes = subject_.base().model->grid.bin_minutes();
    FT_RETURN_IF_PROBLEM(find(evaluator, made));
    made.rows = evaluator.rows();
    return made;
  }

  Result<StudyPlan> plan() {
    FT_TRY(axes_, axes_of(subject_, varied()));
    FT_RETURN_IF_PROBLEM(check_size());
    FT_TRY(const whatif::FigureTask task, figure_task());
    StudyPlan made{.measures = task.measures, .series = task.series, .points = points()};
    for (const Axis& axis : axes_) made.knobs.push_back(axis.knob.text);
    return made;
  }

 private:
  // Sensitivity looks at every parameter where none is named.
  std::vector<Vary> varied() const {
    std::vector<Vary> vary = request_.vary;
    if (request_.kind == StudyKind::kSensitivity && vary.empty()) {
      for (const whatif::Parameter& parameter : subject_.parameters()) {
        if (!parameter.shapes_grid) vary.push_back({.knob = parameter.id});
      }
    }
    for (Vary& one : vary) {
      const whatif::Parameter* parameter = subject_.find(one.knob);
      const bool is_profile = parameter != nullptr && !parameter->is_number();
      if (request_.kind == StudyKind::kSensitivity && is_profile) one.knob += "*";
    }
    return vary;
  }

  std::int64_t count(std::int64_t otherwise) const {
    return request_.points > 0 ? request_.points : otherwise;
  }

  std::int64_t points() const {
    const auto size = static_cast<std::int64_t>(axes_.size());
    switch (request_.kind) {
      case StudyKind::kSweep: return sweep_points();
      case StudyKind::kSensitivity: return 2 * size;
      case StudyKind::kGoalSeek: return 2 + request_.max_iterations.value_or(50);
      case StudyKind::kOptimize:
        return method_of(request_) == "pareto" ? pareto_points(request_)
                                               : most_evaluations(request_, axes_.size());
      case StudyKind::kMorris: return count(kMorrisTrajectories) * (size + 1);
      case StudyKind::kSobol: return count(kSobolSamples) * (size + 2);
      case StudyKind::kEnsemble: return count(kEnsembleDraws);
      case StudyKind::kSuggest: return 0;
    }
    return 0;
  }

  std::int64_t sweep_points() const {
    if (method_of(request_) != "grid") return count(kDesignPoints);
    double product = 1;
    for (const Axis& axis : axes_) {
      const auto listed = static_cast<std::int64_t>(axis.vary.values.size());
      const std::int64_t of_range = axis.vary.points > 0 ? axis.vary.points : count(kGridPoints);
      product *= static_cast<double>(listed > 0 ? listed : of_range);
    }
    return static_cast<std::int64_t>(std::min(product, 9e18));
  }

  // Before anything is evaluated: what it takes is known.
  Result<Done> check_size() const {
    const auto many = static_cast<double>(points());
    if (many > static_cast<double>(kMostStudyPoints)) {
      return too_large("the study", many, "points", static_cast<double>(kMostStudyPoints),
                       "Take fewer values, or --method latin with --points.");
    }
    const Plan& plan = *subject_.base().plan;
    const double cells = static_cast<double>(plan.series.size()) * static_cast<double>(plan.bins);
    if (many * cells > kMostStudyValues) {
      return too_large("evaluating " + format_number(many) + " points of " +
                           std::to_string(plan.series.size()) + " series and " +
                           std::to_string(plan.bins) + " bins",
                       many * cells, "values", kMostStudyValues,
                       "Take fewer points, or a coarser grid of bins.");
    }
    const double kept =
        many * 8 * static_cast<double>(plan.bins) *
        static_cast<double>(request_.all_series ? plan.series.size() : request_.series.size());
    if (kept <= kMostKeptStudyBytes) return Done{};
    return too_large("keeping the series of every point", kept, "bytes", kMostKeptStudyBytes,
                     "Name fewer series to keep, or ask for figures of them.");
  }

  Result<whatif::FigureTask> figure_task() const {
    whatif::FigureTask task{.measures = request_.measures,
                            .thresholds = opened_.thresholds,
                            .threads = threads_of(run_.threads),
                            .stop = run_.stop};
    for (figures::Figure& figure : task.measures) figure.id = present_id(figure);
    for (const Constraint& constraint : request_.constraints) {
      task.measures.push_back(constraint.figure);
    }
    if (request_.all_series) {
      for (const SeriesInfo& info : subject_.base().plan->series.all()) {
        task.series.push_back(info.id);
      }
    }
    for (const std::string& id : request_.series) {
      FT_TRY(std::string present, series_id(id));
      task.series.push_back(std::move(present));
    }
    return task;
  }

  // Of a series also as the reference's stateless evaluator calls it: "served@SERVED@DEFAULT".
  std::string present_id(const figures::Figure& figure) const {
    if (!figure.is_of_series() || subject_.base().plan->series.find(figure.id)) return figure.id;
    const std::size_t at = figure.id.find('@');
    const bool is_whole = at != std::string::npos && figure.id.ends_with("@DEFAULT");
    return is_whole && subject_.base().plan->series.find(figure.id.substr(0, at))
               ? figure.id.substr(0, at)
               : figure.id;
  }

  // Clients of the reference write ids in any case.
  Result<std::string> series_id(const std::string& id) const {
    const std::string wanted = present_id({.reducer = figures::Reducer::kMean, .id = id});
    std::vector<std::string_view> ids;
    for (const SeriesInfo& info : subject_.base().plan->series.all()) {
      if (info.id == wanted) return wanted;
      ids.push_back(info.id);
    }
    const std::string same = same_but_for_case(wanted, ids);
    if (!same.empty()) return same;
    const std::string nearest = nearest_name(wanted, ids);
    return Problem{.code = "unknown_series",
                   .message = "the model has no series '" + id + "'",
                   .remedy = nearest.empty() ? "'flowtime eval' lists the series of a model."
                                             : "Did you mean '" + nearest + "'?",
                   .path = "/captureSeriesIds"};
  }

  Result<Done> find(PointEvaluator& evaluator, StudyAnswer& made) {
    switch (request_.kind) {
      case StudyKind::kSweep: return sweep(evaluator, made);
      case StudyKind::kSensitivity: return sensitivity(evaluator, made);
      case StudyKind::kGoalSeek: return seek(evaluator, made);
      case StudyKind::kOptimize: return minimise(evaluator, made);
      case StudyKind::kMorris: return morris(evaluator, made);
      case StudyKind::kSobol: return sobol(evaluator, made);
      case StudyKind::kEnsemble: return ensemble(evaluator, made);
      case StudyKind::kSuggest: break;
    }
    return Done{};
  }

  std::vector<whatif::Point> design() const {
    const std::string_view method = method_of(request_);
    std::vector<whatif::Point> points;
    if (method == "latin")
      points = latin_hypercube(ranges_of(axes_), count(kDesignPoints), request_.seed);
    if (method == "sobol")
      points = sobol_design(ranges_of(axes_), count(kDesignPoints), request_.seed);
    if (method == "grid") {
      std::vector<std::vector<double>> values;
      for (const Axis& axis : axes_) values.push_back(grid_values(axis, count(kGridPoints)));
      return grid_design(values);
    }
    for (whatif::Point& point : points) point = rounded(axes_, std::move(point));
    return points;
  }

  Result<Done> sweep(PointEvaluator& evaluator, StudyAnswer& made) const {
    FT_RETURN_IF_PROBLEM(evaluator.evaluate(design()));
    made.found = SweepAnswer{.series = evaluator.task().series};
    return Done{};
  }

  // A little to both sides of what the parameter is, within its bounds.
  Interval around(const Axis& axis, double base) const {
    const double step = std::fabs(base) * request_.perturbation;
    Interval sides{base - step, base + step};
    if (axis.is_whole())
      sides = {base - std::max(1.0, std::round(step)), base + std::max(1.0, std::round(step))};
    if (base == 0) return {0, 0};
    if (!axis.knob.is_plain()) return sides;
    if (axis.parameter->min) sides.lo = std::max(sides.lo, *axis.parameter->min);
    if (axis.parameter->max) sides.hi = std::min(sides.hi, *axis.parameter->max);
    return sides;
  }

  Result<Done> sensitivity(PointEvaluator& evaluator, StudyAnswer& made) const {
    whatif::Point base;
    std::vector<Interval> sides;
    for (const Axis& axis : axes_) {
      base.push_back(axis.knob.is_plain() ? axis.parameter->value() : 1);
      sides.push_back(around(axis, base.back()));
    }
    FT_TRY(const auto differences, central_differences(base, sides, evaluator.figure(0)));
    SensitivityAnswer answer;
    for (std::size_t i = 0; i < axes_.size(); ++i) {
      answer.parameters.push_back(moved(axes_[i], base[i], differences[i]));
    }
    std::stable_sort(answer.parameters.begin(), answer.parameters.end(),
                     [](const auto& a, const auto& b) {
                       return std::fabs(a.difference.gradient) > std::fabs(b.difference.gradient);
                     });
    made.found = std::move(answer);
    return Done{};
  }

  // Of a profile that was scaled: per unit of its mean.
  static SensitivityAnswer::Parameter moved(const Axis& axis, double base, Difference difference) {
    SensitivityAnswer::Parameter moved{axis.parameter->id, base, !axis.knob.is_plain(), difference};
    if (!moved.is_scaled) return moved;
    double sum = 0;
    for (const double value : axis.parameter->values) sum += value;
    moved.base = sum / static_cast<double>(axis.parameter->values.size());
    moved.difference.gradient = moved.base == 0 ? 0 : difference.gradient / moved.base;
    return moved;
  }

  Result<Done> seek(PointEvaluator& evaluator, StudyAnswer& made) const {
    const GoalSeekTask task{.range = axes_.front().range,
                            .target = request_.target,
                            .tolerance = request_.tolerance.value_or(1e-6),
                            .max_iterations = request_.max_iterations.value_or(50)};
    FT_TRY(made.found, goal_seek(task, evaluator.figure(0)));
    return Done{};
  }

  Result<Done> minimise(PointEvaluator& evaluator, StudyAnswer& made) const {
    if (method_of(request_) == "pareto") {
      FT_TRY(made.found, pareto_front(request_, axes_, evaluator));
      return Done{};
    }
    FT_TRY(made.found, optimize(request_, axes_, evaluator));
    return Done{};
  }

  Result<Done> morris(PointEvaluator& evaluator, StudyAnswer& made) const {
    const MorrisTask task{.space = ranges_of(axes_),
                          .trajectories = static_cast<int>(count(kMorrisTrajectories)),
                          .seed = request_.seed};
    FT_TRY(const auto figures, evaluator.figure(0)(rounded_all(morris_design(task))));
    made.found = MorrisAnswer{morris_effects(task, figures)};
    return Done{};
  }

  Result<Done> sobol(PointEvaluator& evaluator, StudyAnswer& made) const {
    const SobolTask task{
        .space = ranges_of(axes_), .samples = count(kSobolSamples), .seed = request_.seed};
    FT_TRY(const auto figures, evaluator.figure(0)(rounded_all(sobol_index_design(task))));
    made.found = SobolAnswer{sobol_indices(task, figures), task.samples};
    return Done{};
  }

  void draw_anew(PointEvaluator& evaluator) const {
    if (!opened_.with_seed || !whatif::draws(*subject_.base().plan)) return;
    evaluator.reseed([this](const whatif::Scenario& scenario, std::int64_t draw) {
      return opened_.with_seed(scenario, seed_of_draw(subject_, draw));
    });
  }

  Result<Done> ensemble(PointEvaluator& evaluator, StudyAnswer& made) const {
    draw_anew(evaluator);
    FT_RETURN_IF_PROBLEM(
        evaluator.evaluate(draw_points(axes_, count(kEnsembleDraws), request_.seed)));
    made.found = spread_of(request_, evaluator);
    return Done{};
  }

  std::vector<whatif::Point> rounded_all(std::vector<whatif::Point> points) const {
    for (whatif::Point& point : points) point = rounded(axes_, std::move(point));
    return points;
  }

  const whatif::Subject& subject_;
  const OpenedSubject& opened_;
  const StudyRequest& request_;
  StudyRun run_;
  std::vector<Axis> axes_;
};

}  // namespace

int threads_of(int wanted) {
  if (wanted > 0) return wanted;
  return static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
}

std::int64_t seed_of_draw(const whatif::Subject& subject, std::int64_t draw) {
  constexpr std::int64_t kSeeds = 0x7FFFFFFF, kUsualSeed = 123;
  return (subject.base().model->seed.value_or(kUsualSeed) + draw) & kSeeds;
}

Result<StudyAnswer> run_study(const OpenedSubject& opened, const StudyRequest& request,
                              StudyRun run) {
  const auto found = run.found;
  FT_TRY(StudyAnswer answer, Study(opened, request, std::move(run)).answer());
  if (found) found(answer);
  return answer;
}

Result<StudyPlan> plan_study(const OpenedSubject& opened, const StudyRequest& request) {
  return Study(opened, request, {}).plan();
}

}  // namespace flowtime::studies
