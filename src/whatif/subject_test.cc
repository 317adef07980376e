#include "whatif/subject.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "eval/evaluate.h"
#include "figures/run_figures.h"
#include "library/template_library.h"
#include "lifecycle/create_run.h"
#include "pipeline/read_and_compile.h"
#include "sys/memory_env.h"
#include "template/bind_parameters.h"
#include "template/expand.h"

namespace flowtime::whatif {
namespace {

constexpr const char* kShop = R"yaml(schemaVersion: 1
grid: {bins: 4, binSize: 1, binUnit: hours}
classes: [{id: Express}, {id: Plain}]
traffic:
  arrivals:
  - {nodeId: orders, classId: Express, pattern: {kind: constant, ratePerBin: 3}}
  - {nodeId: orders, classId: Plain, pattern: {kind: constant, rate: 7}}
nodes:
- {id: orders, kind: const}
- {id: shape, kind: const, values: [1, 2, 3, 2]}
- {id: share, kind: expr, expr: '0.5'}
- {id: demand, kind: expr, expr: 'orders * shape * share'}
- {id: capacity, kind: const, values: [8]}
- {id: packed, kind: expr, expr: 'MIN(capacity, demand + SHIFT(waiting, 1))'}
- {id: levels, kind: expr, expr: 'SHIFT(levels, 1) + 1', initial: 5}
- id: split
  kind: router
  inputs: {queue: packed}
  routes: [{target: by_day, weight: 3}, {target: by_night}]
topology:
  nodes:
  - id: Packing
    kind: serviceWithBuffer
    wipLimit: 40
    semantics: {arrivals: demand, served: packed, capacity: capacity, queueDepth: waiting}
    initialCondition: {queueDepth: 2}
  - {id: Street, kind: sink, semantics: {arrivals: packed, served: packed}}
  edges: [{id: out, from: Packing, to: Street, weight: 2}]
)yaml";

std::shared_ptr<const Subject> shop(Env& env) {
  auto subject = model_subject(env, {.text = kShop});
  EXPECT_TRUE(subject) << to_text(subject.problems(), "model");
  return *subject;
}

// All published series of a scenario.
SeriesTable values_of(const Scenario& scenario) {
  KeepTiles kept(*scenario.plan);
  evaluate(*scenario.plan, scenario.replaced, kept);
  return std::move(kept.table);
}

SeriesTable values_of(const ModelSource& source) {
  MemoryEnv env;
  RunObserver nobody;
  StageClock clock(env, nobody);
  const auto compiled = read_and_compile(source, {}, clock);
  EXPECT_TRUE(compiled) << to_text(compiled.problems(), "model");
  KeepTiles kept(compiled->compiled.plan);
  evaluate(compiled->compiled.plan, {}, kept);
  return std::move(kept.table);
}

void expect_same_bits(const SeriesTable& a, const SeriesTable& b, const Plan& plan,
                      const std::string& what) {
  for (std::uint32_t s = 0; s < plan.series.size(); ++s) {
    const SeriesIn x = a[SeriesIndex{s}], y = b[SeriesIndex{s}];
    ASSERT_EQ(x.size(), y.size()) << what;
    EXPECT_EQ(std::memcmp(x.data(), y.data(), x.size_bytes()), 0)
        << what << ": " << plan.series[SeriesIndex{s}].id;
  }
}

TEST(ModelSubject, ListsWhatCanBeSet) {
  MemoryEnv env;
  const auto subject = shop(env);
  std::string listed;
  for (const Parameter& parameter : subject->parameters()) {
    listed += parameter.id + " " + name_of(parameter.kind) + "\n";
  }
  EXPECT_EQ(listed,
            "orders const\nshape const\ncapacity const\nPacking.wipLimit wipLimit\n"
            "share expression\nlevels.initial initialCondition\nsplit.by_day.weight weight\n"
            "split.by_night.weight weight\norders.Express classRate\norders.Plain classRate\n"
            "Packing.initialCondition initialCondition\nout.weight weight\n");
}

struct KnobRow {
  const char* knob;
  double value;
  const char* was;  // in the text
  const char* is;
};

// Every kind of parameter: what the knob does is what a person would write into the model.
TEST(ModelSubject, AKnobIsAnEditOfTheText) {
  const KnobRow rows[] = {
      {"capacity", 9, "values: [8]", "values: [9]"},
      {"capacity*", 1.5, "values: [8]", "values: [12]"},
      {"capacity[1..2]", 3, "values: [8]", "values: [8, 3, 3, 8]"},
      {"capacity[01:00..03:00]*", 0.5, "values: [8]", "values: [8, 4, 4, 8]"},
      {"shape*", 2, "[1, 2, 3, 2]", "[2, 4, 6, 4]"},
      {"shape", 2, "[1, 2, 3, 2]", "[2]"},
      {"Packing.wipLimit", 5, "wipLimit: 40", "wipLimit: 5"},
      {"share", 0.75, "'0.5'", "'0.75'"},
      {"share*", 3, "'0.5'", "'1.5'"},
      {"levels.initial", 1, "initial: 5", "initial: 1"},
      {"split.by_day.weight", 1, "weight: 3", "weight: 1"},
      {"split.by_night.weight", 2, "target: by_night", "target: by_night, weight: 2"},
      {"orders.Express", 6, "ratePerBin: 3", "ratePerBin: 6"},
      {"orders.Plain", 9, "rate: 7", "rate: 9"},
      {"Packing.initialCondition", 0, "queueDepth: 2", "queueDepth: 0"},
      {"out.weight", 4, "to: Street, weight: 2", "to: Street, weight: 4"},
  };
  MemoryEnv env;
  const auto subject = shop(env);
  for (const KnobRow& row : rows) {
    std::string text = kShop;
    const std::size_t at = text.find(row.was);
    ASSERT_NE(at, std::string::npos) << row.was;
    text.replace(at, std::strlen(row.was), row.is);
    const auto knob = subject->knob(row.knob);
    ASSERT_TRUE(knob) << row.knob << ": " << knob.problems()[0].message;
    const auto scenario = subject->scenario({*knob}, {row.value});
    ASSERT_TRUE(scenario) << row.knob << ": " << scenario.problems()[0].message;
    expect_same_bits(values_of(*scenario), values_of(ModelSource{.text = text}), *scenario->plan,
                     row.knob);
  }
}

// Columns and the rest of the text at once.
TEST(ModelSubject, SeveralKnobsMeet) {
  MemoryEnv env;
  const auto subject = shop(env);
  const Knobs knobs{*subject->knob("capacity"), *subject->knob("share"), *subject->knob("shape*")};
  const auto scenario = subject->scenario(knobs, {5, 1, 2});
  ASSERT_TRUE(scenario);
  std::string text = kShop;
  text.replace(text.find("'0.5'"), 5, "'1'");
  ModelSource source{.text = text};
  source.settings = {{"capacity=5", ""}, {"shape*=2", ""}};
  expect_same_bits(values_of(*scenario), values_of(source), *scenario->plan, "three knobs");
  // The same mix of texts shares its plan.
  const auto again = subject->scenario(knobs, {6, 1, 3});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->plan, scenario->plan);
  EXPECT_NE(subject->scenario(knobs, {6, 2, 3})->plan, scenario->plan);
}

struct RefusalRow {
  const char* knob;
  const char* code;
  const char* says;
};

TEST(ModelSubject, UnknownIdsNameTheNearest) {
  const RefusalRow rows[] = {
      {"capacty", "unknown_parameter", "Did you mean 'capacity'?"},
      {"Packing.wiplimit", "unknown_parameter", "Did you mean 'Packing.wipLimit'?"},
      {"demand", "unknown_parameter", "Name one of these: orders, shape, capacity"},
      {"share[1..2]", "knob_range", "Vary it as a whole: share."},
      {"[1..2]", "setting_syntax", ""},
  };
  MemoryEnv env;
  const auto subject = shop(env);
  for (const RefusalRow& row : rows) {
    const auto knob = subject->knob(row.knob);
    ASSERT_FALSE(knob) << row.knob;
    EXPECT_EQ(knob.problems()[0].code, row.code) << row.knob;
    const std::string text = knob.problems()[0].message + " " + knob.problems()[0].remedy;
    EXPECT_NE(text.find(row.says), std::string::npos) << text;
  }
}

// A value that the model would refuse is refused here, by the same code.
TEST(ModelSubject, ImpossibleValuesAreRefused) {
  MemoryEnv env;
  const auto subject = shop(env);
  const auto code_of = [&](const char* knob, double value) {
    const auto scenario = subject->scenario({*subject->knob(knob)}, {value});
    return scenario ? std::string("none") : scenario.problems()[0].code;
  };
  EXPECT_EQ(code_of("Packing.wipLimit", -1), "setting_number");
  EXPECT_EQ(code_of("split.by_day.weight", 0), "bad_weight");
  EXPECT_EQ(code_of("orders.Express", -2), "out_of_range");
  EXPECT_EQ(code_of("capacity[9]", 1), "range_outside_grid");
  EXPECT_EQ(code_of("shape*", 1e308), "setting_number");
}

// The figures of lanes, of single scenarios and of any number of threads are the same bits.
TEST(ScenarioFigures, AreTheSameHoweverTheyAreEvaluated) {
  MemoryEnv env;
  const auto subject = shop(env);
  std::vector<Scenario> scenarios;
  const Knobs knobs{*subject->knob("capacity")};
  for (int i = 0; i < 37; ++i) scenarios.push_back(*subject->scenario(knobs, {3.0 + 0.3 * i}));
  FigureTask task{
      .measures = {*figures::parse_figure("max:waiting"), *figures::parse_figure("mean:packed")},
      .series = {"waiting"}};
  const auto together = figures_of(scenarios, task);
  task.threads = 3;
  const auto threaded = figures_of(scenarios, task);
  task.measures.push_back(*figures::parse_figure("late:run"));  // each by itself
  const auto judged = figures_of(scenarios, task);
  ASSERT_TRUE(together && threaded && judged);
  for (std::size_t i = 0; i < scenarios.size(); ++i) {
    for (std::size_t m = 0; m < 2; ++m) {
      EXPECT_EQ((*together)[i].values[m].value, (*threaded)[i].values[m].value);
      EXPECT_EQ((*together)[i].values[m].value, (*judged)[i].values[m].value);
    }
    EXPECT_EQ((*together)[i].series, (*judged)[i].series);
  }
  EXPECT_EQ((*together)[0].values[0].unit, "entities");
}

class EveryTemplate : public ::testing::Test {
 protected:
  RunHost host() { return {.env = env_, .log = log_, .observer = nobody_, .templates = &library_}; }
  static std::vector<GivenParameter> given(const std::string& name, double value) {
    return {*parameter_from_json(
        name, std::to_string(static_cast<std::int64_t>(value)) == std::to_string(value)
                  ? std::to_string(static_cast<std::int64_t>(value))
                  : plain_number(value))};
  }
  static std::string plain_number(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.17g", value);
    return text;
  }
  MemoryEnv env_;
  MemoryLogSink log_;
  RunObserver nobody_;
  TemplateLibrary library_;
};

// Each parameter one step on, in a lane beside others: bit for bit what the text itself gives.
TEST_F(EveryTemplate, APointIsWhatTheTextGives) {
  int templates = 0, points = 0;
  for (const LibraryTemplate& entry : **library_.list()) {
    ++templates;
    const auto subject = template_subject(env_, {.from = entry.parsed});
    ASSERT_TRUE(subject) << entry.id;
    for (const Parameter& parameter : (*subject)->parameters()) {
      if (!parameter.is_number()) continue;
      const bool up = !parameter.max || parameter.value() + parameter.step <= *parameter.max;
      const double value = parameter.value() + (up ? parameter.step : -parameter.step);
      const auto scenario = (*subject)->scenario({*(*subject)->knob(parameter.id)}, {value});
      ASSERT_TRUE(scenario) << entry.id << " " << parameter.id;
      const auto bound = bind_parameters(*entry.parsed, given(parameter.id, value));
      ASSERT_TRUE(bound) << entry.id << " " << parameter.id;
      const auto expansion = expand(*entry.parsed, *bound);
      ASSERT_TRUE(expansion);
      ModelSource source{.text = expansion->model_text};
      source.seed = expansion->seed;
      expect_same_bits(values_of(*scenario), values_of(source), *scenario->plan,
                       entry.id + " " + parameter.id);
      ++points;
    }
  }
  EXPECT_EQ(templates, 13);
  EXPECT_GT(points, 80);
}

// Judged figures of a point are those of a stored run with the same values.
TEST_F(EveryTemplate, APointIsJudgedLikeAStoredRun) {
  for (const LibraryTemplate& entry : **library_.list()) {
    const auto subject = template_subject(env_, {.from = entry.parsed});
    ASSERT_TRUE(subject) << entry.id;
    const Parameter& parameter = (*subject)->parameters().back();
    const double value = parameter.value();
    CreateRunRequest request;
    request.run_template =
        TemplateRequest{.id = entry.id, .parameters = given(parameter.id, value)};
    const RunOutcome outcome = create_run(host(), request);
    ASSERT_TRUE(outcome.succeeded()) << entry.id;
    const auto run = open_run(env_, outcome.run_id);
    ASSERT_TRUE(run);
    const auto scenario = (*subject)->scenario({*(*subject)->knob(parameter.id)}, {value});
    ASSERT_TRUE(scenario);
    const figures::RunFigures stored(*run, *scenario->model, *scenario->plan);
    EXPECT_FALSE(stored.was_judged_again());
    FigureTask task;
    for (const TopologyNode& node : scenario->model->topology.nodes) {
      for (const char* reducer : {"load", "late", "p95Wait", "longest", "undelivered", "verdict",
                                  "harmed", "dropped", "firstBreach"}) {
        task.measures.push_back(*figures::parse_figure(std::string(reducer) + ":" + node.id));
      }
    }
    task.measures.push_back(*figures::parse_figure("harmed:run"));
    const auto made = figures_of(std::span(&*scenario, 1), task);
    ASSERT_TRUE(made) << entry.id << ": " << made.problems()[0].message;
    for (std::size_t i = 0; i < task.measures.size(); ++i) {
      const auto wanted = stored.of(task.measures[i]);
      ASSERT_TRUE(wanted);
      const double is = made->front().values[i].value;
      const std::string what = entry.id + " " + figures::to_text(task.measures[i]);
      EXPECT_EQ(std::memcmp(&is, &wanted->value, sizeof is), 0) << what << ": " << is;
      EXPECT_EQ(made->front().values[i].at_least, wanted->at_least) << what;
      EXPECT_EQ(made->front().values[i].why_absent, wanted->why_absent) << what;
    }
  }
}

TEST(Parameters, StepsAreAsPeopleWriteThem) {
  EXPECT_EQ(natural_step(72), 1);
  EXPECT_EQ(natural_step(0.06), 0.001);
  EXPECT_EQ(natural_step(5000), 10);
  EXPECT_EQ(natural_step(0), 1);
  EXPECT_EQ(on_step(0.07, 0.01), 0.07);
  EXPECT_EQ(on_step(0.3, 0.1), 0.3);
  EXPECT_EQ(on_step(7.5, 0.5), 7.5);
  EXPECT_EQ(on_step(26, 5), 25);
}

// The curves of a node reach what its figures say, with the values of the model and with others.
TEST(ScenarioCurves, ReachTheFiguresOfTheNode) {
  MemoryEnv env;
  const auto subject = shop(env);
  const auto knob = subject->knob("capacity");
  ASSERT_TRUE(knob);
  const auto wider = subject->scenario({*knob}, {16});
  ASSERT_TRUE(wider);
  for (const Scenario& scenario : {subject->base(), *wider}) {
    const auto curves = curves_of(scenario, 0, {});
    ASSERT_TRUE(curves);
    ASSERT_EQ(curves->load.size(), 4u);
    ASSERT_EQ(curves->wait_minutes.size(), 4u);
    for (const auto& [text, values] :
         {std::pair{"load(Packing)", curves->load}, {"longest(Packing)", curves->wait_minutes}}) {
      const auto figure = figures_of(std::vector<Scenario>{scenario}, *figures::parse_figure(text));
      ASSERT_TRUE(figure) << text;
      EXPECT_EQ(figure->front(), *std::max_element(values.begin(), values.end())) << text;
    }
  }
  EXPECT_LT(curves_of(*wider, 0, {})->wait_minutes[3],
            curves_of(subject->base(), 0, {})->wait_minutes[3]);
}

}  // namespace
}  // namespace flowtime::whatif
