#include "inspect/explain_run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "inspect/query_test_support.h"
#include "library/template_library.h"
#include "lifecycle/create_run.h"
#include "series/absent.h"
#include "state/flow_latencies.h"
#include "state/node_reader.h"
#include "state/stored_run.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

// Calls arrive in two kinds; what fails comes back a bin later; the desk has a backlog.
constexpr const char* kExplainedModel = R"yaml(schemaVersion: 1
grid: {bins: 6, binSize: 1, binUnit: hours, start: '2026-01-05T08:00:00Z'}
classes: [{id: Gold}, {id: Plain}]
traffic:
  arrivals:
  - {nodeId: gold, classId: Gold, pattern: {kind: constant}}
  - {nodeId: plain, classId: Plain, pattern: {kind: constant}}
nodes:
- {id: gold, kind: const, values: [2, 2, 10, 2, 2, 2]}
- {id: plain, kind: const, values: [8, 8, 20, 8, 8, 8]}
- {id: calls, kind: expr, expr: gold + plain}
- {id: failed, kind: expr, expr: 0.1 * calls}
- {id: again, kind: expr, expr: 'CONV(failed, [0, 1])'}
- {id: offered, kind: expr, expr: calls + again}
- {id: staff, kind: const, values: [12]}
- {id: answered, kind: expr, expr: 'MIN(staff, offered + SHIFT(waiting, 1))'}
- {id: root, kind: expr, expr: SQRT(staff - 20)}
topology:
  nodes:
  - id: Switch
    kind: service
    semantics: {arrivals: calls, served: offered}
  - id: Desk
    kind: serviceWithBuffer
    semantics: {arrivals: offered, served: answered, capacity: staff, queueDepth: waiting}
  edges: []
)yaml";

class Explain : public ::testing::Test {
 protected:
  RunHost host() { return {.env = env_, .log = log_, .observer = observer_}; }
  void store(const std::string& id, const std::string& text, bool overwrite = false) {
    CreateRunRequest request;
    request.source.text = text;
    request.run_id = id;
    request.overwrite = overwrite;
    request.fail_on = FailOn::kNone;
    const RunOutcome outcome = create_run(host(), request);
    ASSERT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "model");
  }
  Explanation explained(ExplainRequest request) {
    request.run_id = "r";
    auto made = explain_run(host(), explainers_, request);
    EXPECT_TRUE(made) << to_text(made.problems(), "");
    return made ? *made : Explanation{};
  }
  std::string code(ExplainRequest request) {
    if (request.run_id.empty()) request.run_id = "r";
    const auto made = explain_run(host(), explainers_, request);
    return made ? "none" : made.problems()[0].code;
  }
  static const Contribution* find(const Explanation& e, CauseKind kind, const std::string& series,
                                  const std::string& class_id = "") {
    for (const Contribution& c : e.contributions) {
      if (c.kind == kind && c.series_id == series && c.class_id == class_id) return &c;
    }
    return nullptr;
  }

  MemoryEnv env_;
  NullLogSink log_;
  RunObserver observer_;
  OpenRuns runs_{env_};
  Explainers explainers_{runs_};
};

// The part of a class is the series that the model has of it.
TEST_F(Explain, AMetricOfAClassIsItsPartOfTheSeries) {
  store("r", kExplainedModel);
  const Explanation part =
      explained({.node = "Switch", .metric = "arrivals", .class_id = "Gold", .at = "2"});
  EXPECT_EQ(part.series_id, "calls@Gold");
  EXPECT_EQ(part.value, 10);
  EXPECT_EQ(part.node_id, "Switch");
  EXPECT_EQ(part.metric, "arrivals");
  EXPECT_EQ(part.value, explained({.series = "calls@Gold", .at = "2"}).value);
  const auto of_class = [&](const std::string& metric, const std::string& class_id) {
    return code({.node = "Desk", .metric = metric, .class_id = class_id, .at = "2"});
  };
  EXPECT_EQ(of_class("served", "Gould"), "unknown_class");
  EXPECT_EQ(of_class("capacity", "Gold"), "metric_without_series");
  EXPECT_EQ(of_class("utilization", "Gold"), "metric_without_series");
  EXPECT_EQ(code({.series = "calls", .class_id = "Gold", .at = "2"}), "explain_what");
}

// Bin 2: 30 calls and 1 again (10 % of 10), 12 answered: 19 wait. They were empty before.
TEST_F(Explain, ABacklogIsMadeOfArrivalsRetriesAndCapacity) {
  store("r", kExplainedModel);
  const Explanation e = explained({.series = "waiting", .at = "2"});
  EXPECT_EQ(e.value, 19);
  EXPECT_EQ(e.node_id, "Desk");
  EXPECT_EQ(e.role, "queueDepth");
  EXPECT_EQ(e.rule, "max(0, waiting[t-1] + offered - answered)");
  EXPECT_EQ(e.with_values, "max(0, 0 + 31 - 12)");
  ASSERT_TRUE(e.build_up);
  EXPECT_EQ(e.build_up->first_bin, 2);
  EXPECT_EQ(e.build_up->largest[0].limited_by, "staff");
  EXPECT_EQ(e.residual, 0);
  const Contribution* staff = find(e, CauseKind::kCapacity, "staff");
  const Contribution* gold = find(e, CauseKind::kArrivals, "gold", "Gold");
  const Contribution* plain = find(e, CauseKind::kArrivals, "plain", "Plain");
  ASSERT_TRUE(staff && gold && plain);
  EXPECT_EQ(staff->amount, -12);
  EXPECT_EQ(staff->via_node, "");
  EXPECT_EQ(gold->amount, 10);
  EXPECT_EQ(gold->via_node, "Switch");
  EXPECT_EQ(plain->amount, 20);
  double echo = 0;
  for (const Contribution& c : e.contributions) echo += c.kind == CauseKind::kEcho ? c.amount : 0;
  EXPECT_EQ(echo, 1);
  EXPECT_NE(e.words.find("It was empty until 10:00"), std::string::npos) << e.words;
  EXPECT_NE(e.words.find("staff let 12 through"), std::string::npos) << e.words;
}

// The desk with staff as it is given: a number of the model, or an expression of numbers.
TEST_F(Explain, AConstantKeepsItsIdWhereItIsFolded) {
  std::string text = kExplainedModel;
  text.replace(text.find("kind: const, values: [12]"), 25, "kind: expr, expr: 2 * 6");
  store("r", text);
  const Explanation e = explained({.series = "waiting", .at = "4"});
  const Contribution* staff = find(e, CauseKind::kCapacity, "staff");
  ASSERT_TRUE(staff);
  EXPECT_EQ(staff->amount, -36);
  EXPECT_EQ(staff->each, -12);
  EXPECT_EQ(staff->bin_count, 3);
  EXPECT_EQ(e.build_up->limits.size(), 1u);
  EXPECT_EQ(e.build_up->limits[0].id, "staff");
  EXPECT_NE(e.words.find("staff let 12 × 3 = 36 through"), std::string::npos) << e.words;
  const Explanation answered = explained({.series = "answered", .at = "2"});
  EXPECT_EQ(answered.rule, "min(staff, offered + waiting[t-1])");
  EXPECT_EQ(answered.with_values, "min(12, 31 + 0)");
}

// Four people who each do 3 at a time: the product is a number, the people have a name.
TEST_F(Explain, AProductOfConstantsKeepsTheirIds) {
  std::string text = kExplainedModel;
  text.replace(text.find("- {id: staff, kind: const, values: [12]}"), 40,
               "- {id: people, kind: expr, expr: '4'}\n- {id: each, kind: expr, expr: '3'}\n"
               "- {id: staff, kind: const, values: [12]}");
  text.replace(text.find("MIN(staff, offered"), 18, "MIN(people * each, offered");
  store("r", text);
  const Explanation e = explained({.series = "waiting", .at = "4"});
  const Contribution* people = find(e, CauseKind::kInput, "people");
  ASSERT_TRUE(people) << e.words;
  EXPECT_EQ(people->amount, -36);
  EXPECT_EQ(e.build_up->limits[0].id, "people");
  EXPECT_EQ(explained({.series = "answered", .at = "2"}).with_values, "min(4 * 3, 31 + 0)");
}

// 19 in bin 2, then 10 + 3 - 12 = 20 and 10 + 1 - 12 = 19: it grew, and then it shrank.
TEST_F(Explain, TheSentenceSaysHowTheBinMoved) {
  store("r", kExplainedModel);
  const Explanation peak = explained({.series = "waiting", .at = "3"});
  EXPECT_EQ(peak.trend->direction, 1);
  EXPECT_EQ(peak.trend->since_bin, 2);
  EXPECT_NE(peak.words.find("It grew by 1 in this bin: 13 came in and 12 left."), std::string::npos)
      << peak.words;
  EXPECT_NE(peak.words.find("this is its peak"), std::string::npos) << peak.words;
  const Explanation after = explained({.series = "waiting", .at = "4"});
  EXPECT_EQ(after.trend->direction, -1);
  EXPECT_EQ(after.build_up->peak_bin, 3);
  EXPECT_NE(after.words.find("It shrank by 1 in this bin: 11 came in and 12 left."),
            std::string::npos)
      << after.words;
  EXPECT_NE(after.words.find("its peak was 20 at 11:00"), std::string::npos) << after.words;
  EXPECT_EQ(after.words.find("entities"), std::string::npos) << after.words;
}

// (0.1 + 0.2) - 0.3 is 5.55e-17: nothing waits after bin 1, whatever the last digit says.
TEST_F(Explain, DustIsNoQueue) {
  store("r", R"yaml(schemaVersion: 1
grid: {bins: 5, binSize: 1, binUnit: hours, start: '2026-01-05T08:00:00Z'}
nodes:
- {id: in, kind: const, values: [0.1, 0.2, 0, 5, 1]}
- {id: out, kind: const, values: [0, 0.3, 0, 3, 1]}
topology:
  nodes:
  - {id: Desk, kind: serviceWithBuffer, semantics: {arrivals: in, served: out, queueDepth: wait}}
  edges: []
)yaml");
  const Explanation dust = explained({.series = "wait", .at = "2"});
  EXPECT_GT(dust.value, 0);
  EXPECT_FALSE(dust.build_up);
  const Explanation e = explained({.series = "wait", .at = "4"});
  ASSERT_TRUE(e.build_up);
  EXPECT_EQ(e.build_up->first_bin, 3);
  EXPECT_DOUBLE_EQ(e.build_up->empty_below, 5e-6);
  EXPECT_EQ(e.residual, 0);
  EXPECT_NE(e.words.find("It stayed the same in this bin."), std::string::npos) << e.words;
  EXPECT_NE(e.words.find("It was empty until 11:00; its peak was 2 at 11:00."), std::string::npos)
      << e.words;
  EXPECT_EQ(e.words.find("e-17"), std::string::npos) << e.words;
}

// 10 for 8 and 12 asked for: 4 and 6. What waits of the 8 is 8 - 10 + 6.
TEST_F(Explain, OthersOfASharedCapacityAreToldWithWhatTheyTook) {
  store("r", R"yaml(schemaVersion: 1
grid: {bins: 2, binSize: 1, binUnit: hours, start: '2026-01-05T08:00:00Z'}
nodes:
- {id: few, kind: const, values: [8, 0]}
- {id: many, kind: const, values: [12, 0]}
- {id: few_done, kind: expr, expr: 'few + 0 * SHIFT(few_wait, 1)'}
- {id: many_done, kind: expr, expr: 'many + 0 * SHIFT(many_wait, 1)'}
- {id: both, kind: expr, expr: few + many}
- {id: room, kind: expr, expr: '10'}
topology:
  nodes:
  - id: Few
    kind: serviceWithBuffer
    constraints: [shared]
    semantics: {arrivals: few, served: few_done, queueDepth: few_wait}
  - id: Many
    kind: serviceWithBuffer
    constraints: [shared]
    semantics: {arrivals: many, served: many_done, queueDepth: many_wait}
  edges: []
  constraints:
  - {id: shared, semantics: {arrivals: both, served: room}}
)yaml");
  const Explanation e = explained({.series = "few_wait", .at = "0"});
  EXPECT_EQ(e.value, 4);
  const Contribution* room = find(e, CauseKind::kLimit, "room");
  const Contribution* others = find(e, CauseKind::kShare, "many_alloc_shared");
  const Contribution* came = find(e, CauseKind::kArrivals, "few");
  ASSERT_TRUE(room && others && came);
  EXPECT_EQ(came->amount, 8);
  EXPECT_EQ(room->amount, -10);
  EXPECT_EQ(room->constraint_id, "shared");
  EXPECT_EQ(others->amount, 6);
  EXPECT_EQ(others->node_id, "Many");
  EXPECT_EQ(e.build_up->now->limited_by, "shared");
  EXPECT_NE(e.words.find("shared let 10 through, 6 of it for Many"), std::string::npos) << e.words;
}

// A lorry in every third bin takes 4; between them its schedule decides.
TEST_F(Explain, AClosedGateIsTheScheduleOfItsNode) {
  store("r", R"yaml(schemaVersion: 1
grid: {bins: 6, binSize: 1, binUnit: hours, start: '2026-01-05T08:00:00Z'}
nodes:
- {id: parcels, kind: const, values: [3]}
- {id: lorry, kind: const, values: [4]}
- {id: loaded, kind: expr, expr: 'parcels + SHIFT(ramp, 1)'}
topology:
  nodes:
  - id: Ramp
    kind: serviceWithBuffer
    semantics: {arrivals: parcels, served: loaded, queueDepth: ramp}
    dispatchSchedule: {kind: time-based, periodBins: 3, phaseOffset: 2, capacitySeries: lorry}
  edges: []
)yaml");
  const Explanation e = explained({.series = "ramp", .at = "4"});
  EXPECT_EQ(e.value, 5 * 3 - 4);
  ASSERT_EQ(e.build_up->limits.size(), 2u);
  EXPECT_EQ(e.build_up->limits[0].id, "Ramp.dispatchSchedule");
  EXPECT_EQ(e.build_up->limits[0].bins, 4);
  EXPECT_EQ(e.build_up->limits[1].id, "lorry");
  EXPECT_NE(e.words.find("the schedule of Ramp in 4 of 5 bins"), std::string::npos) << e.words;
  const Explanation closed = explained({.node = "Ramp", .metric = "served", .at = "1"});
  EXPECT_EQ(closed.with_values, "min(if(0, min(6, 4), 0), max(0, 3 + 3))");
}

// What a limit turns away is what is over it: (2 + 7) - 4 - 3.
TEST_F(Explain, AnOverflowIsPrintedAsWhatIsOverTheLimit) {
  store("r", R"yaml(schemaVersion: 1
grid: {bins: 2, binSize: 1, binUnit: hours, start: '2026-01-05T08:00:00Z'}
nodes:
- {id: in, kind: const, values: [6, 7]}
- {id: out, kind: const, values: [4]}
topology:
  nodes:
  - {id: Tank, kind: serviceWithBuffer, wipLimit: 3, semantics: {arrivals: in, served: out, queueDepth: full}}
  edges: []
)yaml");
  const Explanation e = explained({.series = "tank_overflow", .at = "1"});
  EXPECT_EQ(e.value, 2);
  EXPECT_EQ(e.rule, "max(0, max(0, full[t-1] + in - out) - Tank.wipLimit)");
  EXPECT_EQ(e.with_values, "max(0, max(0, 2 + 7 - 4) - 3)");
  const Explanation level = explained({.series = "full", .at = "1"});
  EXPECT_EQ(level.with_values, "min(3, max(0, 2 + 7 - 4))");
  ASSERT_TRUE(find(level, CauseKind::kOverflow, "tank_overflow"));
  EXPECT_EQ(find(level, CauseKind::kOverflow, "tank_overflow")->amount, -2);
}

TEST_F(Explain, ALaterBinReachesBackToWhenTheQueueWasEmpty) {
  store("r", kExplainedModel);
  const Explanation e = explained({.series = "waiting", .at = "4"});
  ASSERT_TRUE(e.build_up);
  EXPECT_EQ(e.build_up->first_bin, 2);
  EXPECT_EQ(e.build_up->bins, 3);
  const Contribution* staff = find(e, CauseKind::kCapacity, "staff");
  ASSERT_TRUE(staff);
  EXPECT_EQ(staff->amount, -36);
  EXPECT_EQ(staff->first_bin, 2);
  EXPECT_EQ(staff->last_bin, 4);
  EXPECT_EQ(staff->bins.size(), 3u);
  EXPECT_EQ(e.residual, 0);
}

TEST_F(Explain, TheLimitsFoldTheRestIntoOneTerm) {
  store("r", kExplainedModel);
  const ExplainLimits narrow{.walk = {}, .causes = 1, .bins = 1};
  const Explanation e = explained({.series = "waiting", .at = "4", .limits = narrow});
  ASSERT_EQ(e.contributions.size(), 2u);
  EXPECT_EQ(e.contributions[1].kind, CauseKind::kRest);
  EXPECT_GT(e.contributions[1].folded, 1);
  EXPECT_EQ(e.contributions[0].amount + e.contributions[1].amount, e.value);
  EXPECT_EQ(e.contributions[0].bins.size(), 1u);
  EXPECT_NE(e.contributions[0].other_bins, 0);
  const ExplainLimits shallow{.walk = {.cells = 3}, .causes = 12, .bins = 8};
  const Explanation s = explained({.series = "waiting", .at = "4", .limits = shallow});
  EXPECT_EQ(s.cells_walked, 3);
  EXPECT_EQ(s.contributions.back().kind, CauseKind::kRest);
  EXPECT_EQ(s.residual, 0);
}

TEST_F(Explain, AMetricIsExplainedByItsFormula) {
  store("r", kExplainedModel);
  const Explanation e = explained({.node = "Desk", .metric = "utilization", .at = "10:00"});
  EXPECT_EQ(e.bin, 2);
  EXPECT_EQ(e.value, 1);
  EXPECT_FALSE(e.is_stored);
  EXPECT_EQ(e.rule, "served / effective capacity");
  EXPECT_EQ(e.residual, 0);
  const Explanation wait = explained({.node = "Desk", .metric = "latencyMinutes", .at = "2"});
  EXPECT_DOUBLE_EQ(wait.value, 19.0 / 12 * 60);
  EXPECT_EQ(wait.residual, 0);
  const Explanation depth = explained({.node = "Desk", .metric = "queueDepth", .at = "2"});
  EXPECT_EQ(depth.series_id, "waiting");
}

// Whatever the state of a node shows, an explanation gives the same bits.
TEST_F(Explain, MetricsAgreeWithTheStateOfTheRun) {
  store("r", kExplainedModel);
  auto run = open_run(env_, "r");
  ASSERT_TRUE(run);
  const auto stored = StoredRun::open(std::move(*run));
  ASSERT_TRUE(stored);
  NodeReader reader(**stored, {0, 6});
  int compared = 0;
  for (const std::size_t node : {std::size_t{0}, std::size_t{1}}) {
    reader.select(sources_of(**stored, node));
    for (const NodeMetric metric : all_node_metrics()) {
      const ExplainQuery asked{.node = (*stored)->topology().nodes[node].id,
                               .metric = std::string(name_of(metric))};
      if (metric == NodeMetric::kFlowLatencyMs || !reader.has(metric)) continue;
      const std::vector<double> shown(reader(metric).begin(), reader(metric).end());
      for (std::int64_t bin = 0; bin < 6; ++bin) {
        ExplainQuery query = asked;
        query.bin = bin;
        const auto e = (*explainers_.get(host(), "r"))->explain(query);
        if (!e && e.problems()[0].code == "unknown_metric") continue;
        ASSERT_TRUE(e) << asked.node << " " << asked.metric << "\n" << to_text(e.problems(), "");
        const double value = shown[static_cast<std::size_t>(bin)];
        if (is_absent(value)) {
          EXPECT_TRUE(is_absent(e->value)) << asked.node << " " << asked.metric << " " << bin;
        } else {
          EXPECT_EQ(e->value, value) << asked.node << " " << asked.metric << " " << bin;
        }
        ++compared;
      }
    }
  }
  EXPECT_GE(compared, 60);
}

// What looks at other bins or at other nodes, and what stands in for a series that is not there.
TEST_F(Explain, MetricsAlongPathsAgreeWithTheStateOfTheRun) {
  int compared = 0;
  for (const char* text : {kExplainedModel, kEverything, kRouted}) {
    store("r", text, true);
    auto run = open_run(env_, "r");
    ASSERT_TRUE(run);
    const auto stored = StoredRun::open(std::move(*run));
    ASSERT_TRUE(stored);
    const BinWindow bins{0, (*stored)->bins()};
    NodeReader reader(**stored, bins);
    FlowLatencies latencies(**stored, bins);
    const auto explainer = *explainers_.get(host(), "r");
    for (std::size_t node = 0; node < (*stored)->topology().nodes.size(); ++node) {
      const std::string& id = (*stored)->topology().nodes[node].id;
      reader.select(sources_of(**stored, node));
      for (const NodeMetric metric :
           {NodeMetric::kFlowLatencyMs, NodeMetric::kBacklogAgeMinutes,
            NodeMetric::kFifoDelayMinutes, NodeMetric::kAttempts, NodeMetric::kFailures}) {
        const bool flow = metric == NodeMetric::kFlowLatencyMs;
        if (!flow && !reader.has(metric)) continue;
        const SeriesIn shown = flow ? latencies.of(node) : reader(metric);
        for (std::int64_t bin = 0; bin < bins.end; ++bin) {
          const std::string place =
              id + " " + std::string(name_of(metric)) + " " + std::to_string(bin);
          const auto e =
              explainer->explain({.node = id, .metric = std::string(name_of(metric)), .bin = bin});
          ASSERT_TRUE(e) << place << to_text(e.problems(), "");
          const double value = shown[static_cast<std::size_t>(bin)];
          EXPECT_EQ(is_absent(e->value), is_absent(value)) << place;
          if (is_absent(value)) {
            EXPECT_FALSE(e->absence->reason.empty()) << place;
            continue;
          }
          EXPECT_EQ(e->value, value) << place;
          EXPECT_EQ(e->residual, 0) << place;
          EXPECT_EQ(e->contributions.empty(), value == 0) << place;
          ++compared;
        }
      }
    }
  }
  EXPECT_GE(compared, 120);
}

TEST_F(Explain, APathsLatencyIsMadeOfTheNodesAlongIt) {
  store("r", kRouted);
  const Explanation e = explained({.node = "Fast", .metric = "flowLatencyMs", .at = "1"});
  EXPECT_GT(e.value, 0);
  EXPECT_EQ(e.rule, "cycle time + flow latency of the nodes before, weighted by flow");
  ASSERT_EQ(e.formula.operands.size(), 2u);
  EXPECT_EQ(e.formula.operands[1].op, "weighted_mean");
  EXPECT_EQ(e.formula.operands[1].operands[0].role, "flow from Intake");
  EXPECT_FALSE(e.contributions.empty());
}

// Places of a run that came from a template are those of the template, as long as it gives the
// run's model.
TEST_F(Explain, PlacesAreThoseOfTheTemplate) {
  TemplateLibrary library;
  RunHost with_templates = host();
  with_templates.templates = &library;
  CreateRunRequest request;
  request.run_template = TemplateRequest{.id = "order-system"};
  request.run_id = "r";
  const RunOutcome made = create_run(with_templates, request);
  ASSERT_TRUE(made.succeeded()) << to_text(made.problems, "");
  const ExplainRequest asked{.run_id = "r", .series = "payment_queue", .at = "160"};
  const auto here = explain_run(with_templates, explainers_, asked);
  ASSERT_TRUE(here);
  EXPECT_EQ(here->source_file, "order-system.yaml");
  std::istringstream text(library.find_entry("order-system")->text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  int told = 0;
  for (const Contribution& cause : here->contributions) {
    if (cause.where.line == 0 || cause.kind != CauseKind::kInput) continue;
    const std::string& line = lines.at(static_cast<std::size_t>(cause.where.line) - 1);
    EXPECT_NE(line.find(cause.series_id), std::string::npos) << cause.series_id << ": " << line;
    ++told;
  }
  EXPECT_GE(told + static_cast<int>(here->where.line > 0), 1);
  EXPECT_NE(to_json(*here).find(R"("source":{"file":"order-system.yaml","line":)"),
            std::string::npos);

  explainers_.forget();
  const auto without = explain_run(host(), explainers_, asked);
  ASSERT_TRUE(without);
  EXPECT_EQ(without->source_file, "model/model.yaml");
  EXPECT_EQ(without->value, here->value);
  // Without the template nobody knows its parameters.
  EXPECT_NE(here->words.find("(paymentCapacity)"), std::string::npos) << here->words;
  EXPECT_EQ(without->words.find("paymentCapacity"), std::string::npos) << without->words;
}

TEST_F(Explain, AnAbsentValueSaysWhy) {
  store("r", kExplainedModel);
  const Explanation e = explained({.series = "root", .at = "1"});
  ASSERT_TRUE(e.absence);
  EXPECT_EQ(e.absence->reason, "the square root of -8 does not exist");
  EXPECT_TRUE(e.contributions.empty());
  const Explanation m = explained({.node = "Switch", .metric = "utilization", .at = "1"});
  ASSERT_TRUE(m.absence);
  EXPECT_EQ(m.absence->reason, "the node's capacity has no value there");
}

TEST_F(Explain, AFormulaKeepsWhatWasWrittenAndWhere) {
  store("r", kExplainedModel);
  const Explanation e = explained({.series = "answered", .at = "2"});
  EXPECT_EQ(e.written, "MIN(staff, offered + SHIFT(waiting, 1))");
  EXPECT_EQ(e.kind, "expr");
  EXPECT_EQ(e.where.line, 16);
  ASSERT_EQ(e.formula.op, "min");
  ASSERT_EQ(e.formula.operands.size(), 2u);
  EXPECT_EQ(e.formula.operands[0].series_id, "staff");
  EXPECT_TRUE(e.formula.operands[0].binding);
  EXPECT_EQ(e.formula.operands[1].operands[1].bin, 1);
}

TEST_F(Explain, AReplacedRunIsReadAgain) {
  store("r", kExplainedModel);
  EXPECT_EQ(explained({.series = "staff", .at = "0"}).value, 12);
  const auto first = explainers_.get(host(), "r");
  ASSERT_TRUE(first);
  EXPECT_EQ(first->get(), explainers_.get(host(), "r")->get());
  std::string other = kExplainedModel;
  other.replace(other.find("[12]"), 4, "[15]");
  store("r", other, true);
  EXPECT_EQ(explained({.series = "staff", .at = "0"}).value, 15);
}

TEST_F(Explain, WhatCannotBeAskedIsRefused) {
  store("r", kExplainedModel);
  EXPECT_EQ(code({.at = "1"}), "explain_what");
  EXPECT_EQ(code({.node = "Desk", .at = "1"}), "explain_what");
  EXPECT_EQ(code({.series = "waiting", .node = "Desk", .metric = "served", .at = "1"}),
            "explain_what");
  EXPECT_EQ(code({.series = "waitin", .at = "1"}), "unknown_series");
  EXPECT_EQ(code({.node = "Desc", .metric = "served", .at = "1"}), "unknown_node");
  EXPECT_EQ(code({.node = "Desk", .metric = "utilisation", .at = "1"}), "unknown_metric");
  EXPECT_EQ(code({.node = "Switch", .metric = "errors", .at = "1"}), "metric_without_series");
  EXPECT_EQ(code({.series = "waiting"}), "at_missing");
  EXPECT_EQ(code({.series = "waiting", .at = "6"}), "range_outside_grid");
  EXPECT_EQ(code({.series = "waiting", .at = "1..2"}), "at_single_bin");
  EXPECT_EQ(code({.run_id = "none", .series = "waiting", .at = "1"}), "run_not_found");
}

}  // namespace
}  // namespace flowtime
