#include "figures/expectation.h"

#include <gtest/gtest.h>

#include "compile/compile.h"
#include "eval/evaluate.h"
#include "model/read_model.h"
#include "text/yaml.h"

namespace flowtime::figures {
namespace {

// A desk of two days: 15 of 30 calls an hour are answered, so 15 more wait after each.
constexpr const char* kDesk = R"yaml(schemaVersion: 1
itemNoun: calls
grid: {bins: 4, binSize: 1, binUnit: hours, start: 2026-01-05T08:00:00Z}
nodes:
- {id: calls, kind: const, values: [10, 20, 30, 10]}
- {id: agents, kind: const, values: [15]}
- {id: answered, kind: expr, expr: 'MIN(agents, calls + SHIFT(waiting, 1))'}
- {id: share, kind: expr, expr: 'answered / 15'}
topology:
  nodes:
  - id: Desk
    kind: serviceWithBuffer
    semantics: {arrivals: calls, served: answered, capacity: agents, queueDepth: waiting}
  - {id: Street, kind: sink, semantics: {arrivals: answered, served: answered}}
  edges: [{id: out, from: Desk, to: Street}]
)yaml";

class Expectations : public ::testing::Test {
 protected:
  Expectations() { evaluate_model(kDesk); }
  void evaluate_model(const std::string& text) {
    const auto document = yaml::parse(text, "model");
    model_ = read_model(*document).value();
    plan_ = compile(model_).value().plan;
    kept_ = std::make_unique<KeepTiles>(plan_);
    evaluate(plan_, {}, *kept_);
    figures_ = std::make_unique<RunFigures>(model_, plan_, [this](SeriesIndex series) {
      return checks::exists(series) ? SeriesIn(kept_->table[series]) : SeriesIn();
    });
  }
  Result<ExpectationOutcome> outcome(const std::string& text) {
    FT_TRY(const auto outcomes,
           outcomes_of({{.text = text, .where = {7, 5}}}, *figures_, model_, plan_.series));
    return outcomes.front();
  }
  // "holds", why it does not, or the code that refuses it.
  std::string result_of(const std::string& text) {
    const auto made = outcome(text);
    if (!made) return made.problems().front().code;
    return made->holds ? "holds" : made->why;
  }

  Model model_;
  Plan plan_;
  std::unique_ptr<KeepTiles> kept_;
  std::unique_ptr<RunFigures> figures_;
};

// Waiting 0, 5, 20, 15 at the end of the hours; answered 10, 15, 15, 15.
TEST_F(Expectations, HoldOrSayWhy) {
  const char* rows[][2] = {
      {"max(waiting) < 20", "it is 20"},
      {"max(waiting) <= 20", "holds"},
      {"max(waiting) >= 20", "holds"},
      {"max(waiting) > 20", "it is 20"},
      {"max(waiting) == 20", "holds"},
      {"max(waiting)==20", "holds"},
      {"max(waiting) != 20", "it is 20"},
      {"max(waiting) < 20 in 08:00..10:00", "holds"},
      {"max(waiting) in 0..1 < 20", "holds"},
      {"max(waiting) <= 20 calls", "holds"},
      {"max(waiting) <= 20 items", "holds"},
      {"max(waiting) <= 20 orders", "expectation_unit"},
      {"max(waiting) <= 20 min", "expectation_unit"},
      {"sum(answered) == 55", "holds"},
      {"mean(share) < 95 %", "holds"},
      {"load(Desk) <= 100 %", "holds"},
      {"load(Desk) < 0.95 in 09:00..12:00", "it is 100 %"},
      {"timeAbove(waiting, 4) <= 3 h", "holds"},
      {"timeAbove(waiting, 4) < 180", "it is 3 h"},
      {"peakQueue(Desk) <= 20", "holds"},
      {"undelivered(Desk) == 0", "it is 15"},
      {"verdict(Desk) != critical", "holds"},
      {"verdict(Desk) < critical", "holds"},
      {"p95Wait(Street) <= 1", "it has no value: 'Street' has no queue"},
      {"monotone(answered)", "holds"},
      {"monotone(waiting)", "it falls in bin 3"},
      {"monotone(waiting) in 0..2", "holds"},
      {"waiting:max <= 20", "holds"},
      {"max:waiting <= 20", "holds"},
  };
  for (const auto& [text, expected] : rows) EXPECT_EQ(result_of(text), expected) << text;
}

TEST_F(Expectations, NameTheBinsThatBreakThem) {
  EXPECT_EQ(outcome("max(waiting) < 10")->bins, (std::vector<std::int64_t>{2, 3}));
  EXPECT_EQ(outcome("min(answered) >= 15")->bins, (std::vector<std::int64_t>{0}));
  EXPECT_EQ(outcome("monotone(waiting)")->bins, (std::vector<std::int64_t>{3}));
  EXPECT_TRUE(outcome("max(waiting) < 30")->bins.empty());
}

// 25 an hour against 15: of 100 items 40 still wait at the end, so more than 5 % may wait for ever,
// and less than half: the 50th that left waited 50/15 - 50/25 = 1.33 hours.
TEST_F(Expectations, AtLeastIsNotAtMost) {
  std::string text = kDesk;
  text.replace(text.find("[10, 20, 30, 10]"), 16, "[25, 25, 25, 25]");
  evaluate_model(text);
  const auto p95 = outcome("p95Wait(Desk) <= 120 min");
  ASSERT_TRUE(p95);
  EXPECT_TRUE(p95->at_least);
  EXPECT_FALSE(p95->holds);
  EXPECT_NE(p95->why.find("may still reach the limit"), std::string::npos) << p95->why;
  EXPECT_TRUE(outcome("p50Wait(Desk) <= 81 min")->holds);
  EXPECT_FALSE(outcome("p50Wait(Desk) <= 79 min")->holds);
  EXPECT_TRUE(outcome("p95Wait(Desk) > 30 min")->holds);
  EXPECT_FALSE(outcome("p95Wait(Desk) > 100 h")->holds);
}

// Item n comes after n/25 hours and leaves after n/15: those of the second hour have left by the
// end (74 min at their 85th percentile).
TEST_F(Expectations, AtMostIsThatOfTheItemsOfTheRange) {
  std::string text = kDesk;
  text.replace(text.find("[10, 20, 30, 10]"), 16, "[25, 25, 25, 25]");
  evaluate_model(text);
  EXPECT_TRUE(outcome("p85Wait(Desk) <= 75 min in 09:00")->holds);
  EXPECT_FALSE(outcome("p85Wait(Desk) <= 73 min in 09:00")->holds);
  EXPECT_TRUE(outcome("p50Wait(Desk) <= 81 min in 1..2")->holds);
  // 60 in the first hour have left by the end, with waits of up to 3 hours; the 30 of the last have
  // not, after half an hour at their median. Half of all wait 135 min at most, half of those 30
  // maybe for ever.
  text.replace(text.find("[25, 25, 25, 25]"), 16, "[60, 0, 0, 30]");
  evaluate_model(text);
  EXPECT_TRUE(outcome("p50Wait(Desk) <= 136 min")->holds);
  const auto last = outcome("p50Wait(Desk) <= 140 min in 3");
  EXPECT_TRUE(last->at_least);
  EXPECT_FALSE(last->holds);
}

// 97 an hour against 100, then 3 against 0.1 in the last hour: 388 of 391 leave as they come,
// and 2.9 wait at the end, the oldest for 1 - 0.1 / 3 hours = 58 min. At 0.1 an hour they take 29
// hours more. The 95th of 100 items stays where it is; the longest wait does not.
TEST_F(Expectations, TheLongestWaitIsAtLeastWhereFewHaveNotLeft) {
  std::string text = kDesk;
  text.replace(text.find("bins: 4"), 7, "bins: 5");
  text.replace(text.find("[10, 20, 30, 10]"), 16, "[97, 97, 97, 97, 3]");
  text.replace(text.find("[15]"), 4, "[100, 100, 100, 100, 0.1]");
  evaluate_model(text);
  const auto longest = outcome("longest(Desk) <= 2 h");
  ASSERT_TRUE(longest);
  EXPECT_NEAR(longest->value, 58, 1e-6);
  EXPECT_TRUE(longest->at_least);
  EXPECT_FALSE(longest->holds);
  const auto p95 = outcome("p95Wait(Desk) <= 1 min");
  EXPECT_FALSE(p95->at_least);
  EXPECT_TRUE(p95->holds);
  EXPECT_TRUE(outcome("longest(Desk) <= 1 min in 0..3")->holds);
  EXPECT_FALSE(outcome("longest(Desk) in 0..3 > 0")->at_least);
  EXPECT_FALSE(outcome("longest(Desk) <= 2 h in 3..4")->holds);
  EXPECT_TRUE(outcome("longest(Desk) >= 58 min in 4")->holds);
  EXPECT_FALSE(outcome("longest(run) <= 2 h")->holds);
  EXPECT_TRUE(outcome("longest(run) <= 1 min in 0..3")->holds);
}

// Nobody is late with 1,024 times as much; how much more could come is not known.
TEST_F(Expectations, AHeadroomOfAtLeastIsNotAtMost) {
  std::string text = kDesk;
  text.replace(text.find("[15]"), 4, "[1000000000]");
  evaluate_model(text);
  EXPECT_TRUE(outcome("headroom(Desk) >= 1000")->holds);
  EXPECT_FALSE(outcome("headroom(Desk) < 1000000")->holds);
}

// What can be known without the values is: names, kinds, classes, ranges, units.
TEST_F(Expectations, AreReadBeforeAnythingIsEvaluated) {
  const char* rows[][2] = {
      {"max(waiting) < 3 min", "expectation_unit"},
      {"integral(waiting) < 3 h", "expectation_unit"},
      {"p95Wait(Desk) < 3 calls", "expectation_unit"},
      {"lateShare(Desk) < 3 min", "expectation_unit"},
      {"p95Wait(Desk@Gold) < 3", "unknown_class"},
      {"timeToDrain(Desk@Gold) < 3", "figure_kind"},
      {"offered(Desk) > 3", "figure_kind"},
      {"gaveUp(Desk) == 0 in 1..2", "figure_range"},
      {"inside(run) == 0 in 1..2", "figure_range"},
  };
  for (const auto& [text, code] : rows) {
    const auto read = read_expectations({{.text = text, .where = {7, 5}}}, model_, plan_.series);
    ASSERT_FALSE(read) << text;
    EXPECT_EQ(read.problems().front().code, code) << text << read.problems().front().message;
    EXPECT_EQ(read.problems().front().where, (SourcePos{7, 5})) << text;
    EXPECT_FALSE(read.problems().front().remedy.empty()) << text;
  }
  EXPECT_TRUE(read_expectations({{.text = "integral(waiting) < 2000"}}, model_, plan_.series));
}

TEST_F(Expectations, RefusalsHaveAPlace) {
  const char* rows[][2] = {
      {"", "expectation_syntax"},
      {"max(waiting)", "expectation_syntax"},
      {"max(waiting) = 3", "expectation_syntax"},
      {"max(waiting) < ", "expectation_syntax"},
      {"max(waiting < 3", "expectation_syntax"},
      {"max(waiting) => 3", "expectation_syntax"},
      {"max(waiting) =< 3", "expectation_syntax"},
      {"lost(Desk@) == 0", "unknown_class"},
      {"max(waiting) < three", "expectation_syntax"},
      {"max(waiting) < 1 < 2", "expectation_syntax"},
      {"verdict(Desk) == bad", "expectation_syntax"},
      {"verdict(Desk) == 2", "expectation_syntax"},
      {"< 3", "figure_syntax"},
      {"maxi(waiting) < 3", "figure_syntax"},
      {"max(waitng) < 3", "unknown_series"},
      {"p95Wait(Dsk) < 3", "unknown_node"},
      {"p95Wait(run) < 3", "figure_kind"},
      {"max(waiting) < 3 in 2..9", "range_outside_grid"},
      {"max(waiting) in 1 < 3 in 2", "expectation_syntax"},
      {"headroom(Desk) > 3 in 1..2", "figure_range"},
  };
  for (const auto& [text, code] : rows) {
    const auto made = outcome(text);
    ASSERT_FALSE(made) << text;
    const Problem& problem = made.problems().front();
    EXPECT_EQ(problem.code, code) << text << ": " << problem.message;
    EXPECT_EQ(problem.where, (SourcePos{7, 5})) << text;
    EXPECT_FALSE(problem.remedy.empty()) << text;
  }
}

}  // namespace
}  // namespace flowtime::figures
