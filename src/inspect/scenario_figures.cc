#include "inspect/scenario_figures.h"

#include "eval/evaluate.h"
#include "figures/run_figures.h"
#include "figures/series_figure.h"
#include "study/lane_figures.h"

namespace flowtime {
namespace {

using figures::Figure;

constexpr double kMostJudgedValues = 4e8;  // series x bins x scenarios: some ten seconds

// The scenarios that have the plan of the first of them, as lanes.
Result<Done> read_lanes(std::span<const Scenario> scenarios, const std::vector<std::size_t>& places,
                        const Figure& figure, std::vector<double>& values) {
  const Scenario& first = scenarios[places.front()];
  const auto series = first.plan->series.find(figure.id);
  if (!series) {
    return Problem{.code = "unknown_series",
                   .message = "not every mix of the changes has a series \"" + figure.id + "\"",
                   .remedy = "Choose a series that both runs have."};
  }
  const TimeGrid& grid = first.model->grid;
  FT_TRY(const BinRange bins, figures::bins_of(figure, grid));
  std::vector<LaneParameters> lanes;
  for (const std::size_t place : places) lanes.push_back(scenarios[place].replaced);
  const auto reduce = [&](SeriesIn in) {
    return figures::reduce(figure, in, bins, grid.bin_minutes());
  };
  const std::vector<double> read = lane_figures(*first.plan, lanes, *series, reduce);
  for (std::size_t i = 0; i < places.size(); ++i) values[places[i]] = read[i];
  return Done{};
}

Result<std::vector<double>> series_figures(std::span<const Scenario> scenarios,
                                           const Figure& figure) {
  std::vector<std::vector<std::size_t>> groups;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    std::size_t group = 0;
    while (group < groups.size() && scenarios[groups[group].front()].plan != scenarios[i].plan) {
      ++group;
    }
    if (group == groups.size()) groups.emplace_back();
    groups[group].push_back(i);
  }
  std::vector<double> values(scenarios.size());
  for (const auto& places : groups) {
    FT_RETURN_IF_PROBLEM(read_lanes(scenarios, places, figure, values));
  }
  return values;
}

Result<double> judged_figure(const Scenario& scenario, const Figure& figure) {
  Plan plan = *scenario.plan;
  for (const ParameterOverride& replaced : scenario.replaced) {
    plan.parameters[replaced.parameter.value].values = replaced.values;
  }
  KeepTiles kept(plan);
  evaluate(plan, {}, kept);
  const auto values = [&](SeriesIndex series) {
    return checks::exists(series) ? SeriesIn(kept.table[series]) : SeriesIn();
  };
  const figures::RunFigures run(*scenario.model, plan, values);
  FT_TRY(const figures::FigureValue value, run.of(figure));
  return value.value;
}

Result<Done> check_work(std::span<const Scenario> scenarios) {
  if (scenarios.empty()) return Done{};
  const Plan& plan = *scenarios.front().plan;
  const double work = static_cast<double>(plan.bins) * static_cast<double>(plan.series.size()) *
                      static_cast<double>(scenarios.size());
  if (work <= kMostJudgedValues) return Done{};
  return Problem{.code = "figures_too_many",
                 .message = "to judge " + std::to_string(scenarios.size()) +
                            " mixes of the changes is too much work for a model of this size",
                 .remedy = "Ask for a figure of a series, such as max(ID)."};
}

}  // namespace

Result<std::vector<double>> figures_of(std::span<const Scenario> scenarios, const Figure& figure) {
  if (figure.is_of_series()) return series_figures(scenarios, figure);
  FT_RETURN_IF_PROBLEM(check_work(scenarios));
  std::vector<double> values;
  for (const Scenario& scenario : scenarios) {
    FT_TRY(const double value, judged_figure(scenario, figure));
    values.push_back(value);
  }
  return values;
}

}  // namespace flowtime
