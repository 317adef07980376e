// What answers say of a run's judgement is what is stored, bin by bin; and where nothing is stored
// it is made again.
#include "state/judged_state.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "inspect/query_test_support.h"
#include "run/bundle_paths.h"
#include "state/flow_facts.h"
#include "state/run_metrics.h"
#include "state/snapshot.h"
#include "state/ui_bundle.h"
#include "state/window.h"

namespace flowtime {
namespace {

using Json = nlohmann::ordered_json;

Json snapshot_json(const OpenedRun& opened, std::int64_t bin) {
  return Json::parse(to_json(*query_snapshot(opened.run, bin), opened.metadata));
}
Json window_json(const OpenedRun& opened, WindowRequest request = {}) {
  return Json::parse(to_json(*query_window(opened.run, std::move(request)), opened.metadata));
}
Json facts_json(const OpenedRun& opened, FlowFactsRequest request = {}) {
  return Json::parse(to_json(*query_flow_facts(opened.run, request)));
}
Json bundle_json(const OpenedRun& opened) {
  return Json::parse(to_json(*query_ui_bundle(opened.run), opened.metadata));
}

std::string model_text(const std::string& name) {
  std::ifstream file(std::string(FT_SOURCE_DIR) + "/examples/" + name + ".yaml");
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string text_of(const Json& value) { return value.is_null() ? "" : value.get<std::string>(); }

int rank(const Json& verdict) {
  const auto parsed = parse_verdict(text_of(verdict));
  return parsed ? static_cast<int>(*parsed) : 0;
}

// Press feeds Paint, which has room for 30: once it is full, Press waits for it. Paint is slower.
constexpr const char* kLine = R"yaml(schemaVersion: 1
grid: {bins: 24, binSize: 10, binUnit: minutes}
nodes:
  - {id: parts, kind: const, values: [8,8,8,14,14,14,14,14,14,14,14,8,4,0,0,0,0,0,0,0,0,0,0,0]}
  - {id: press_cap, kind: const, values: [20]}
  - {id: paint_cap, kind: const, values: [10]}
  - {id: room, kind: expr, expr: "MAX(0, 30 - SHIFT(paint_queue, 1))"}
  - {id: pressed, kind: expr, expr: "MIN(MIN(parts + SHIFT(press_queue, 1), press_cap), room)"}
  - {id: painted, kind: expr, expr: "MIN(pressed + SHIFT(paint_queue, 1), paint_cap)"}
topology:
  nodes:
    - {id: Press, kind: serviceWithBuffer, semantics: {arrivals: parts, served: pressed, capacity: press_cap, slaMin: 20}}
    - {id: Paint, kind: serviceWithBuffer, semantics: {arrivals: pressed, served: painted, capacity: paint_cap, slaMin: 30}}
  edges: [{from: Press, to: Paint}]
)yaml";

class JudgedState : public QueriedRuns {
 protected:
  std::vector<std::pair<std::string, std::string>> models() {
    std::vector<std::pair<std::string, std::string>> all{
        {"everything", kEverything}, {"routed", kRouted}, {"line", kLine}};
    for (const char* name : {"backpressure", "dispatch-waves", "overflow-cascade", "retry-loop",
                             "shared-database", "wip-limited-line"}) {
      all.emplace_back(name, model_text(name));
    }
    return all;
  }
};

// Of one node in one bin: the snapshot against the stored span.
void expect_stored_state(const OpenedRun& opened, const Json& node, std::size_t index,
                         std::int64_t bin) {
  SCOPED_TRACE(node["id"].dump() + " bin " + std::to_string(bin));
  const NodeJudgement& judged = opened.run->judgement()->nodes[index];
  std::size_t at = 0;
  while (at + 1 < judged.spans.size() && judged.spans[at + 1].first_bin <= bin) ++at;
  const JudgedSpan& span = judged.spans[at];
  EXPECT_EQ(node["state"], name_of(span.activity));
  EXPECT_EQ(text_of(node["verdict"]), name_of(span.verdict));
  EXPECT_EQ(node["rising"].is_null(), !is_waiting(span.activity));
  if (is_waiting(span.activity)) {
    EXPECT_EQ(node["rising"], span.rising);
  }
  EXPECT_EQ(text_of(node["decider"]).empty(), span.decider == kNobody);
  EXPECT_EQ(text_of(node["holder"]).empty(), span.holder == kNobody);
  for (const Json& level : node["sla"]) {
    EXPECT_LE(rank(level["verdict"]), rank(node["verdict"])) << level;
    EXPECT_TRUE(!level["value"].is_null() || level["verdict"].is_null()) << level;
  }
  if (!node["derived"]["wait"].is_null()) {
    EXPECT_EQ(node["derived"]["wait"], judged.wait_minutes(bin));
  }
}

void expect_peaks(const OpenedRun& opened, const Json& window) {
  for (std::size_t i = 0; i < window["nodes"].size(); ++i) {
    const NodeJudgement& judged = opened.run->judgement()->nodes[i];
    const Json& series = window["nodes"][i]["series"];
    ASSERT_EQ(series.contains("load"),
              opened.run->series().of(i)[Role::kCapacity] != checks::kNoSeries);
    if (!series.contains("load")) continue;
    double most = kAbsent;
    for (const Json& load : series["load"]) {
      if (load.is_number() && !(load.get<double>() <= most)) most = load;
    }
    EXPECT_TRUE(most == judged.peak_load || (is_absent(most) && is_absent(judged.peak_load)));
    if (is_finite(most)) {
      EXPECT_EQ(series["load"][static_cast<std::size_t>(judged.peak_load_bin)], most);
    }
  }
}

TEST_F(JudgedState, EveryAnswerSaysWhatIsStored) {
  for (const auto& [name, text] : models()) {
    SCOPED_TRACE(name);
    const auto run = opened(text, name);
    ASSERT_NE(run->run->judgement(), nullptr);
    const Json window = window_json(*run);
    std::vector<std::vector<int>> worst(window["nodes"].size(), std::vector<int>(3, 0));
    for (std::int64_t bin = 0; bin < run->run->bins(); ++bin) {
      const auto t = static_cast<std::size_t>(bin);
      const Json snapshot = snapshot_json(*run, bin);
      for (std::size_t i = 0; i < snapshot["nodes"].size(); ++i) {
        const Json &node = snapshot["nodes"][i], &over = window["nodes"][i];
        expect_stored_state(*run, node, i, bin);
        EXPECT_EQ(node["state"], over["state"][t]);
        EXPECT_EQ(node["verdict"], over["verdict"][t]);
        for (std::size_t s = 0; s < node["sla"].size(); ++s) {
          worst[i][s] = std::max(worst[i][s], rank(node["sla"][s]["verdict"]));
        }
      }
    }
    for (std::size_t i = 0; i < worst.size(); ++i) {
      const Json& levels = window["nodes"][i]["sla"];
      for (std::size_t s = 0; s < levels.size(); ++s) {
        EXPECT_EQ(rank(levels[s]["verdict"]), worst[i][s]) << levels[s]["kind"];
      }
    }
    expect_peaks(*run, window);
  }
}

TEST_F(JudgedState, FlowFactsOfTheWholeRunAreThoseOfTheJudgement) {
  for (const auto& [name, text] : models()) {
    SCOPED_TRACE(name);
    const auto run = opened(text, name);
    const Json facts = facts_json(*run);
    for (const Json& node : facts["nodes"]) {
      if (!node.contains("fifo")) continue;
      const NodeJudgement& judged = run->run->judgement()->nodes[*run->run->find_node(node["id"])];
      const auto expect = [&](const char* member, double stored) {
        const Json& told = node["fifo"][member];
        EXPECT_TRUE(told.is_null() ? is_absent(stored) : told == stored)
            << node["id"] << member << told << stored;
      };
      expect("p50Minutes", judged.p50);
      expect("p95Minutes", judged.p95);
      expect("lateShare", judged.late_share);
      expect("longestMinutes", judged.longest);
      expect("undelivered", judged.undelivered);
      EXPECT_EQ(node["fifo"]["atLeast"], judged.at_least.p95);
    }
    // The items of the run are those of its bins; nothing is counted twice.
    const std::int64_t half = run->run->bins() / 2;
    const Json first = facts_json(*run, {.end_bin = half - 1});
    const Json second = facts_json(*run, {.start_bin = half});
    for (std::size_t i = 0; i < facts["nodes"].size(); ++i) {
      if (!facts["nodes"][i].contains("fifo")) continue;
      const auto sum = [&](const char* member) {
        return first["nodes"][i]["fifo"][member].get<double>() +
               second["nodes"][i]["fifo"][member].get<double>();
      };
      EXPECT_NEAR(sum("undelivered"), facts["nodes"][i]["fifo"]["undelivered"].get<double>(), 1e-9);
    }
  }
}

// Paint gets 14 and does 10, so it fills its 30 by bin 10 and Press waits for it from then on.
TEST_F(JudgedState, TheBottleneckIsWhatHoldsTheOthers) {
  const auto run = opened(kLine, "line");
  const Json facts = facts_json(*run);
  const Json& press = facts["nodes"][0];
  ASSERT_FALSE(press["blocked"].empty()) << facts["nodes"];
  const auto first = press["blocked"][0]["startBin"].get<std::int64_t>();
  const Json held = snapshot_json(*run, first)["nodes"][0];
  EXPECT_EQ(held["state"], "downstream");
  EXPECT_EQ(held["holder"], "Paint");
  for (const Json& span : facts["bottlenecks"]) {
    EXPECT_NE(span["nodeId"], "Press") << span;
    EXPECT_TRUE(span["constraintId"].is_null());
    if (span["startBin"] <= first && first <= span["endBin"]) {
      EXPECT_EQ(span["nodeId"], "Paint");
    }
  }
}

// Two tills of 10 share a database of 12 an hour: 16 are asked for, so it holds both.
TEST_F(JudgedState, AConstraintIsABottleneckByItsOwnName) {
  const auto run = opened(R"yaml(schemaVersion: 1
grid: {bins: 6, binSize: 1, binUnit: hours}
nodes:
  - {id: a, kind: const, values: [8, 8, 8, 2, 0, 0]}
  - {id: cap, kind: const, values: [10]}
  - {id: left, kind: expr, expr: "MIN(a + SHIFT(left_queue, 1), cap)"}
  - {id: right, kind: expr, expr: "MIN(a + SHIFT(right_queue, 1), cap)"}
  - {id: asked, kind: expr, expr: left + right}
  - {id: limit, kind: const, values: [12]}
topology:
  nodes:
    - {id: Left, kind: serviceWithBuffer, constraints: [db], semantics: {arrivals: a, served: left, capacity: cap}}
    - {id: Right, kind: serviceWithBuffer, constraints: [db], semantics: {arrivals: a, served: right, capacity: cap}}
  edges: []
  constraints: [{id: db, semantics: {arrivals: asked, served: limit}}]
)yaml",
                          "shared");
  const Json facts = facts_json(*run);
  EXPECT_TRUE(facts["bottlenecks"][0]["nodeId"].is_null());
  EXPECT_EQ(facts["bottlenecks"][0]["constraintId"], "db");
  EXPECT_EQ(facts["bottlenecks"][0]["startBin"], 0);
  EXPECT_EQ(snapshot_json(*run, 1)["nodes"][0]["holder"], "db");
  EXPECT_EQ(facts["nodes"][0]["blocked"][0]["startBin"], 0);
  const Json bundle = bundle_json(*run);
  EXPECT_EQ(bundle["constraints"][0]["id"], "db");
  EXPECT_EQ(bundle["constraints"][0]["peakLoad"]["value"], 1);
}

// An outage comes before all, however full another is.
TEST_F(JudgedState, AnOutageIsTheBottleneck) {
  const auto run = opened(R"yaml(schemaVersion: 1
grid: {bins: 6, binSize: 1, binUnit: hours}
nodes:
  - {id: a, kind: const, values: [50]}
  - {id: slow, kind: const, values: [10]}
  - {id: gone, kind: const, values: [60, 60, 0, 0, 60, 60]}
topology:
  nodes:
    - {id: Full, kind: serviceWithBuffer, semantics: {arrivals: a, served: slow, capacity: slow}}
    - {id: Out, kind: serviceWithBuffer, semantics: {arrivals: a, served: gone, capacity: gone}}
  edges: []
)yaml",
                          "outage");
  const Json spans = facts_json(*run)["bottlenecks"];
  const auto at = [&](int bin) {
    for (const Json& span : spans) {
      if (span["startBin"] <= bin && bin <= span["endBin"]) return text_of(span["nodeId"]);
    }
    return std::string("none");
  };
  EXPECT_EQ(at(1), "Full");
  EXPECT_EQ(at(2), "Out");
  EXPECT_EQ(at(3), "Out");
}

// 90 come in the first hour against 60: the last 30 leave in the second, when 10 come. Of the 90
// items 60 wait 0 to 20 min, 30 wait 20 to 45 min; the ten of the second hour wait 45 to 0.
TEST_F(JudgedState, WaitsOfSomeBinsAreThoseOfWhatCameInThem) {
  const auto run = opened(R"yaml(schemaVersion: 1
grid: {bins: 3, binSize: 1, binUnit: hours}
nodes:
  - {id: a, kind: const, values: [90, 10, 0]}
  - {id: cap, kind: const, values: [60]}
topology:
  nodes: [{id: Desk, kind: serviceWithBuffer, semantics: {arrivals: a, served: cap, capacity: cap, slaMin: 20}}]
  edges: []
)yaml",
                          "desk");
  const Json first = facts_json(*run, {.end_bin = 0})["nodes"][0]["fifo"];
  EXPECT_NEAR(first["longestMinutes"], 45, 1e-9);
  EXPECT_NEAR(first["lateShare"], 30.0 / 90, 1e-9);
  EXPECT_NEAR(first["p50Minutes"], 15, 1e-9);  // 45 of 90: three quarters of the way to 20
  const Json second = facts_json(*run, {.start_bin = 1, .end_bin = 1})["nodes"][0]["fifo"];
  EXPECT_NEAR(second["longestMinutes"], 45, 1e-9);
  EXPECT_NEAR(second["lateShare"], 25.0 / 45, 1e-9);
  const Json whole = facts_json(*run)["nodes"][0]["fifo"];
  EXPECT_NEAR(whole["lateShare"], (30 + 10 * 25.0 / 45) / 100, 1e-9);
  const Json metrics = Json::parse(to_json(*query_metrics(run->run, {}, {})));
  EXPECT_NEAR(metrics["services"][0]["promisePct"].get<double>(), 1 - (30 + 10 * 25.0 / 45) / 100,
              1e-9);
  // 45 of 20 promised is more than 1.5 times it.
  const Json node = snapshot_json(*run, 0)["nodes"][0];
  EXPECT_EQ(node["derived"]["wait"], 45);
  EXPECT_EQ(node["derived"]["load"], 1);
  EXPECT_EQ(node["derived"]["workMinutes"], 30);  // 30 waiting at 60 an hour
  EXPECT_EQ(node["verdict"], "critical");
  EXPECT_EQ(node["state"], "saturated");
  EXPECT_EQ(node["sla"][1]["kind"], "backlogAge");
  EXPECT_EQ(node["sla"][1]["status"], "ok");     // the contract: there is a figure
  EXPECT_EQ(node["sla"][1]["verdict"], "good");  // the oldest waits 20 of 20 at the end of the bin
}

TEST_F(JudgedState, PooledStatesAreThoseOfTheWorstBin) {
  const auto run = opened(kLine, "line");
  const Json bins = window_json(*run), points = window_json(*run, {.max_points = 4});
  for (std::size_t n = 0; n < bins["nodes"].size(); ++n) {
    const Json &fine = bins["nodes"][n], &coarse = points["nodes"][n];
    ASSERT_EQ(coarse["state"].size(), 4u);
    for (std::size_t p = 0; p < 4; ++p) {
      std::size_t worst = p * 6;
      for (std::size_t t = p * 6; t < p * 6 + 6; ++t) {
        if (rank(fine["verdict"][t]) > rank(fine["verdict"][worst])) worst = t;
      }
      EXPECT_EQ(coarse["verdict"][p], fine["verdict"][worst]);
      EXPECT_EQ(coarse["state"][p], fine["state"][worst]);
    }
  }
}

TEST_F(JudgedState, StateAndVerdictCanBeChosen) {
  const auto run = opened(kLine, "line");
  WindowRequest request;
  request.with_verdict = true;
  const Json node = window_json(*run, request)["nodes"][0];
  EXPECT_FALSE(node.contains("state"));
  EXPECT_EQ(node["verdict"].size(), 24u);
  EXPECT_TRUE(node["series"].empty());
  EXPECT_TRUE(node["sla"].empty());
}

// Spans, figures and rows of the bundle add up to what the node says.
TEST_F(JudgedState, TheFirstAnswerHasTheWholeJudgement) {
  const auto run = opened(kLine, "line");
  const Judgement& judgement = *run->run->judgement();
  const Json bundle = bundle_json(*run);
  EXPECT_EQ(text_of(bundle["verdict"]), name_of(judgement.summary.verdict));
  EXPECT_EQ(bundle["findings"].size(), judgement.summary.findings.size());
  EXPECT_EQ(bundle["headline"], bundle["findings"][0]);
  EXPECT_EQ(bundle["thresholds"][0]["row"], "wait");
  EXPECT_EQ(bundle["thresholds"][0]["critical"], 1.5);
  for (std::size_t i = 0; i < judgement.nodes.size(); ++i) {
    const NodeJudgement& judged = judgement.nodes[i];
    const Json& node = bundle["nodes"][i];
    EXPECT_EQ(text_of(node["verdict"]), name_of(judged.verdict));
    EXPECT_EQ(node["promise"]["minutes"], judged.promise_minutes);
    for (const char* list : {"bin", "state", "verdict", "rising", "decider", "holder"}) {
      ASSERT_EQ(node["states"][list].size(), judged.spans.size()) << list;
    }
    EXPECT_EQ(node["states"]["bin"].back(), judged.spans.back().first_bin);
    EXPECT_EQ(node["figures"]["harmed"], judged.harmed);
    EXPECT_EQ(node["figures"]["peakLoad"]["value"], judged.peak_load);
    EXPECT_EQ(node["rows"].size(), judged.rows.size());
    const Json& wait = node["metrics"]["wait"];
    std::int64_t first = -1, late = 0;
    for (std::int64_t bin = 0; bin < run->run->bins(); ++bin) {
      if (!(judged.wait_minutes(bin) > judged.promise_minutes * (1 + 1e-9))) continue;
      first = first < 0 ? bin : first;
      ++late;
    }
    EXPECT_EQ(wait["breachMinutes"], static_cast<double>(late * 10));
    EXPECT_EQ(wait["firstBreach"], first < 0 ? Json() : Json(first));
    EXPECT_TRUE(node["metrics"]["served"]["breachMinutes"].is_null());
    EXPECT_LE(node["metrics"]["wait"]["p95"], node["metrics"]["wait"]["p99"]);
  }
}

// An older version wrote no judgement, and its file may be lost: the answers are the same.
TEST_F(JudgedState, ARunWithoutAJudgementIsJudgedAgain) {
  for (const auto& [name, text] : models()) {
    SCOPED_TRACE(name);
    const auto stored = opened(text, name);
    const std::string file = run_directory(name) + "/" + bundle::kJudgement;
    ASSERT_TRUE(env_.remove_file(file));
    EXPECT_FALSE(open_run(env_, name)->judgement());
    const auto again = *open_for_queries(env_, name);
    ASSERT_NE(again->run->judgement(), nullptr);
    EXPECT_EQ(window_json(*again), window_json(*stored));
    EXPECT_EQ(facts_json(*again), facts_json(*stored));
    EXPECT_EQ(bundle_json(*again), bundle_json(*stored));
    OpenRuns runs(env_);
    EXPECT_EQ(*runs.open(name), *runs.open(name));  // kept with what is open
  }
}

// The case of a desk with two service times, and the one whose fluid queue holds items.
TEST_F(JudgedState, TheOverlayIsThatOfTheItems) {
  const auto desk = opened(R"yaml(schemaVersion: 1
grid: {bins: 4, binSize: 1, binUnit: hours}
nodes:
  - {id: arr, kind: const, values: [10, 10, 10, 10]}
  - {id: srv, kind: const, values: [1, 19, 1, 19]}
  - {id: cap, kind: const, values: [60]}
  - {id: ptime, kind: const, values: [600000, 1140000, 600000, 1140000]}
topology:
  nodes: [{id: Desk, kind: serviceWithBuffer, semantics: {arrivals: arr, served: srv, capacity: cap, processingTimeMsSum: ptime, servedCount: srv}}]
  edges: []
)yaml",
                           "desk");
  const Json two = facts_json(*desk, {.within_minutes = 0.25})["nodes"][0]["queueing"];
  EXPECT_EQ(two["station"]["serviceTimeMs"], 87000);
  EXPECT_NEAR(two["station"]["utilization"], 0.2417, 5e-5);
  EXPECT_NEAR(two["erlangCWaitMinutes"], 0.462, 5e-4);
  EXPECT_EQ(two["within"]["minutes"], 0.25);
  EXPECT_EQ(two["validity"], "fluidWaits");

  const auto turns = opened(R"yaml(schemaVersion: 1
grid: {bins: 24, binSize: 1, binUnit: hours}
nodes:
  - {id: arr, kind: const, values: [10,90,10,90,10,90,10,90,10,90,10,90,10,90,10,90,10,90,10,90,10,90,10,90]}
  - {id: cap, kind: const, values: [60]}
topology:
  nodes: [{id: Q, kind: serviceWithBuffer, semantics: {arrivals: arr, served: cap, capacity: cap}}]
  edges: []
)yaml",
                            "turns");
  const Json shown = facts_json(*turns)["nodes"][0]["queueing"];
  // Twelve times 18 min of 100 items; ten of the first wait for nobody, 30 of the last still wait.
  EXPECT_NEAR(shown["fluidWaitMinutes"], 17.25, 1e-9);
  EXPECT_EQ(shown["validity"], "noServers");
  EXPECT_EQ(shown["meaning"].get<std::string>().find("no wait"), std::string::npos);
  EXPECT_TRUE(shown["erlangCWaitMinutes"].is_null());
}

}  // namespace
}  // namespace flowtime
