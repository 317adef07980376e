#include "figures/run_figures.h"

#include <gtest/gtest.h>

#include "compile/compile.h"
#include "eval/evaluate.h"
#include "model/read_model.h"
#include "text/yaml.h"

namespace flowtime::figures {
namespace {

// What waits after each hour: 0, 5, 20, 15. Came 70, left 10 + 15 + 15 + 15 = 55.
constexpr const char* kPacking = R"yaml(schemaVersion: 1
grid: {bins: 4, binSize: 1, binUnit: hours}
nodes:
- {id: orders, kind: const, values: [10, 20, 30, 10]}
- {id: packers, kind: const, values: [15]}
- {id: packed, kind: expr, expr: 'MIN(packers, orders + SHIFT(waiting, 1))'}
topology:
  nodes:
  - id: Packing
    kind: serviceWithBuffer
    semantics: {arrivals: orders, served: packed, capacity: packers, queueDepth: waiting}
  - {id: Street, kind: sink, semantics: {arrivals: packed, served: packed}}
  edges: [{id: out, from: Packing, to: Street}]
)yaml";

class Figures : public ::testing::Test {
 protected:
  Figures() { use(kPacking); }
  void use(const std::string& text) {
    const auto document = yaml::parse(text, "model");
    EXPECT_TRUE(document);
    auto model = read_model(*document);
    EXPECT_TRUE(model) << to_text(model.problems(), "model");
    model_ = *std::move(model);
    auto compiled = compile(model_);
    EXPECT_TRUE(compiled) << to_text(compiled.problems(), "model");
    plan_ = std::move(compiled->plan);
    kept_ = std::make_unique<KeepTiles>(plan_);
    evaluate(plan_, {}, *kept_);
    figures_ = std::make_unique<RunFigures>(model_, plan_, [this](SeriesIndex series) {
      return checks::exists(series) ? SeriesIn(kept_->table[series]) : SeriesIn();
    });
  }
  Result<FigureValue> of(const std::string& text) {
    const auto figure = parse_figure(text);
    EXPECT_TRUE(figure) << text;
    return figures_->of(*figure);
  }

  Model model_;
  Plan plan_;
  std::unique_ptr<KeepTiles> kept_;
  std::unique_ptr<RunFigures> figures_;
};

struct ValueRow {
  const char* figure;
  double value;
  const char* unit;
  const char* shown;
};

TEST_F(Figures, OfASeries) {
  const ValueRow rows[] = {
      {"max(waiting)", 20, "", "20"},
      {"min(waiting)", 0, "", "0"},
      {"mean(waiting)", 10, "", "10"},  // (0 + 5 + 20 + 15) / 4
      {"sum(waiting)", 40, "", "40"},
      {"last(waiting)", 15, "", "15"},
      {"p50(waiting)", 5, "", "5"},    // 0 5 15 20: rank ceil(0.5 x 4) = 2
      {"p85(waiting)", 20, "", "20"},  // rank ceil(3.4) = 4
      {"p99(waiting)", 20, "", "20"},
      {"timeAbove(waiting, 5)", 120, "minutes", "2 h"},  // 20 and 15; 5 is not above
      {"timeAbove(waiting, 50)", 0, "minutes", "0 s"},
      {"integral(waiting)", 2400, "", "2,400"},            // 40 x 60
      {"firstBreach(waiting, 5)", 120, "minutes", "2 h"},  // bin 2
      {"firstBreach(waiting, 5) in 3..", 180, "minutes", "3 h"},
      {"max(waiting) in 0..1", 5, "", "5"},
      {"max(waiting) in 01:00", 5, "", "5"},
      {"mean(waiting) in 01:00..03:00", 12.5, "", "13"},  // (5 + 20) / 2
      {"waiting:2", 20, "", "20"},
  };
  for (const ValueRow& row : rows) {
    const auto value = of(row.figure);
    ASSERT_TRUE(value) << row.figure << ": " << value.problems()[0].message;
    EXPECT_DOUBLE_EQ(value->value, row.value) << row.figure;
    EXPECT_EQ(value->unit, row.unit) << row.figure;
    EXPECT_EQ(shown(*value), row.shown) << row.figure;
  }
}

// The item with x before it came at 3 + (x - 60) / 10 and the like, and leaves at 3 + (x - 40) / 15
// while 15 are packed per hour: those with 50 to 70 before them wait longer than an hour, which is
// what nobody promised but one bin is taken for. The one with 55 waits longest so far, 70 minutes.
TEST_F(Figures, OfANodeAndOfTheRun) {
  const ValueRow rows[] = {
      {"load(Packing)", 1, "ratio", "100 %"},
      {"load(Packing) in 0", 2.0 / 3, "ratio", "67 %"},
      {"peakQueue(Packing)", 20, "items", "20"},
      {"peakQueue(Packing) in 3", 15, "items", "15"},
      {"undelivered(Packing)", 15, "items", "15"},
      {"undelivered(Packing) in 1", 5, "items", "5"},
      {"longest(Packing)", 70, "minutes", "70 min"},
      {"late(Packing)", 20, "items", "20"},
      {"lateShare(Packing)", 20.0 / 70, "share", "29 %"},
      {"lost(Packing)", 0, "items", "0"},
      {"dropped(Packing)", 0, "items", "0"},
      {"harmed(Packing)", 20, "items", "20"},
      {"verdict(Packing)", 2, "verdict", "warning"},
      {"verdict(Packing) in 0", 1, "verdict", "good"},
      {"firstBreach(Packing)", 120, "minutes", "2 h"},
      {"harmed(run)", 20, "items", "20"},
      {"undelivered(run)", 15, "items", "15"},
      {"load(run)", 1, "ratio", "100 %"},
      {"verdict(run)", 2, "verdict", "warning"},
      {"firstBreach(run)", 120, "minutes", "2 h"},
      {"longest(run)", 70, "minutes", "70 min"},
      // Those with 50 to 55 before them were packed, but late.
      {"goodput(Packing)", 50, "items", "50"},
      {"goodput(Packing) in 3", 10, "items", "10"},
      {"timeToDrain(Packing)", 180, "minutes", "3 h"},  // 15 / (15 - 10)
      {"timeToDrain(Packing) in 0", 0, "minutes", "0 s"},
      {"timeToDrain(run)", 180, "minutes", "3 h"},
      // Of what came f times as fast the item at the end of hour 2 has 60 f before it; it waits
      // until 1 + (60 f - 10 f) / 15, an hour at f = 0.9.
      {"headroom(Packing)", 0.9, "factor", "0.9"},
      {"headroom(run)", 0.9, "factor", "0.9"},
      {"offered(run)", 70, "items", "70"},
      {"delivered(run)", 55, "items", "55"},
      {"inside(run)", 15, "items", "15"},
      {"gaveUp(run)", 0, "items", "0"},
      {"gaveUp(Packing)", 0, "items", "0"},
      {"unaccounted(run)", 0, "items", "0"},
  };
  for (const ValueRow& row : rows) {
    const auto value = of(row.figure);
    ASSERT_TRUE(value) << row.figure << ": " << value.problems()[0].message;
    const double near = value->unit == "factor" ? 2e-6 : 1e-8;
    EXPECT_NEAR(value->value, row.value, near * row.value) << row.figure;
    EXPECT_EQ(value->unit, row.unit) << row.figure;
    EXPECT_EQ(shown(*value), row.shown) << row.figure;
  }
}

// Of what came in hour 2, the item with x before it (30 <= x < 60) waits (x - 20) / 30 hours up to
// x = 40, then 1 + (x - 50) / 30; from x = 55 on it has waited 3 - x / 30 by the end.
TEST_F(Figures, OfWhatCameInSomeBins) {
  const ValueRow rows[] = {
      {"p50Wait(Packing) in 2", 50, "minutes", "50 min"},    // 15 of 30: (x - 20) / 30 at x = 45
      {"p95Wait(Packing) in 2", 68.5, "minutes", "68 min"},  // 20 below 60 min, then one a minute
      {"p95Wait(Packing) in 0", 0, "minutes", "0 s"},
      {"late(Packing) in 0..1", 0, "items", "0"},
      {"late(Packing) in 2", 10, "items", "10"},  // 50 <= x
      {"late(Packing) in 3", 10, "items", "10"},  // they will be
      {"lateShare(Packing) in 2", 1.0 / 3, "share", "33 %"},
      {"lateShare(Packing) in 2..3", 0.5, "share", "50 %"},
      {"harmed(Packing) in 2", 10, "items", "10"},
      {"dropped(Packing) in 2", 0, "items", "0"},
      {"lost(Packing) in 2", 0, "items", "0"},
      {"late(run) in 2..3", 20, "items", "20"},
  };
  for (const ValueRow& row : rows) {
    const auto value = of(row.figure);
    ASSERT_TRUE(value) << row.figure << ": " << value.problems()[0].message;
    EXPECT_NEAR(value->value, row.value, 1e-8 * row.value) << row.figure;
    EXPECT_EQ(value->unit, row.unit) << row.figure;
    EXPECT_EQ(shown(*value), row.shown) << row.figure;
  }
}

// 720 calls of 240 s an hour and 55 agents: 48 Erlangs. C = 0.2387009..., and within 15 s
// 1 - C exp(-(55 - 48) 15 / 240) = 0.8458831... are answered (docs/testing.md, "Closed forms").
TEST_F(Figures, ServiceLevelIsErlangC) {
  use(R"yaml(schemaVersion: 1
grid: {bins: 24, binSize: 1, binUnit: hours}
nodes:
- {id: calls, kind: const, values: [720]}
- {id: talk, kind: const, values: [172800000]}
- {id: agents, kind: const, values: [825]}
topology:
  nodes:
  - {id: Calls, kind: serviceWithBuffer, semantics: {arrivals: calls, served: calls, capacity: agents, processingTimeMsSum: talk, servedCount: calls}}
)yaml");
  for (const char* text : {"serviceLevel(Calls, 15 s)", "serviceLevel(Calls, 0.25) in 3..5"}) {
    const auto level = of(text);
    ASSERT_TRUE(level) << level.problems()[0].message;
    EXPECT_NEAR(level->value, 0.8458831, 1e-6) << text;
    EXPECT_EQ(level->unit, "share");
    EXPECT_FALSE(level->at_least);
  }
}

// 100 come in the first hour, 25 leave an hour: item x waits x / 25 - x / 100 hours, so a third
// waits no longer than one.
TEST_F(Figures, ServiceLevelOfWhatWaitsIsThatOfTheQueue) {
  use(R"yaml(schemaVersion: 1
grid: {bins: 5, binSize: 1, binUnit: hours}
nodes:
- {id: came, kind: const, values: [100, 0, 0, 0, 0]}
- {id: most, kind: const, values: [25]}
- {id: done, kind: expr, expr: 'MIN(most, came + SHIFT(waiting, 1))'}
topology:
  nodes:
  - {id: Desk, kind: serviceWithBuffer, semantics: {arrivals: came, served: done, capacity: most, parallelism: 1, queueDepth: waiting}}
)yaml");
  const auto level = of("serviceLevel(Desk, 1 h)");
  ASSERT_TRUE(level);
  EXPECT_NEAR(level->value, 1.0 / 3, 1e-6);
}

TEST_F(Figures, ServiceLevelWithoutServersIsAbsent) {
  const auto level = of("serviceLevel(Packing, 1 h)");
  ASSERT_TRUE(level);
  EXPECT_TRUE(is_absent(level->value));
  EXPECT_NE(level->why_absent.find("how many servers"), std::string::npos) << level->why_absent;
}

// Six of A come in the first hour, six of B in the second, four leave an hour. First in, first out
// item x of A waits x / 12 hours and item y of B 1/2 + y / 12. With B first, A leaves 4, 0, 2: x of
// the last two waits x / 3 hours.
TEST_F(Figures, OfOneClassOfANode) {
  const std::string model = R"yaml(schemaVersion: 2
grid: {bins: 4, binSize: 1, binUnit: hours}
classes: [{id: A}, {id: B}]
traffic:
  arrivals:
  - {nodeId: a, classId: A, pattern: {kind: constant}}
  - {nodeId: b, classId: B, pattern: {kind: constant}}
nodes:
- {id: a, kind: const, values: [6, 0, 0, 0]}
- {id: b, kind: const, values: [0, 6, 0, 0]}
- {id: came, kind: expr, expr: a + b}
- {id: most, kind: const, values: [4]}
- {id: done, kind: expr, expr: 'MIN(most, came + SHIFT(waiting, 1))'}
topology:
  nodes:
  - {id: Desk, kind: serviceWithBuffer, discipline: DISCIPLINE, semantics: {arrivals: came, served: done, queueDepth: waiting, slaMin: 45}}
)yaml";
  struct Row {
    const char* discipline;
    const char* figure;
    double value;
  };
  const Row rows[] = {
      {"fifo", "p50Wait(Desk@A)", 15},
      {"fifo", "p95Wait(Desk@A)", 28.5},
      {"fifo", "longest(Desk@A)", 30},
      {"fifo", "longest(Desk@B)", 60},
      {"fifo", "p50Wait(Desk@B)", 45},
      {"fifo", "late(Desk@B)", 3},
      {"fifo", "lateShare(Desk@A)", 0},

      {"fifo", "undelivered(Desk@B)", 0},
      {"{priority: [B, A]}", "p50Wait(Desk@A)", 15},
      {"{priority: [B, A]}", "p95Wait(Desk@A)", 114},
      {"{priority: [B, A]}", "longest(Desk@A)", 120},
      {"{priority: [B, A]}", "longest(Desk@B)", 60},
  };
  for (const Row& row : rows) {
    std::string text = model;
    text.replace(text.find("DISCIPLINE"), 10, row.discipline);
    use(text);
    const auto value = of(row.figure);
    ASSERT_TRUE(value) << row.figure << ": " << value.problems()[0].message;
    EXPECT_NEAR(value->value, row.value, 1e-5) << row.discipline << " " << row.figure;
  }
  EXPECT_EQ(of("p95Wait(Desk@C)").problems()[0].code, "unknown_class");
  EXPECT_EQ(of("load(Desk@A)").problems()[0].code, "figure_kind");
}

struct AbsentRow {
  const char* figure;
  const char* why;
};
TEST_F(Figures, WhatHasNoValueSaysWhy) {
  const AbsentRow rows[] = {
      {"firstBreach(waiting, 20)", "'waiting' never passes the limit"},
      {"firstBreach(Street)", "'Street' never passes its promise"},
      {"load(Street)", "'Street' has no capacity that is open"},
      {"p95Wait(Street)", "'Street' has no queue"},
      {"p95Wait(Street) in 2", "'Street' has no queue"},
      {"timeToDrain(Packing) in 2",
       "what waits in 'Packing' never drains: first attempts take all of its capacity"},
      {"timeToDrain(Street)", "'Street' has no queue"},
      {"peakQueue(Street)", "'Street' has no queue"},
  };
  for (const AbsentRow& row : rows) {
    const auto value = of(row.figure);
    ASSERT_TRUE(value) << row.figure << ": " << value.problems()[0].message;
    EXPECT_TRUE(is_absent(value->value)) << row.figure;
    EXPECT_EQ(value->why_absent, row.why) << row.figure;
    EXPECT_EQ(shown(*value), "-");
  }
}

struct IdRefusal {
  const char* figure;
  const char* code;
  const char* says;  // somewhere in message or remedy
};
TEST_F(Figures, IdsAreHeldAgainstTheRun) {
  const IdRefusal rows[] = {
      {"max(waitng)", "unknown_series", "Did you mean 'waiting'?"},
      {"max(nothing like it)", "unknown_series", "to list the nodes and series"},
      {"late(Paking)", "unknown_node", "Did you mean 'Packing'?"},
      {"late(packing)", "unknown_node", "Did you mean 'Packing'?"},
      {"harmed(runn)", "unknown_node", "Did you mean 'run'?"},
      {"p95Wait(waiting)", "figure_kind", "'waiting' is a series, which has no 'p95Wait'"},
      {"max(Packing)", "figure_kind", "'Packing' is a node, which has no 'max'"},
      {"firstBreach(waiting)", "figure_kind", "Write firstBreach(waiting, LIMIT)."},
      {"p95Wait(run)", "figure_kind", "The run has firstBreach, load, peakQueue, longest"},
      {"headroom(Packing) in 0..1", "figure_range", "Leave the range out"},
      {"offered(run) in 0..1", "figure_range", "Leave the range out"},
      {"late(Packing@VIP)", "unknown_class", "have no class 'VIP'"},
      {"load(Packing@VIP)", "figure_kind", "A class has p50Wait, p85Wait, p95Wait, longest, late"},
      {"offered(Packing)", "figure_kind", "'Packing' is a node, which has no 'offered'"},
      {"max(waiting) in 9", "range_outside_grid", "0..3"},
      {"load(Packing) in 3..1", "range_backwards", "ends before it begins"},
      {"max(waiting) in 2026-01-01", "range_needs_start", "The grid has no start"},
  };
  for (const IdRefusal& row : rows) {
    const auto value = of(row.figure);
    ASSERT_FALSE(value) << row.figure;
    const Problem& problem = value.problems()[0];
    EXPECT_EQ(problem.code, row.code) << row.figure;
    const std::string text = problem.message + " " + problem.remedy;
    EXPECT_NE(text.find(row.says), std::string::npos) << row.figure << ": " << text;
  }
}

// The whole grid as a range is the whole run.
TEST_F(Figures, ARangeOfAllBinsChangesNothing) {
  for (const char* figure :
       {"load(Packing)", "peakQueue(Packing)", "longest(Packing)", "undelivered(Packing)",
        "verdict(Packing)", "firstBreach(Packing)", "p50Wait(Packing)", "p95Wait(Packing)",
        "late(Packing)", "lateShare(Packing)", "harmed(Packing)", "goodput(Packing)",
        "timeToDrain(Packing)"}) {
    const auto whole = of(figure), ranged = of(std::string(figure) + " in 0..3");
    ASSERT_TRUE(whole && ranged) << figure;
    EXPECT_DOUBLE_EQ(whole->value, ranged->value) << figure;
  }
}

}  // namespace
}  // namespace flowtime::figures
