#include "inspect/compare_runs.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "lifecycle/create_run.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

constexpr const char* kComparedModel = R"yaml(schemaVersion: 1
grid: {bins: 4, binSize: 1, binUnit: hours}
nodes:
- {id: orders, kind: const, values: [10, 20, 30, 10]}
- {id: packers, kind: const, values: [15]}
- {id: bonus, kind: const, values: [0]}
- {id: packed, kind: expr, expr: 'MIN(packers + bonus, orders + SHIFT(waiting, 1))'}
topology:
  nodes:
  - id: Packing
    kind: serviceWithBuffer
    semantics: {arrivals: orders, served: packed, capacity: packers, queueDepth: waiting}
  edges: []
)yaml";

class Compare : public ::testing::Test {
 protected:
  RunHost host() { return {.env = env_, .log = log_, .observer = observer_}; }
  void store(const std::string& id, const std::vector<std::string>& settings,
             const std::string& text = kComparedModel) {
    CreateRunRequest request;
    request.source.text = text;
    for (const std::string& setting : settings) request.source.settings.push_back({setting, ""});
    request.run_id = id;
    request.fail_on = FailOn::kNone;
    const RunOutcome outcome = create_run(host(), request);
    ASSERT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "model");
  }
  std::vector<Comparison> compared(std::vector<std::string> ids, const std::string& figure = "") {
    auto made = compare_runs(host(), explainers_, {.run_ids = std::move(ids), .figure = figure});
    EXPECT_TRUE(made) << to_text(made.problems(), "");
    return made ? *made : std::vector<Comparison>{};
  }
  std::string code(std::vector<std::string> ids, const std::string& figure = "") {
    const auto made =
        compare_runs(host(), explainers_, {.run_ids = std::move(ids), .figure = figure});
    return made ? "none" : made.problems()[0].code;
  }

  MemoryEnv env_;
  NullLogSink log_;
  RunObserver observer_;
  OpenRuns runs_{env_};
  Explainers explainers_{runs_};
};

TEST_F(Compare, EqualRunsAreIdentical) {
  store("a", {});
  store("b", {});
  const auto made = compared({"a", "b"});
  ASSERT_EQ(made.size(), 1u);
  EXPECT_TRUE(made[0].identical());
  EXPECT_FALSE(made[0].attribution);
  EXPECT_EQ(made[0].series.compared, 6);
}

// waiting was 0, 5, 20, 15. One packer more per bin: 0, 4, 18, 12. Its peak falls by 2.
TEST_F(Compare, AKnownCauseExplainsAllOfTheChange) {
  store("a", {});
  store("b", {"packers=16"});
  const Comparison c = compared({"a", "b"}).at(0);
  ASSERT_EQ(c.model.inputs.size(), 1u);
  EXPECT_EQ(c.model.inputs[0].id, "packers");
  EXPECT_EQ(c.model.inputs[0].changed_bins, 4);
  EXPECT_TRUE(c.model.structure.empty());
  ASSERT_TRUE(c.attribution) << c.no_attribution;
  EXPECT_EQ(to_text(c.attribution->figure), "waiting:max");
  EXPECT_EQ(c.attribution->before, 20);
  EXPECT_EQ(c.attribution->after, 18);
  ASSERT_EQ(c.attribution->shares.size(), 1u);
  EXPECT_EQ(c.attribution->shares[0].name, "packers");
  EXPECT_EQ(c.attribution->shares[0].amount, -2);
  EXPECT_EQ(c.series.changed.front().id, "waiting");
  EXPECT_EQ(c.series.changed.front().max_abs, 3);
  EXPECT_EQ(c.series.changed.front().at_bin, 3);
  EXPECT_EQ(c.series.changed.front().first_bin, 1);
  EXPECT_EQ(c.series.changed.front().mean, -1.5);
}

TEST_F(Compare, SharesOfSeveralCausesSumToTheChange) {
  store("a", {});
  store("b", {"packers=16", "bonus=1", "orders[2]=36"});
  const Comparison c = compared({"a", "b"}, "waiting:last").at(0);
  ASSERT_TRUE(c.attribution);
  ASSERT_EQ(c.attribution->shares.size(), 3u);
  double sum = 0;
  for (const AttributedShare& share : c.attribution->shares) sum += share.amount;
  EXPECT_EQ(sum, c.attribution->after - c.attribution->before);
  // No bin runs dry, so each adds what it adds alone: 6 orders, 3 bins of one packer, of one bonus.
  EXPECT_DOUBLE_EQ(c.attribution->shares[0].amount, 6);
  EXPECT_DOUBLE_EQ(c.attribution->shares[1].amount, -3);
  EXPECT_DOUBLE_EQ(c.attribution->shares[2].amount, -3);
  EXPECT_EQ(c.attribution->figures, 8);
}

TEST_F(Compare, AChangedFormulaIsOneChangeBesideTheParameters) {
  std::string other = kComparedModel;
  other.replace(other.find("packers + bonus"), 15, "packers + 2 + bonus");
  store("a", {});
  store("b", {"packers=16"}, other);
  const Comparison c = compared({"a", "b"}, "waiting:last").at(0);
  ASSERT_EQ(c.model.structure.size(), 1u);
  EXPECT_EQ(c.model.structure[0].id, "packed");
  EXPECT_EQ(c.model.structure[0].field, "expr");
  ASSERT_TRUE(c.attribution);
  ASSERT_EQ(c.attribution->shares.size(), 2u);
  EXPECT_EQ(c.attribution->shares[1].name, "structure");
  EXPECT_DOUBLE_EQ(c.attribution->shares[0].amount, -3);
  EXPECT_DOUBLE_EQ(c.attribution->shares[1].amount, -6);
}

TEST_F(Compare, NodesAndEdgesThatComeAndGoAreTold) {
  std::string other = kComparedModel;
  other.replace(other.find("- {id: bonus"), 12,
                "- {id: extra, kind: const, values: [1]}\n- {id: bonus");
  other.replace(other.find("  edges: []"), 11,
                "  - {id: Truck, kind: service, semantics: {arrivals: packed, served: packed}}\n"
                "  edges:\n  - {id: load, from: Packing, to: Truck}");
  store("a", {});
  store("b", {}, other);
  const Comparison c = compared({"a", "b"}).at(0);
  std::string told;
  for (const StructureChange& change : c.model.structure) {
    told += std::string(name_of(change.kind)) + " " + change.item + " " + change.id + "\n";
  }
  EXPECT_EQ(told, "added node extra\nadded topology node Truck\nadded edge load\n");
  EXPECT_EQ(c.series.only_after, (std::vector<std::string>{"extra", "edge_load_flowVolume"}));
  EXPECT_TRUE(c.series.only_before.empty());
}

TEST_F(Compare, FindingsAreGainedAndLost) {
  store("a", {});
  store("b", {"packers=-1"});
  const Comparison c = compared({"a", "b"}).at(0);
  const auto has = [](const std::vector<Finding>& findings, const std::string& wanted) {
    return std::any_of(findings.begin(), findings.end(),
                       [&](const Finding& finding) { return finding.code == wanted; });
  };
  EXPECT_TRUE(has(c.gained, "capacity_negative"));
  EXPECT_FALSE(has(c.lost, "capacity_negative"));
  EXPECT_TRUE(has(compared({"b", "a"}).at(0).lost, "capacity_negative"));
}

TEST_F(Compare, SeveralRunsAreComparedWithTheFirst) {
  store("a", {});
  store("b", {"packers=16"});
  store("c", {"packers=20"});
  const auto made = compared({"a", "b", "c"});
  ASSERT_EQ(made.size(), 2u);
  EXPECT_EQ(made[1].before_id, "a");
  EXPECT_EQ(made[1].after_id, "c");
}

TEST_F(Compare, WhatCannotBeComparedIsRefused) {
  store("a", {});
  EXPECT_EQ(code({"a"}), "compare_what");
  EXPECT_EQ(code(std::vector<std::string>(9, "a")), "compare_what");
  EXPECT_EQ(code({"a", "none"}), "run_not_found");
  EXPECT_EQ(code({"a", "a"}, "waiting:most"), "figure_syntax");
  EXPECT_EQ(code({"a", "a"}, "nothing:max"), "unknown_series");
}

}  // namespace
}  // namespace flowtime
