#include "whatif/scenario_figures.h"

#include <algorithm>
#include <map>

#include "answers/series_units.h"
#include "base/nearest_name.h"
#include "checks/run_series.h"
#include "eval/evaluate.h"
#include "figures/run_figures.h"
#include "figures/series_figure.h"
#include "judge/judge.h"
#include "judge/node_flows.h"
#include "model/replace_values.h"
#include "whatif/each_index.h"
#include "whatif/parameter.h"
#include "whatif/scenario_memory.h"

namespace flowtime::whatif {
namespace {

using figures::Figure;
using figures::FigureValue;

constexpr double kMostJudgedValues = 4e8;  // series x bins x scenarios: some ten seconds
constexpr std::int64_t kMostKeptValues = std::int64_t{8} << 20;  // about 64 MB

Problem stopped() {
  return {.code = "stopped",
          .message = "the work was cancelled before it was finished",
          .remedy = "Start it again."};
}

bool stop_now(StopToken* stop) { return stop != nullptr && stop->stop_requested(); }

// Scenarios of one plan, by their place.
using Places = std::vector<std::size_t>;

std::vector<Places> groups_of(std::span<const Scenario> scenarios) {
  std::vector<Places> groups;
  // Looked up only: the order of groups is that of the scenarios, not of addresses.
  std::map<const Plan*, std::size_t> group_of;
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    const auto [found, is_new] = group_of.try_emplace(scenarios[i].plan.get(), groups.size());
    if (is_new) groups.emplace_back();
    groups[found->second].push_back(i);
  }
  return groups;
}

// What is read of every scenario of one plan: some series, and figures of them.
class SeriesReading {
 public:
  // Problems: unknown_series; those of a figure's range.
  static Result<SeriesReading> of(const Scenario& scenario, const FigureTask& task) {
    SeriesReading reading(scenario, task);
    for (const std::string& id : task.series) {
      // A series that is wanted and measured is kept once.
      FT_TRY(const std::size_t at, reading.place_of(id));
      reading.captured_.push_back(at);
    }
    for (const Figure& figure : task.measures) {
      if (!figure.is_of_series()) {
        reading.measured_.push_back({});
        continue;
      }
      FT_TRY(const std::size_t at, reading.place_of(figure.id));
      FT_TRY(const BinRange bins, figures::bins_of(figure, scenario.model->grid));
      reading.measured_.push_back({at, bins});
    }
    const auto units = series_units(*scenario.model, scenario.plan->series);
    for (const SeriesIndex series : reading.series_) reading.units_.push_back(units[series.value]);
    return reading;
  }

  std::span<const SeriesIndex> series() const { return series_; }

  // `values` are those of series(), in that order.
  void read(std::span<const SeriesIn> values, ScenarioFigures& out) const {
    const double width = grid_.bin_minutes();
    out.values.resize(task_.measures.size());
    for (std::size_t i = 0; i < measured_.size(); ++i) {
      const Figure& figure = task_.measures[i];
      if (!figure.is_of_series()) continue;
      const Measured& measured = measured_[i];
      out.values[i] = figures::value_of_series(figure, values[measured.place], measured.bins, width,
                                               units_[measured.place]);
    }
    for (const std::size_t at : captured_) {
      out.series.emplace_back(values[at].begin(), values[at].end());
    }
  }

 private:
  struct Measured {
    std::size_t place = 0;
    BinRange bins{};
  };
  SeriesReading(const Scenario& scenario, const FigureTask& task)
      : task_(task), plan_(*scenario.plan), grid_(scenario.model->grid) {}

  Result<std::size_t> place_of(const std::string& id) {
    const auto found = plan_.series.find(id);
    if (!found) return unknown_series(id);
    const auto known = std::find(series_.begin(), series_.end(), *found);
    const auto place = static_cast<std::size_t>(known - series_.begin());
    if (known == series_.end()) series_.push_back(*found);
    return place;
  }
  Problem unknown_series(const std::string& id) const {
    std::vector<std::string_view> ids;
    for (const SeriesInfo& info : plan_.series.all()) ids.push_back(info.id);
    const std::string nearest = nearest_name(id, ids);
    return {.code = "unknown_series",
            .message = "the model has no series '" + id + "'",
            .remedy = nearest.empty() ? "Run `flowtime eval` to list the series of a model."
                                      : "Did you mean '" + nearest + "'?"};
  }

  const FigureTask& task_;
  const Plan& plan_;
  TimeGrid grid_;
  std::vector<SeriesIndex> series_;    // distinct
  std::vector<std::string> units_;     // of them
  std::vector<std::size_t> captured_;  // into series_
  std::vector<Measured> measured_;     // by measure
};

// All bins of some series for every lane. Lanes are written by one thread each.
class SeriesOfLanes : public LaneSink {
 public:
  SeriesOfLanes(std::size_t lanes, std::int64_t bins, std::span<const SeriesIndex> series)
      : series_(series.begin(), series.end()),
        bins_(static_cast<std::size_t>(bins)),
        values_(lanes * series.size() * bins_) {}
  void accept(const LaneTile& tile) override {
    for (std::int64_t lane = 0; lane < tile.lanes; ++lane) {
      for (std::size_t s = 0; s < series_.size(); ++s) {
        // Each lane has its own rows: threads do not write to the same ones.
        double* out = start(static_cast<std::size_t>(tile.first_lane + lane), s) +
                      static_cast<std::size_t>(tile.first_bin);
        for (std::int64_t t = 0; t < tile.bins; ++t) out[t] = tile.value(series_[s], t, lane);
      }
    }
  }
  std::vector<SeriesIn> of(std::size_t lane) {
    std::vector<SeriesIn> series;
    for (std::size_t s = 0; s < series_.size(); ++s) series.emplace_back(start(lane, s), bins_);
    return series;
  }

 private:
  double* start(std::size_t lane, std::size_t series) {
    return values_.data() + (lane * series_.size() + series) * bins_;
  }
  std::vector<SeriesIndex> series_;
  std::size_t bins_;
  std::vector<double> values_;
};

// The scenarios of one plan, some at a time.
Result<Done> read_lanes(std::span<const Scenario> scenarios, const Places& places,
                        const FigureTask& task, std::vector<ScenarioFigures>& out) {
  const Plan& plan = *scenarios[places.front()].plan;
  FT_TRY(const SeriesReading reading, SeriesReading::of(scenarios[places.front()], task));
  const auto per_lane =
      plan.bins * static_cast<std::int64_t>(std::max<std::size_t>(1, reading.series().size()));
  // At least one lane, however long its rows are.
  const auto fit = static_cast<std::size_t>(std::max<std::int64_t>(1, kMostKeptValues / per_lane));
  for (std::size_t first = 0; first < places.size(); first += fit) {
    const std::size_t size = std::min(fit, places.size() - first);
    std::vector<LaneParameters> lanes;
    for (std::size_t i = 0; i < size; ++i) lanes.push_back(scenarios[places[first + i]].replaced);
    FT_TRY(const ScenarioMemory memory,
           memory_of_lanes(plan, reading.series().size(), size, task.threads));
    SeriesOfLanes kept(size, plan.bins, reading.series());
    if (evaluate_lanes(plan, lanes, kept, memory.threads, task.stop) == Outcome::kStopped) {
      return stopped();
    }
    for (std::size_t i = 0; i < size; ++i) reading.read(kept.of(i), out[places[first + i]]);
  }
  return Done{};
}

// All bins of some series of one evaluation.
class KeepSome : public TileSink {
 public:
  KeepSome(std::span<const SeriesIndex> series, std::int64_t bins)
      : series_(series.begin(), series.end()), table_(series.size(), bins) {}
  void accept(const SeriesTile& tile) override {
    std::vector<const double*> rows;
    for (const SeriesIndex series : series_) rows.push_back(tile.series[series.value]);
    table_.append({.first_bin = tile.first_bin, .bins = tile.bins, .series = rows});
  }
  std::vector<SeriesIn> values() const {
    std::vector<SeriesIn> values;
    for (std::uint32_t i = 0; i < series_.size(); ++i) values.emplace_back(table_[SeriesIndex{i}]);
    return values;
  }

 private:
  std::vector<SeriesIndex> series_;
  SeriesTable table_;
};

// Figures of series alone need no more than these.
Result<Done> read_unjudged(const SeriesReading& reading, const Plan& plan, const FigureTask& task,
                           ScenarioFigures& out) {
  KeepSome kept(reading.series(), plan.bins);
  if (evaluate(plan, {}, kept, task.stop) == Outcome::kStopped) return stopped();
  reading.read(kept.values(), out);
  return Done{};
}

// A scenario with all that a judgement of it reads.
class WholeScenario {
 public:
  explicit WholeScenario(const Scenario& scenario)
      : plan_(plan_of(scenario)), model_(with_replaced(scenario)), kept_(plan_) {}
  WholeScenario(const WholeScenario&) = delete;
  WholeScenario& operator=(const WholeScenario&) = delete;

  Result<Done> evaluate(StopToken* stop) {
    if (flowtime::evaluate(plan_, {}, kept_, stop) == Outcome::kStopped) return stopped();
    return Done{};
  }
  const Plan& plan() const { return plan_; }
  const Model& model() const { return model_; }
  SeriesIn values(SeriesIndex series) const {
    return checks::exists(series) ? SeriesIn(kept_.table[series]) : SeriesIn();
  }
  judge::JudgedRun judged() const {
    return {
        .model = model_, .plan = plan_, .series = series_, .values = [this](SeriesIndex series) {
          return values(series);
        }};
  }

 private:
  Plan plan_;
  Model model_;
  KeepTiles kept_;
  checks::RunSeries series_{model_, plan_.series};
};

// One scenario by itself, judged where a measure asks for it.
Result<Done> read_single(const Scenario& scenario, const FigureTask& task, ScenarioFigures& out) {
  FT_TRY(const SeriesReading reading, SeriesReading::of(scenario, task));
  if (!task.is_judged()) return read_unjudged(reading, plan_of(scenario), task, out);
  WholeScenario whole(scenario);
  FT_RETURN_IF_PROBLEM(whole.evaluate(task.stop));
  std::vector<SeriesIn> values;
  for (const SeriesIndex series : reading.series()) values.emplace_back(whole.values(series));
  reading.read(values, out);
  const judge::JudgedRun judged = whole.judged();
  const figures::RunFigures run(whole.model(), whole.plan(), judged.values,
                                judge::judge_run(judged, task.thresholds));
  for (std::size_t i = 0; i < task.measures.size(); ++i) {
    if (task.measures[i].is_of_series()) continue;
    FT_TRY(out.values[i], run.of(task.measures[i]));
  }
  return Done{};
}

Result<Done> read_singles(std::span<const Scenario> scenarios, const Places& places,
                          const FigureTask& task, std::vector<ScenarioFigures>& out) {
  if (places.empty()) return Done{};
  const Plan& plan = largest_plan(scenarios);
  const std::size_t kept =
      task.is_judged() ? plan.series.size() : task.series.size() + task.measures.size();
  FT_TRY(const ScenarioMemory memory, memory_of_singles(plan, kept, task.threads));
  // By place, so that the first problem is the same for every number of threads.
  std::vector<Problems> problems(places.size());
  each_index(places.size(), memory.threads, [&](std::size_t i) {
    // Between scenarios too: each may be short, and there may be thousands.
    if (stop_now(task.stop)) {
      problems[i] = {stopped()};
      return;
    }
    const auto done = read_single(scenarios[places[i]], task, out[places[i]]);
    if (!done) problems[i] = done.problems();
  });
  for (Problems& found : problems) {
    if (!found.empty()) return std::move(found);
  }
  return Done{};
}

Result<Done> check_work(std::span<const Scenario> scenarios) {
  if (scenarios.empty()) return Done{};
  const Plan& plan = *scenarios.front().plan;
  const double work = static_cast<double>(plan.bins) * static_cast<double>(plan.series.size()) *
                      static_cast<double>(scenarios.size());
  if (work <= kMostJudgedValues) return Done{};
  return Problem{.code = "figures_too_many",
                 .message = "judging " + std::to_string(scenarios.size()) +
                            " mixes of the changes is too much work for a model of this size",
                 .remedy = "Ask for a figure of a series, such as max(ID)."};
}

}  // namespace

bool FigureTask::is_judged() const {
  return std::any_of(measures.begin(), measures.end(),
                     [](const Figure& figure) { return !figure.is_of_series(); });
}

Plan plan_of(const Scenario& scenario) {
  Plan plan = *scenario.plan;
  for (const ParameterOverride& replaced : scenario.replaced) {
    plan.parameters[replaced.parameter.value].values = replaced.values;
  }
  return plan;
}

Model with_replaced(const Scenario& scenario) {
  Model model = *scenario.model;
  for (const ParameterOverride& replaced : scenario.replaced) {
    replace_values(model, scenario.plan->parameters[replaced.parameter.value].name,
                   replaced.values);
  }
  return model;
}

Result<std::vector<ScenarioFigures>> figures_of(std::span<const Scenario> scenarios,
                                                const FigureTask& task) {
  std::vector<ScenarioFigures> out(scenarios.size());
  Places singles;
  for (const Places& places : groups_of(scenarios)) {
    if (task.is_judged() || places.size() < 2) {
      singles.insert(singles.end(), places.begin(), places.end());
      continue;
    }
    FT_RETURN_IF_PROBLEM(read_lanes(scenarios, places, task, out));
  }
  FT_RETURN_IF_PROBLEM(read_singles(scenarios, singles, task, out));
  return out;
}

Result<NodeCurves> curves_of(const Scenario& scenario, std::size_t node,
                             const ThresholdOverrides& thresholds, StopToken* stop) {
  WholeScenario whole(scenario);
  FT_RETURN_IF_PROBLEM(whole.evaluate(stop));
  const judge::JudgedRun judged = whole.judged();
  const Judgement judgement = judge::judge_run(judged, thresholds);
  const judge::NodeFlows flows(judged, node);
  NodeCurves curves;
  for (std::int64_t t = 0; t < whole.plan().bins; ++t) {
    curves.load.push_back(flows.load(static_cast<std::size_t>(t)));
    curves.wait_minutes.push_back(judgement.nodes[node].wait_minutes(t));
  }
  return curves;
}

Result<std::vector<double>> figures_of(std::span<const Scenario> scenarios, const Figure& figure) {
  if (!figure.is_of_series()) FT_RETURN_IF_PROBLEM(check_work(scenarios));
  FT_TRY(const auto figures, figures_of(scenarios, FigureTask{.measures = {figure}}));
  std::vector<double> values;
  for (const ScenarioFigures& of_scenario : figures) {
    values.push_back(of_scenario.values.front().value);
  }
  return values;
}

}  // namespace flowtime::whatif
