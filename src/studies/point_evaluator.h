// PointEvaluator: the figures of the points of a study, some at a time, each evaluated once.
//
// What a study asks for is decided by what it has seen alone, so a study that was stopped asks for
// the same points again: those that are known already are answered from memory.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "study/search.h"
#include "whatif/scenario_figures.h"
#include "whatif/subject.h"

namespace flowtime::studies {

// In memory 8 bytes per number. `series` is empty where the study keeps none.
struct StudyRow {
  whatif::Point point{};
  std::vector<figures::FigureValue> figures{};  // by measure
  std::vector<std::vector<double>> series{};    // by series that is kept
};

// Who else is to know of the points.
// Called by the thread that evaluates, between batches of at most 256 points.
// `keep` comes before `progress`: what is counted is kept. Its problems end the evaluation.
struct EvaluationHooks {
  std::function<void(std::int64_t done)> progress{};
  // Keeps rows that are new; they follow those kept before.
  std::function<Result<Done>(std::span<const StudyRow>)> keep{};
};

// Not thread safe; works with the threads of its task. Keeps every row to its end.
// Progress and keeping happen once per batch of 256 points.
class PointEvaluator {
 public:
  // `subject` outlives the object. `task.series` are ids of series.
  PointEvaluator(const whatif::Subject& subject, whatif::Knobs knobs, whatif::FigureTask task,
                 EvaluationHooks hooks = {});

  // Every point draws its own random numbers: what becomes of its scenario, by its place among all
  // that are evaluated.
  using Reseed = std::function<Result<whatif::Scenario>(const whatif::Scenario&, std::int64_t)>;
  // Before the first evaluate().
  void reseed(Reseed reseed) { reseed_ = std::move(reseed); }

  // Rows of an earlier process, in the order in which it evaluated them.
  // Before the first evaluate().
  void recall(std::vector<StudyRow> rows) { known_ = std::move(rows); }

  // Problems: stopped; those of a point that its run would have, with the point in words;
  // study_changed, where what is known belongs to other points.
  // In the order of `points`; a point that comes twice is evaluated twice. After a problem rows()
  // has the batches before it.
  Result<std::vector<StudyRow>> evaluate(std::span<const whatif::Point> points);
  // One figure per point. Remembers every row.
  // Refers to this object, which outlives it. Values may be absent.
  EvaluateStudy figure(std::size_t measure);

  const whatif::Knobs& knobs() const { return knobs_; }
  const whatif::FigureTask& task() const { return task_; }
  // All that were evaluated, in order.
  const std::vector<StudyRow>& rows() const { return rows_; }
  // Rows of the earlier process, whether they were asked for again or not.
  std::int64_t recalled() const { return static_cast<std::int64_t>(known_.size()); }

 private:
  // At most 256 points, by the threads of the task.
  Result<Done> evaluate_some(std::span<const whatif::Point> points);
  Result<std::vector<whatif::Scenario>> scenarios(std::span<const whatif::Point> points) const;
  // "paymentCapacity=60, ordersPerBin=40", for problems.
  std::string in_words(const whatif::Point& point) const;

  const whatif::Subject& subject_;
  whatif::Knobs knobs_;
  whatif::FigureTask task_;
  EvaluationHooks hooks_;
  Reseed reseed_;
  std::vector<StudyRow> known_, rows_;
};

}  // namespace flowtime::studies
