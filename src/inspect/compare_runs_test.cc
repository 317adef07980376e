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
  std::vector<Comparison> compared(std::vector<std::string> ids,
                                   const std::vector<std::string>& figures = {}) {
    auto made = compare_runs(host(), explainers_, {.run_ids = std::move(ids), .figures = figures});
    EXPECT_TRUE(made) << to_text(made.problems(), "");
    return made ? *made : std::vector<Comparison>{};
  }
  std::string code(std::vector<std::string> ids, const std::vector<std::string>& figures = {}) {
    const auto made =
        compare_runs(host(), explainers_, {.run_ids = std::move(ids), .figures = figures});
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
  EXPECT_EQ(to_text(c.attribution->figure), "max(waiting)");
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
  const Comparison c = compared({"a", "b"}, {"waiting:last"}).at(0);
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
  const Comparison c = compared({"a", "b"}, {"waiting:last"}).at(0);
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

// 20 of 70 orders wait longer than an hour (figures/run_figures_test.cc has the sum); with 30
// packers nothing waits.
TEST_F(Compare, TheOutcomeComesFirst) {
  store("a", {});
  store("b", {"packers=30"});
  const Comparison c = compared({"a", "b"}).at(0);
  EXPECT_EQ(c.outcome.outcome, CompareVerdict::kBetter);
  EXPECT_EQ(c.sentence, "Better: with packers 30 instead of 15 no items were late (20 before).");
  ASSERT_EQ(c.nodes.size(), 1u);
  EXPECT_NEAR(c.nodes[0].before->late, 20, 1e-6);
  EXPECT_EQ(c.nodes[0].after->late, 0);
  EXPECT_EQ(c.nodes[0].before->arrivals, 70);
  const Comparison back = compared({"b", "a"}).at(0);
  EXPECT_EQ(back.outcome.outcome, CompareVerdict::kWorse);
  EXPECT_EQ(back.sentence,
            "Worse: with packers 15 instead of 30, 20 items were late at Packing (none before).");
}

// 26 orders in place of 10 in bin 0: 86 instead of 70 came from outside.
TEST_F(Compare, OtherArrivalsAreSaidFirst) {
  store("a", {});
  store("b", {"orders[0]=26", "packers=30"});
  const Comparison c = compared({"a", "b"}).at(0);
  EXPECT_EQ(c.outcome.outcome, CompareVerdict::kDifferentWork);
  EXPECT_EQ(c.outcome.by_shares, CompareVerdict::kBetter);
  EXPECT_EQ(c.outcome.work.before, 70);
  EXPECT_EQ(c.outcome.work.after, 86);
  EXPECT_EQ(
      c.sentence,
      "Different work: 23 % more items came from outside (86, 70 before); by shares it is "
      "better: with orders 26 instead of 10 in bin 0 and packers 30 instead of 15 none of the "
      "items were late (29 % before).");
}

// 10 requests per hour come from outside; half of what is sent fails and is sent again an hour
// later. What clients pass on is what they send.
TEST_F(Compare, WhatIsSentAgainDoesNotComeFromOutside) {
  const std::string retrying =
      "schemaVersion: 1\ngrid: {bins: 4, binSize: 1, binUnit: hours}\nnodes:\n"
      "- {id: requests, kind: const, values: [10]}\n"
      "- {id: share, kind: const, values: [0.5]}\n"
      "- {id: resent, kind: expr, expr: 'CONV(failed, [0, 1])'}\n"
      "- {id: sent, kind: expr, expr: 'requests + resent'}\n"
      "- {id: failed, kind: expr, expr: 'sent * share'}\n"
      "- {id: ok, kind: expr, expr: 'sent - failed'}\n"
      "topology:\n  nodes:\n"
      "  - {id: Clients, kind: service, semantics: {arrivals: sent, served: sent}}\n"
      "  - {id: Service, kind: service, semantics: {arrivals: sent, served: ok, errors: failed, "
      "failures: failed, retryEcho: resent}}\n"
      "  edges: [{id: calls, from: Clients, to: Service}]\n";
  store("a", {}, retrying);
  store("b", {"share=0.9"}, retrying);
  const Comparison c = compared({"a", "b"}).at(0);
  EXPECT_DOUBLE_EQ(c.outcome.work.before, 40);
  EXPECT_DOUBLE_EQ(c.outcome.work.after, 40);
  EXPECT_GT(c.nodes[1].after->arrivals, c.nodes[1].before->arrivals);
  EXPECT_NE(c.outcome.outcome, CompareVerdict::kDifferentWork);
}

TEST_F(Compare, WithoutATopologyNeitherIsBetter) {
  const std::string bare =
      "schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\n"
      "nodes:\n- {id: orders, kind: const, values: [10, 20]}\n";
  store("a", {}, bare);
  store("b", {"orders=11"}, bare);
  const Comparison c = compared({"a", "b"}).at(0);
  EXPECT_EQ(c.outcome.outcome, CompareVerdict::kNone);
  EXPECT_EQ(c.sentence,
            "Without a topology in both runs neither is better: with orders 11 instead of 15 on "
            "average, 1 of 1 series differ, most of all orders.");
}

TEST_F(Compare, OtherBinsAreComparedByNode) {
  std::string finer = kComparedModel;
  finer.replace(finer.find("bins: 4, binSize: 1, binUnit: hours"), 35,
                "bins: 8, binSize: 30, binUnit: minutes");
  finer.replace(finer.find("[10, 20, 30, 10]"), 16, "[5, 5, 10, 10, 15, 15, 5, 5]");
  finer.replace(finer.find("[15]"), 4, "[7.5]");
  store("a", {});
  store("b", {}, finer);
  const Comparison c = compared({"a", "b"}).at(0);
  EXPECT_FALSE(c.series.comparable);
  EXPECT_EQ(c.nodes[0].before->arrivals, c.nodes[0].after->arrivals);
  ASSERT_FALSE(c.remarks.empty());
  EXPECT_NE(std::find(c.remarks.begin(), c.remarks.end(),
                      "The grid had 8 bins of 30 min (4 bins of hour before): series are not "
                      "compared."),
            c.remarks.end());
}

TEST_F(Compare, ARunOfAnOlderVersionIsJudgedAnew) {
  store("a", {});
  store("b", {"packers=30"});
  ASSERT_TRUE(env_.remove_file("runs/a/series/judgement.bin"));
  const Comparison c = compared({"a", "b"}).at(0);
  EXPECT_EQ(c.outcome.outcome, CompareVerdict::kBetter);
  EXPECT_NEAR(c.nodes[0].before->late, 20, 1e-6);
  EXPECT_EQ(c.remarks.back(), "An older version stored the run 'a'; it was judged again.");
}

// Two packers more: 20 late items become fewer; each share is computed from runs of its own.
TEST_F(Compare, FiguresOfNodesAreDividedToo) {
  store("a", {});
  store("b", {"packers=17", "bonus=3", "orders[2]=36"});
  store("packers", {"packers=17"});
  store("bonus", {"bonus=3"});
  store("orders", {"orders[2]=36"});
  store("packers_bonus", {"packers=17", "bonus=3"});
  store("packers_orders", {"packers=17", "orders[2]=36"});
  store("bonus_orders", {"bonus=3", "orders[2]=36"});
  const auto late = [&](const std::string& id) {
    return compared({"a", id}, {"late(Packing)"}).at(0).figures.at(0).after.value;
  };
  const double none = late("a"), p = late("packers"), o = late("orders"), b = late("bonus"),
               po = late("packers_orders"), pb = late("packers_bonus"), ob = late("bonus_orders"),
               all = late("b");
  const Comparison c = compared({"a", "b"}, {"late(Packing)", "max(waiting)"}).at(0);
  ASSERT_EQ(c.figures.size(), 2u);
  ASSERT_TRUE(c.figures[0].attribution) << c.figures[0].no_attribution;
  const auto& shares = c.figures[0].attribution->shares;
  ASSERT_EQ(shares.size(), 3u);
  const auto share_of = [&](double one, double with_x, double with_y, double x, double y,
                            double xy) {
    return (one - none) / 3 + (with_x - x + with_y - y) / 6 + (all - xy) / 3;
  };
  EXPECT_NEAR(shares[0].amount, share_of(o, po, ob, p, b, pb), 1e-9) << shares[0].name;
  EXPECT_NEAR(shares[1].amount, share_of(p, po, pb, o, b, ob), 1e-9) << shares[1].name;
  EXPECT_NEAR(shares[2].amount, share_of(b, ob, pb, o, p, po), 1e-9) << shares[2].name;
  EXPECT_EQ(to_text(c.attribution->figure), "late(Packing)");
}

// A promise is in no plan; it changes what is late, and no series.
TEST_F(Compare, AnotherPromiseIsTold) {
  std::string promised = kComparedModel;
  promised.replace(promised.find("queueDepth: waiting}"), 20, "queueDepth: waiting, slaMin: 600}");
  store("a", {});
  store("b", {}, promised);
  const Comparison c = compared({"a", "b"}, {"late(Packing)"}).at(0);
  EXPECT_EQ(c.sentence, "Better: with another slaMin of Packing no items were late (20 before).");
  EXPECT_NE(std::find(c.remarks.begin(), c.remarks.end(),
                      "Packing promised 10 h (60 min before), so late does not mean the same."),
            c.remarks.end());
  ASSERT_TRUE(c.figures[0].attribution) << c.figures[0].no_attribution;
  EXPECT_EQ(c.figures[0].attribution->shares[0].name, "structure");
}

TEST_F(Compare, AFigureThatOneRunLacksIsAbsentThere) {
  std::string other = kComparedModel;
  other.replace(other.find("Packing"), 7, "Parcels");
  store("a", {});
  store("b", {}, other);
  const Comparison c = compared({"a", "b"}, {"late(Packing)"}).at(0);
  EXPECT_EQ(c.figures[0].after.why_absent, "The run has no node 'Packing'");
  EXPECT_EQ(c.figures[0].no_attribution, "The run has no node 'Packing'");
  EXPECT_EQ(c.outcome.outcome, CompareVerdict::kSame);  // a node that was renamed
  EXPECT_FALSE(c.nodes[0].after);
  EXPECT_FALSE(c.nodes[1].before);
}

// 1e-13 in place of 0 is no difference.
TEST_F(Compare, DustIsNoChange) {
  store("a", {});
  store("b", {"bonus=0.0000000000001"});
  const Comparison c = compared({"a", "b"}).at(0);
  ASSERT_EQ(c.series.changed.size(), 1u);
  EXPECT_EQ(c.series.changed[0].id, "bonus");
  EXPECT_EQ(c.outcome.outcome, CompareVerdict::kSame);
}

TEST_F(Compare, SeriesOfNodesComeFirstHelpersLast) {
  store("a", {});
  store("b", {"packers=16"});
  const Comparison c = compared({"a", "b"}).at(0);
  std::string order;
  for (const SeriesChange& change : c.series.changed) {
    order += change.id + " " + name_of(change.group) + "\n";
  }
  // Of their own scales 15 and 16 differ by 1 / 16, 20 and 18 waiting by 3 / 20.
  EXPECT_EQ(order, "waiting node\npacked node\npackers node\npacking_served_effective helper\n");
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
  EXPECT_EQ(code({"a", "a"}, {"waiting:most"}), "figure_syntax");
  EXPECT_EQ(code({"a", "a"}, {"nothing:max"}), "unknown_series");
  EXPECT_EQ(code({"a", "a"}, {"late(Paking)"}), "unknown_node");
  EXPECT_EQ(code({"a", "a"}, std::vector<std::string>(9, "harmed(run)")), "compare_what");
}

}  // namespace
}  // namespace flowtime
