#include "studies/optimize.h"

#include <algorithm>
#include <cmath>

#include "series/absent.h"
#include "studies/methods.h"
#include "study/nlopt_search.h"

namespace flowtime::studies {
namespace {

constexpr double kPenalty = 1e6;  // of breaking a constraint, by its share of the limit

class Optimization {
 public:
  Optimization(const StudyRequest& request, const std::vector<Axis>& axes,
               PointEvaluator& evaluator)
      : request_(request), axes_(axes), evaluator_(evaluator) {}

  Result<OptimizeAnswer> run() {
    FT_TRY(Minimum found, search());
    FT_RETURN_IF_PROBLEM(try_neighbours(found));
    OptimizeAnswer answer{.method = std::string(method_of(request_))};
    const StudyRow& row = *row_of(rounded(axes_, found.point));
    if (is_absent(row.figures.front().value)) return no_value_anywhere();
    for (std::size_t i = 0; i < request_.constraints.size(); ++i) {
      answer.constraints.push_back(constraint_figure(row, i).value);
      answer.is_feasible = answer.is_feasible && excess(row, i) == 0;
    }
    for (MinimumStep& step : found.steps) tell(step.point, step.value);
    tell(found.point, found.value);
    answer.found = std::move(found);
    return answer;
  }

 private:
  Result<Minimum> search() {
    const MinimumTask task{.space = ranges_of(axes_),
                           .tolerance = request_.tolerance.value_or(1e-4),
                           .max_iterations = request_.max_iterations.value_or(200)};
    const EvaluateStudy objective = [this](std::span<const StudyPoint> points) {
      return objectives(points);
    };
    if (method_of(request_) == "nelder-mead") return nelder_mead(task, objective);
    return nlopt_search(std::string(method_of(request_)), task, request_.seed, objective);
  }

  // A point with a value is better than one without.
  Problem no_value_anywhere() const {
    return {.code = "figure_absent",
            .message = "the figure has no value at any of the " +
                       std::to_string(evaluator_.rows().size()) + " points that were tried",
            .remedy = "Choose a figure that has values, or other ranges."};
  }

  Result<std::vector<double>> objectives(std::span<const StudyPoint> points) {
    std::vector<whatif::Point> whole;
    // The search sees a step function where parameters are whole numbers.
    for (const StudyPoint& point : points) whole.push_back(rounded(axes_, point));
    FT_TRY(const std::vector<StudyRow> rows, evaluator_.evaluate(whole));
    std::vector<double> values;
    for (const StudyRow& row : rows) values.push_back(objective(row));
    return values;
  }

  double objective(const StudyRow& row) const {
    const double figure = row.figures.front().value;
    if (is_absent(figure)) return kAbsent;
    double value = request_.maximize ? -figure : figure;
    for (std::size_t i = 0; i < request_.constraints.size(); ++i) {
      value += kPenalty * excess(row, i);
    }
    return value;
  }

  const figures::FigureValue& constraint_figure(const StudyRow& row, std::size_t i) const {
    // Figures of constraints are behind the measures.
    return row.figures[row.figures.size() - request_.constraints.size() + i];
  }

  // By which share of its limit a point breaks a constraint; a figure without value breaks it.
  double excess(const StudyRow& row, std::size_t i) const {
    const Constraint& constraint = request_.constraints[i];
    const double figure = constraint_figure(row, i).value;
    if (is_absent(figure)) return 1;
    const double over = constraint.at_most ? figure - constraint.limit : constraint.limit - figure;
    // Limits near 0 would make every excess infinite.
    return over > 0 ? over / std::max(1.0, std::fabs(constraint.limit)) : 0;
  }

  // One step up and down of every whole number, as long as that helps.
  Result<Done> try_neighbours(Minimum& found) {
    found.point = rounded(axes_, std::move(found.point));
    bool moved =
        std::any_of(axes_.begin(), axes_.end(), [](const Axis& a) { return a.is_whole(); });
    // Ends: the value falls with every round, and there are finitely many points.
    while (moved) {
      moved = false;
      std::vector<StudyPoint> beside;
      for (std::size_t i = 0; i < axes_.size(); ++i) {
        for (const double step : {-1.0, 1.0}) {
          StudyPoint point = found.point;
          point[i] += step;
          const Interval& range = axes_[i].range;
          if (axes_[i].is_whole() && point[i] >= range.lo && point[i] <= range.hi) {
            beside.push_back(std::move(point));
          }
        }
      }
      if (beside.empty()) break;
      FT_TRY(const std::vector<double> values, objectives(beside));
      found.evaluations += static_cast<std::int64_t>(values.size());
      for (std::size_t i = 0; i < values.size(); ++i) {
        if (!(values[i] < found.value)) continue;
        found.value = values[i];
        found.point = beside[i];
        moved = true;
      }
    }
    return Done{};
  }

  const StudyRow* row_of(const whatif::Point& point) const {
    for (const StudyRow& row : evaluator_.rows()) {
      if (row.point == point) return &row;
    }
    return nullptr;
  }

  // What was searched with becomes what people ask for: whole numbers, the figure itself.
  void tell(StudyPoint& point, double& value) const {
    point = rounded(axes_, std::move(point));
    if (const StudyRow* row = row_of(point)) value = row->figures.front().value;
  }

  const StudyRequest& request_;
  const std::vector<Axis>& axes_;
  PointEvaluator& evaluator_;
};

}  // namespace

Result<OptimizeAnswer> optimize(const StudyRequest& request, const std::vector<Axis>& axes,
                                PointEvaluator& evaluator) {
  return Optimization(request, axes, evaluator).run();
}

std::int64_t most_evaluations(const StudyRequest& request, std::size_t parameters) {
  const auto size = static_cast<std::int64_t>(parameters);
  // A first simplex, and at most that many points in an iteration.
  return size + 1 + (size + 2) * request.max_iterations.value_or(200);
}

}  // namespace flowtime::studies
