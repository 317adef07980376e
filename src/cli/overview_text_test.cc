#include "cli/overview_text.h"

#include <gtest/gtest.h>

#include "cli/series_summary.h"
#include "inspect/query_run.h"
#include "lifecycle/create_run.h"
#include "sys/memory_env.h"

namespace flowtime::cli {
namespace {

// 10 of capacity; 5, 15, 20, 5, 5, 5 arrive: 5 wait, then 15, then 10, 5, none.
//
// Counted by item, first come first served, in bins: the item that comes last in bin 2 is the 40th
// and leaves in the middle of bin 4, 1.5 bins later. Items 30 to 45 wait longer than the bin that
// an undeclared promise is: 15 of 55. Those that wait longer than w in [1, 1.5] are 45 - 30 w, so 5
// % of 55 wait longer than 1.408 bins = 42.25 min.
constexpr const char* kShop = R"yaml(schemaVersion: 1
grid: {bins: 6, binSize: 30, binUnit: minutes, start: 2026-03-02T08:00:00Z}
nodes:
  - {id: visitors, kind: const, values: [5, 15, 20, 5, 5, 5]}
  - {id: tills, kind: const, values: [10]}
  - {id: served, kind: expr, expr: "MIN(tills, visitors + SHIFT(waiting, 1))"}
  - {id: calm, kind: const, values: [1]}
topology:
  nodes:
    - {id: Door, kind: service, semantics: {arrivals: calm, served: calm, capacity: tills}}
    - {id: Till, kind: serviceWithBuffer, semantics: {arrivals: visitors, served: served, queueDepth: waiting, capacity: tills}}
  edges: []
)yaml";

constexpr const char* kSeriesOnly = R"yaml(schemaVersion: 1
grid: {bins: 4, binSize: 1, binUnit: hours}
nodes:
  - {id: visitors, kind: const, values: [10, 20, 30, 0]}
  - {id: half, kind: expr, expr: "visitors / 2"}
)yaml";

class Overviews : public ::testing::Test {
 protected:
  const StoredRun& run_of(const char* text, std::vector<SettingText> settings = {}) {
    CreateRunRequest request;
    request.source.text = text;
    request.source.settings = std::move(settings);
    request.run_id = "shop";
    request.overwrite = true;
    const RunHost host{.env = env_, .log = log_, .observer = observer_};
    const RunOutcome outcome = create_run(host, request);
    EXPECT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "");
    opened_ = *open_for_queries(env_, "shop");
    return *opened_->run;
  }
  MemoryEnv env_;
  NullLogSink log_;
  RunObserver observer_;
  std::shared_ptr<const OpenedRun> opened_;
};

TEST_F(Overviews, ARowPerNode) {
  EXPECT_EQ(verdict_tables(run_of(kShop)),
            "node  peak load  peak waiting     at  p95 wait       late  lost  verdict\n"
            "Door       10 %             -      -         -          -     0  ● On time\n"
            "Till      100 %            15  09:00    42 min  15 (27 %)     0  ▲ At risk\n");
}

TEST_F(Overviews, WhatIsLeftMakesAWaitAtLeastSoLong) {
  const std::string table = verdict_tables(run_of(kShop, {{"tills=6", ""}}));
  EXPECT_NE(table.find("≥ "), std::string::npos) << table;
}

TEST_F(Overviews, TheHeadlineIsTheFirstFinding) {
  const JudgementSummary& summary = run_of(kShop).judgement()->summary;
  const std::string text = headline_text(summary, 1000);
  EXPECT_EQ(text, "▲ At risk  " + summary.findings.front().text() + "\n");
  EXPECT_EQ(headline_text({}, 100), "");
  EXPECT_EQ(other_findings_text(summary, 100), "");
}

TEST_F(Overviews, SentencesWrapBesideTheirVerdict) {
  JudgementSummary summary;
  summary.findings.resize(2);
  summary.findings[1].verdict = Verdict::kCritical;
  summary.findings[1].parts = {{.text = "Core dropped 8,178 Gb from 16:00 to 17:45"}};
  EXPECT_EQ(other_findings_text(summary, 40),
            "■ Breach   Core dropped 8,178 Gb from\n"
            "           16:00 to 17:45\n");
}

TEST_F(Overviews, DemandAndCapacityHaveOneScale) {
  EXPECT_EQ(headline_sparklines(run_of(kShop)),
            "Till                                 full height\n"
            "asked for  ▂▂▂▂▆▆▆▆████▂▂▂▂▂▂▂▂▂▂▂▂  20 per 30 min\n"
            "capacity   ▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄  20 per 30 min\n"
            "waiting        ▃▃▃▃████▆▆▆▆▃▃▃▃      15 items\n"
            "           08:00   09:00   10:00\n");
}

TEST_F(Overviews, AModelWithoutATopologyShowsItsSeries) {
  const StoredRun& run = run_of(kSeriesOnly);
  EXPECT_EQ(verdict_tables(run), "");
  EXPECT_EQ(series_summary(run.run()),
            "series    min  mean  max  last  0 to max\n"
            "visitors    0    15   30     0  ▃▃▃▃▆▆▆▆████\n"
            "half        0   7.5   15     0  ▃▃▃▃▆▆▆▆████\n"
            "                                bin 0\n");
  EXPECT_NE(series_summary(run.run(), 1).find("... and 1 more\n"), std::string::npos);
}

TEST_F(Overviews, OfManyNodesTheWorst) {
  std::string text =
      "schemaVersion: 1\ngrid: {bins: 2, binSize: 1, binUnit: hours}\nnodes:\n"
      "  - {id: work, kind: const, values: [1]}\n"
      "  - {id: hands, kind: const, values: [2]}\n"
      "topology:\n  nodes:\n";
  for (int i = 0; i < 20; ++i) {
    text += "    - {id: N" + std::to_string(i) +
            ", kind: service, semantics: {arrivals: work, served: work, capacity: hands}}\n";
  }
  text += "  edges: []\n";
  const std::string table = verdict_tables(run_of(text.c_str()));
  EXPECT_NE(table.find("N11 "), std::string::npos) << table;
  EXPECT_EQ(table.find("N12 "), std::string::npos) << table;
  EXPECT_NE(table.find("... and 8 more\n"), std::string::npos) << table;
}

}  // namespace
}  // namespace flowtime::cli
