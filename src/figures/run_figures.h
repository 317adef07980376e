// RunFigures: one run, stored or just evaluated, ready for figures.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "answers/judgement.h"
#include "base/result.h"
#include "figures/figure.h"
#include "figures/figure_value.h"
#include "judge/judged_run.h"
#include "judge/node_story.h"
#include "pipeline/bin_range.h"
#include "run/open_run.h"

namespace flowtime::figures {

// One thread at a time.
// The judgement is ready after construction; figures that are found item by item (waits of a range,
// of a class) make a StoryTeller on first use, which is kept.
class RunFigures {
 public:
  using Values = std::function<SeriesIn(SeriesIndex)>;
  // `plan` is what `model` compiles to, `values` are those of its series. The judgement is made
  // where none is given that fits the model. All of them outlive the object.
  RunFigures(const Model& model, const Plan& plan, Values values,
             std::optional<Judgement> judgement = {});
  // A stored run: its own judgement, made again where an older version stored it.
  RunFigures(const Run& run, const Model& model, const Plan& plan);
  RunFigures(const RunFigures&) = delete;
  RunFigures& operator=(const RunFigures&) = delete;

  const judge::JudgedRun& judged() const { return run_; }
  const Judgement& judgement() const { return judgement_; }
  bool was_judged_again() const { return judged_again_; }

  // A figure that the run could have and has not is a value that is absent and says why.
  // Problems: those of check_figure and parse_bin_range, figures_too_many.
  Result<FigureValue> of(const Figure& figure) const;

 private:
  Result<FigureValue> of_series(const Figure& figure) const;
  Result<FigureValue> of_node(const Figure& figure, std::size_t node) const;
  FigureValue of_constraint(const Figure& figure, std::size_t constraint) const;
  Result<FigureValue> of_run(const Figure& figure) const;
  Result<FigureValue> headroom(const Figure& figure, std::optional<std::size_t> node) const;
  FigureValue balance_value(Reducer reducer) const;
  FigureValue judged_value(Reducer reducer, std::size_t node) const;
  FigureValue ranged_value(Reducer reducer, std::size_t node, BinRange bins) const;
  FigureValue longest_in(std::size_t node, BinRange bins) const;
  FigureValue item_value(Reducer reducer, std::size_t node, BinRange bins) const;
  Result<FigureValue> of_class(const Figure& figure, std::size_t node,
                               const std::string& class_id) const;
  judge::StoryTeller& teller() const;
  std::string unit_of(SeriesIndex series) const;

  const Run* stored_ = nullptr;
  checks::RunSeries series_;
  judge::JudgedRun run_;
  Judgement judgement_;
  bool judged_again_ = false;
  mutable std::unique_ptr<judge::StoryTeller> teller_;  // made when items are asked for
};

}  // namespace flowtime::figures
