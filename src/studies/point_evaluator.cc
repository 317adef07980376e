#include "studies/point_evaluator.h"

#include <algorithm>

#include "base/number_text.h"
#include "whatif/each_index.h"

namespace flowtime::studies {
namespace {

constexpr std::size_t kPointsAtOnce = 256;  // between two looks at the clock and the disk

}  // namespace

PointEvaluator::PointEvaluator(const whatif::Subject& subject, whatif::Knobs knobs,
                               whatif::FigureTask task, EvaluationHooks hooks)
    : subject_(subject),
      knobs_(std::move(knobs)),
      task_(std::move(task)),
      hooks_(std::move(hooks)) {}

std::string PointEvaluator::in_words(const whatif::Point& point) const {
  std::string words;
  for (std::size_t i = 0; i < point.size(); ++i) {
    words += (words.empty() ? "" : ", ") + knobs_[i].text + "=" + format_number(point[i]);
  }
  return words;
}

Result<std::vector<whatif::Scenario>> PointEvaluator::scenarios(
    std::span<const whatif::Point> points) const {
  std::vector<whatif::Scenario> made(points.size());
  std::vector<Problems> problems(points.size());
  whatif::each_index(points.size(), task_.threads, [&](std::size_t i) {
    auto scenario = subject_.scenario(knobs_, points[i]);
    if (scenario && reseed_) {
      // By its place among all points, also after a study was gone on with.
      scenario = reseed_(*scenario, static_cast<std::int64_t>(rows_.size() + i));
    }
    if (scenario) {
      made[i] = std::move(scenario).value();
    } else {
      problems[i] = scenario.problems();
    }
  });
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (problems[i].empty()) continue;
    for (Problem& problem : problems[i]) {
      problem.message =
          "The model cannot be evaluated at '" + in_words(points[i]) + "'. " + problem.message;
    }
    return std::move(problems[i]);
  }
  return made;
}

Result<Done> PointEvaluator::evaluate_some(std::span<const whatif::Point> points) {
  FT_TRY(const auto made, scenarios(points));
  FT_TRY(auto figures, whatif::figures_of(made, task_));
  const std::size_t first = rows_.size();
  for (std::size_t i = 0; i < points.size(); ++i) {
    rows_.push_back({points[i], std::move(figures[i].values), std::move(figures[i].series)});
  }
  if (hooks_.keep) {
    // Before the progress: what is counted is kept.
    FT_RETURN_IF_PROBLEM(hooks_.keep(std::span<const StudyRow>(rows_).subspan(first)));
  }
  if (hooks_.progress) hooks_.progress(static_cast<std::int64_t>(rows_.size()));
  return Done{};
}

Result<std::vector<StudyRow>> PointEvaluator::evaluate(std::span<const whatif::Point> points) {
  const std::size_t first = rows_.size();
  std::size_t done = 0;
  for (; done < points.size() && rows_.size() < known_.size(); ++done) {
    // Bit for bit: points were stored as doubles.
    if (known_[rows_.size()].point != points[done]) {
      return Problem{.code = "study_changed",
                     .message = "the stored values of the study belong to other points",
                     .remedy = "Start it again."};
    }
    rows_.push_back(known_[rows_.size()]);
  }
  while (done < points.size()) {
    const std::size_t size = std::min(kPointsAtOnce, points.size() - done);
    FT_RETURN_IF_PROBLEM(evaluate_some(points.subspan(done, size)));
    done += size;
  }
  return std::vector<StudyRow>(rows_.begin() + static_cast<std::ptrdiff_t>(first), rows_.end());
}

EvaluateStudy PointEvaluator::figure(std::size_t measure) {
  return [this, measure](std::span<const StudyPoint> points) -> Result<std::vector<double>> {
    FT_TRY(const std::vector<StudyRow> rows, evaluate(points));
    std::vector<double> figures;
    for (const StudyRow& row : rows) figures.push_back(row.figures[measure].value);
    return figures;
  };
}

}  // namespace flowtime::studies
