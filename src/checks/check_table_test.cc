// Every row of the table of checks: what sets it off, in both modes, and what must not.
#include "checks/check_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "checks/model_fixture.h"

namespace flowtime {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
using Bins = std::vector<std::int64_t>;
using Names = std::vector<std::string>;

// Items of topology.nodes and topology.edges.
std::string node(const std::string& id, const std::string& kind, const std::string& roles,
                 const std::string& more = "") {
  return "    - {id: " + id + ", kind: " + kind + ", semantics: {" + roles + "}" + more + "}\n";
}
std::string nodes(const std::string& items) { return "  nodes:\n" + items; }
std::string edges(const std::string& items) { return "  edges:\n" + items; }
std::string edge(const std::string& from, const std::string& to, const std::string& more = "") {
  return "    - {id: " + from + "_" + to + ", from: " + from + ", to: " + to + more + "}\n";
}

// A service N with arrivals a and served s, and more roles.
ModelParts service(const std::string& consts, const std::string& roles = "",
                   const std::string& more = "") {
  const std::string all = "arrivals: a, served: s" + (roles.empty() ? "" : ", " + roles);
  return {"a s " + consts, "", nodes(node("N", "service", all, more)), ""};
}
ModelParts queue(const std::string& consts, const std::string& roles = "",
                 const std::string& more = "") {
  ModelParts parts = service(consts, roles, more);
  const std::size_t kind = parts.topology.find("service");
  parts.topology.replace(kind, 7, "queue");
  return parts;
}

struct Case {
  std::string name;
  std::string code;
  std::string severities;  // in simulation and telemetry: E, W, I or - for none
  ModelParts parts;
  Series series;
  std::string node_id = "N";
  Bins bins{};
  std::optional<double> value{};
  Names edge_ids{};
};

// A series that is -2 in bin 1, in the role that `service(x)` names.
Case negative(const std::string& code, const std::string& role, const std::string& severities) {
  return {role,
          code,
          severities,
          service("x", role + ": x"),
          {{"a", {5, 5}}, {"s", {5, 5}}, {"x", {1, -2}}},
          "N",
          {1},
          -2};
}

std::vector<Case> data_cases() {
  const Series steady{{"a", {5, 5}}, {"s", {5, 5}}};
  std::vector<Case> cases{
      {"no arrivals", "missing_node_data", "EW", service(""), {{"s", {1}}}},
      {"no served", "missing_node_data", "EW", service(""), {{"a", {1}}}},
      {"no depth", "missing_node_data", "EW", queue(""), {{"a", {1}}, {"s", {1}}}},
      {"a hole",
       "series_not_finite",
       "EW",
       service(""),
       {{"a", {1, kAbsent, 1}}, {"s", {1, 1, 1}}},
       "N",
       {1}},
      {"an infinity",
       "series_not_finite",
       "EW",
       service(""),
       {{"a", {1, 9}}, {"s", {kInf, 1}}},
       "N",
       {0},
       kInf},
      {"infinite elsewhere",
       "series_infinite",
       "EW",
       service("x"),
       {{"a", {1, 1}}, {"s", {1, 1}}, {"x", {kAbsent, -kInf}}},
       "x",
       {1}},
      {"arrivals",
       "arrivals_negative",
       "EW",
       service(""),
       {{"a", {1, -2, -3}}, {"s", {0, 0, 0}}},
       "N",
       {1, 2},
       -2},
      {"served", "served_negative", "EW", service(""), {{"a", {1}}, {"s", {-1}}}, "N", {0}, -1},
      {"depth",
       "queue_negative",
       "EW",
       queue(""),
       {{"a", {0}}, {"s", {0}}, {"n_queue", {-4}}, {"n_served_effective", {0}}},
       "N",
       {0},
       -4},
      // 2 of 5 and 3 of 5 are neither served nor failed.
      {"lost on the way",
       "items_vanished",
       "W-",
       service(""),
       {{"a", {5, 5}}, {"s", {3, 2}}},
       "N",
       {0, 1},
       5},
      negative("errors_negative", "errors", "EW"),
      negative("attempts_negative", "attempts", "EW"),
      negative("failures_negative", "failures", "EW"),
      negative("exhausted_failures_negative", "exhaustedFailures", "EW"),
      negative("retry_echo_negative", "retryEcho", "EW"),
      negative("external_demand_negative", "externalDemand", "EW"),
      negative("processing_time_negative", "processingTimeMsSum", "EW"),
      negative("served_count_negative", "servedCount", "EW"),
      negative("retry_budget_negative", "retryBudgetRemaining", "WW"),
      negative("capacity_negative", "capacity", "WW"),
  };
  const std::string gate =
      ", dispatchSchedule: {kind: time-based, periodBins: 1, capacitySeries: x}";
  cases.push_back({"gate",
                   "dispatch_capacity_negative",
                   "WW",
                   queue("x", "", gate),
                   {{"a", {0, 0}},
                    {"s", {0, 0}},
                    {"x", {5, -1}},
                    {"n_queue", {0, 0}},
                    {"n_served_effective", {0, 0}}},
                   "N",
                   {1},
                   -1});
  const Series limited{{"a", {0, 0, 0}},
                       {"s", {0, 0, 0}},
                       {"x", {5, kAbsent, -3}},
                       {"n_queue", {0, 0, 0}},
                       {"n_served_effective", {0, 0, 0}}};
  cases.push_back({"limit",
                   "wip_limit_clamped",
                   "WW",
                   queue("x", "", ", wipLimitSeries: x"),
                   limited,
                   "N",
                   {1, 2}});
  ModelParts shared = service("x", "", ", constraints: [pool]");
  shared.topology += "  constraints:\n    - {id: pool, semantics: {arrivals: a, served: x}}\n";
  cases.push_back({"pool",
                   "constraint_capacity_clamped",
                   "WW",
                   shared,
                   {{"a", {0, 0, 0}}, {"s", {0, 0, 0}}, {"x", {5, -3, kAbsent}}},
                   "pool",
                   {1, 2},
                   -3});
  cases.push_back({"delay",
                   "delay_lag_clamped",
                   "WW",
                   {"a", "  - {id: d, kind: expr, expr: 'DELAY(a, a)'}\n", "", ""},
                   {{"a", {0, 0, 0}}, {"d", {0, 0, 0}}, {"d_delay_clamped", {0, 1, 1}}},
                   "d",
                   {1, 2}});
  return cases;
}

std::vector<Case> flow_cases() {
  return {
      {"more served",
       "served_exceeds_arrivals",
       "WW",
       service(""),
       {{"a", {10, 10}}, {"s", {12, 10}}},
       "N",
       {0},
       1.2},
      {"served of nothing",
       "served_exceeds_arrivals",
       "WW",
       service(""),
       {{"a", {0, 10}}, {"s", {1, 11}}},
       "N",
       {0, 1},
       1 / 1e-6},
      {"at most five bins",
       "served_exceeds_arrivals",
       "WW",
       service(""),
       {{"a", Values(8, 1.0)}, {"s", {2, 2, 2, 3, 2, 2, 2, 2}}},
       "N",
       {0, 1, 2, 3, 4},
       3},
      {"capacity",
       "served_exceeds_capacity",
       "WW",
       service("c", "capacity: c"),
       {{"a", {9, 9}}, {"s", {9, 9}}, {"c", {6, 10}}},
       "N",
       {0},
       1.5},
      {"parallelism below 1",
       "served_exceeds_capacity",
       "WW",
       service("c p", "capacity: c, parallelism: p"),
       {{"a", {9, 9}}, {"s", {9, 9}}, {"c", {10, 10}}, {"p", {0.5, kAbsent}}},
       "N",
       {0},
       1.8},
      {"effective served",
       "served_exceeds_capacity",
       "WW",
       {"a s c", "", nodes(node("N", "serviceWithBuffer", "arrivals: a, served: s, capacity: c")),
        ""},
       {{"a", {9}}, {"s", {99}}, {"c", {6}}, {"n_queue", {0}}, {"n_served_effective", {9}}},
       "N",
       {0},
       1.5},
      {"errors",
       "errors_exceed_arrivals",
       "WW",
       service("e", "errors: e"),
       {{"a", {10, 10}}, {"s", {1, 1}}, {"e", {10, 15}}},
       "N",
       {1},
       1.5},
      {"attempts",
       "attempts_below_arrivals",
       "WW",
       service("x", "attempts: x"),
       {{"a", {100, 100, 90}}, {"s", {9, 9, 9}}, {"x", {102, 50, 80}}},
       "N",
       {1, 2},
       0.5},
      {"failures",
       "failures_exceed_attempts",
       "WW",
       service("x f", "attempts: x, failures: f"),
       {{"a", {5}}, {"s", {5}}, {"x", {5}}, {"f", {10}}},
       "N",
       {0},
       2},
      {"exhausted",
       "exhausted_exceeds_failures",
       "WW",
       service("h f", "exhaustedFailures: h, failures: f"),
       {{"a", {5}}, {"s", {5}}, {"h", {3}}, {"f", {2}}},
       "N",
       {0},
       1.5},
      {"exhausted errors",
       "exhausted_exceeds_errors",
       "WW",
       service("h e", "exhaustedFailures: h, errors: e"),
       {{"a", {5}}, {"s", {5}}, {"h", {3}}, {"e", {2}}},
       "N",
       {0},
       1.5},
      {"all zero",
       "capacity_all_zero",
       "II",
       service("c", "capacity: c"),
       {{"a", {0, 0}}, {"s", {0, 0}}, {"c", {0, kAbsent}}}},
  };
}

const std::string kEveryOther = ", dispatchSchedule: {kind: time-based, periodBins: 2}";

std::vector<Case> queue_cases() {
  ModelParts read_by_one = queue("");
  read_by_one.nodes = "  - {id: proc, kind: expr, expr: 's * 2'}\n";
  const ModelParts bare_queue{"a s",
                              "  - {id: Buf, kind: serviceWithBuffer, inflow: a, outflow: s}\n"
                              "  - {id: proc, kind: expr, expr: 's * 2'}\n",
                              "", ""};
  return {
      {"a reader of the promise",
       "served_exceeds_available",
       "WW",
       read_by_one,
       {{"a", {10, 10}},
        {"s", {10, 30}},
        {"proc", {0, 0}},
        {"n_queue", {0, 0}},
        {"n_served_effective", {10, 10}}},
       "N",
       {1},
       20},
      {"a queue without topology",
       "served_exceeds_available",
       "WW",
       bare_queue,
       {{"a", {10}}, {"s", {30}}, {"proc", {0}}, {"Buf", {0}}, {"buf_served_effective", {10}}},
       "Buf",
       {0},
       20},
      {"an evaluated depth that is off",
       "queue_depth_mismatch",
       "WW",
       queue(""),
       {{"a", {10, 10, 10}},
        {"s", {3, 3, 3}},
        {"n_queue", {7, 15, 22}},
        {"n_served_effective", {3, 3, 3}}},
       "N",
       {1},
       1},
      {"an authored depth that is off",
       "queue_depth_mismatch",
       "WW",
       queue("q", "queueDepth: q", ", initialCondition: {queueDepth: 5}"),
       {{"a", {10, 10}}, {"s", {3, 3}}, {"q", {7, 14}}},
       "N",
       {0},
       5},
      {"idle",
       "queue_latency_unreported",
       "II",
       queue(""),
       {{"a", {5, 5}}, {"s", {0, 5}}, {"n_queue", {5, 5}}, {"n_served_effective", {0, 5}}},
       "N",
       {0},
       5},
      {"closed",
       "queue_latency_gate_closed",
       "II",
       queue("", "", kEveryOther),
       {{"a", {5, 5}}, {"s", {5, 5}}, {"n_queue", {0, 5}}, {"n_served_effective", {5, 0}}},
       "N",
       {1},
       5},
      {"never",
       "dispatch_never_releases",
       "II",
       queue("", "", kEveryOther),
       {{"a", {5, 5}}, {"s", {0, 9}}, {"n_queue", {5, 10}}, {"n_served_effective", {0, 0}}},
       "N",
       {},
       10},
  };
}

// Source S, target T with arrivals ta; one edge.
ModelParts two_nodes(const std::string& edge_more = "", const std::string& more_nodes = "") {
  return {"a s ts" + std::string(more_nodes.empty() ? " ta" : ""), more_nodes,
          nodes(node("S", "service", "arrivals: a, served: s") +
                node("T", "service", "arrivals: ta, served: ts")) +
              edges(edge("S", "T", edge_more)),
          kTwoClasses};
}
const std::string kRouter =
    "  - id: Hub\n    kind: router\n    inputs: {queue: s}\n    routes: [{target: ta, weight: "
    "1}]\n";

Series two_nodes_series(const Values& s, const Values& flow, const Values& ta) {
  return {{"a", s}, {"s", s}, {"ta", ta}, {"ts", ta}, {"edge_S_T_flowVolume", flow}};
}

std::vector<Case> edge_cases() {
  const Series even = two_nodes_series({2}, {2}, {2});
  return {
      {"outgoing",
       "edge_flow_mismatch_outgoing",
       "WW",
       two_nodes(),
       two_nodes_series({10, 10}, {8, 10}, {8, 10}),
       "S",
       {0},
       2,
       {"S_T"}},
      {"incoming, authored",
       "edge_flow_mismatch_incoming",
       "II",
       two_nodes(),
       two_nodes_series({10, 10}, {10, 10}, {8, 10}),
       "T",
       {0},
       2,
       {"S_T"}},
      {"incoming, routed",
       "edge_flow_mismatch_incoming",
       "WW",
       two_nodes("", kRouter),
       with(two_nodes_series({10, 10}, {10, 10}, {10, 8}), {{"Hub", {10, 10}}}),
       "T",
       {1},
       2,
       {"S_T"}},
      {"classes out",
       "edge_class_mismatch",
       "WW",
       two_nodes(),
       with(even, {{"s@Gold", {1}},
                   {"s@Std", {1}},
                   {"edge_S_T_flowVolume@Gold", {1}},
                   {"edge_S_T_flowVolume@Std", {0.5}}}),
       "S",
       {0},
       0.5,
       {"S_T"}},
      {"classes in, authored",
       "edge_class_mismatch",
       "II",
       two_nodes(),
       with(even, {{"ta@Gold", {1}},
                   {"ta@Std", {1}},
                   {"edge_S_T_flowVolume@Gold", {1}},
                   {"edge_S_T_flowVolume@Std", {0.5}}}),
       "T",
       {0},
       0.5,
       {"S_T"}},
      {"classes in, routed",
       "edge_class_mismatch",
       "WW",
       two_nodes("", kRouter),
       with(even, {{"Hub", {2}}, {"ta@Gold", {2}}, {"edge_S_T_flowVolume@Gold", {1}}}),
       "T",
       {0},
       1,
       {"S_T"}},
      {"a class without an edge",
       "edge_class_partial_coverage",
       "WW",
       two_nodes(),
       with(even, {{"s@Gold", {1}}, {"s@Std", {1}}, {"edge_S_T_flowVolume@Gold", {1}}}),
       "S",
       {},
       {},
       {"S_T"}},
      {"transit",
       "edge_behavior_violation_lag",
       "WW",
       two_nodes(", lag: 2"),
       even,
       "S",
       {},
       {},
       {"S_T"}},
      {"dlq fed by flow",
       "dlq_non_terminal_inbound",
       "WW",
       {"a s ta ts", "",
        nodes(node("S", "service", "arrivals: a, served: s") +
              node("T", "dlq", "arrivals: ta, served: ts")) +
            edges(edge("S", "T")),
        ""},
       even,
       "T",
       {},
       {},
       {"S_T"}},
      {"dlq feeds flow",
       "dlq_non_terminal_outbound",
       "WW",
       {"a s ta ts", "",
        nodes(node("S", "dlq", "arrivals: a, served: s") +
              node("T", "service", "arrivals: ta, served: ts")) +
            edges(edge("S", "T")),
        ""},
       even,
       "S",
       {},
       {},
       {"S_T"}},
  };
}

std::vector<Case> class_cases() {
  ModelParts buffer{"in out lost",
                    "  - {id: Q, kind: serviceWithBuffer, inflow: in, outflow: out, loss: lost}\n",
                    "", kTwoClasses};
  const Series flows{{"in", {3}},  {"in@Gold", {1}}, {"in@Std", {2}},
                     {"out", {1}}, {"lost", {1}},    {"Q", {1}}};
  ModelParts classed = service("e", "errors: e");
  classed.rest = kTwoClasses;
  const Series served{{"a", {3}}, {"a@Gold", {1}}, {"a@Std", {2}}, {"s", {1}}, {"e", {1}}};
  const auto router = [](const std::string& routes) {
    return ModelParts{
        "src",
        "  - id: R\n    kind: router\n    inputs: {queue: src}\n    routes: " + routes + "\n", "",
        kTwoClasses};
  };
  const Series split{
      {"src", {5, 5}}, {"src@Gold", {2, 2}}, {"src@Std", {3, 0}}, {"src@DEFAULT", {0, 0}}};
  return {
      {"outflow",
       "class_series_missing_outflow",
       "WW",
       buffer,
       with(flows, {{"lost@Gold", {1}}}),
       "Q",
       {0},
       1},
      {"loss",
       "class_series_missing_loss",
       "WW",
       buffer,
       with(flows, {{"out@Gold", {1}}}),
       "Q",
       {0},
       1},
      {"some of the outflow",
       "class_series_partial_outflow",
       "WW",
       buffer,
       with(flows, {{"out@Gold", {1}}}),
       "Q",
       {0},
       1},
      {"some of the loss",
       "class_series_partial_loss",
       "WW",
       buffer,
       with(flows, {{"lost@Gold", {1}}}),
       "Q",
       {0},
       1},
      {"served", "class_series_missing_served", "WW", classed, served, "N", {0}, 1},
      {"errors", "class_series_missing_errors", "WW", classed, served, "N", {0}, 1},
      {"some of served",
       "class_series_partial_served",
       "WW",
       classed,
       with(served, {{"s@Std", {1}}}),
       "N",
       {0},
       1},
      {"some of errors",
       "class_series_partial_errors",
       "WW",
       classed,
       with(served, {{"e@Std", {1}}}),
       "N",
       {0},
       1},
      {"a class without a route",
       "router_missing_class_route",
       "WW",
       router("[{target: t, classes: [Gold]}]"),
       with(split, {{"R", {5, 5}}, {"t", {2, 2}}}),
       "R",
       {0},
       3},
      {"no classes at all",
       "router_missing_class_route",
       "WW",
       router("[{target: t, classes: [Gold]}]"),
       {{"src", {0, 5}}, {"R", {0, 5}}, {"t", {0, 0}}},
       "R",
       {1},
       5},
      {"leakage",
       "router_class_leakage",
       "WW",
       router("[{target: t, classes: [Gold]}, {target: u, classes: [Std]}]"),
       with(split,
            {{"R", {5, 5}}, {"t", {2, 1}}, {"t@Gold", {2, 1}}, {"u", {3, 0}}, {"u@Std", {3, 0}}}),
       "R",
       {1},
       1},
  };
}

std::vector<Case> missing_cases() {
  const Series steady{{"a", {5}}, {"s", {5}}};
  const std::string gate =
      ", dispatchSchedule: {kind: time-based, periodBins: 1, capacitySeries: x}";
  ModelParts shared = service("x y", "", ", constraints: [pool]");
  shared.topology += "  constraints:\n    - {id: pool, semantics: {arrivals: x, served: y}}\n";
  const auto one = [](const std::string& kind, const std::string& roles) {
    return ModelParts{"a s e", "", nodes(node("N", kind, roles)), ""};
  };
  const ModelParts used_dependency{
      "a s e da ds", "",
      nodes(node("N", "dependency", "arrivals: da, served: ds, errors: e") +
            node("S", "service", "arrivals: a, served: s")) +
          edges(edge("S", "N", ", type: effort")),
      ""};
  return {
      {"gate", "dispatch_capacity_missing", "WW", queue("x", "", gate), steady},
      {"gate of nothing",
       "dispatch_missing_served_series",
       "II",
       queue("", "", kEveryOther),
       {{"a", {5}}}},
      {"pool arrivals", "constraint_missing_arrivals", "WW", shared, with(steady, {{"y", {5}}})},
      {"pool capacity", "constraint_missing_served", "WW", shared, with(steady, {{"x", {5}}})},
      {"exhausted", "missing_exhausted_failures_series", "WW", service("", "maxAttempts: 3"),
       steady},
      {"budget", "missing_retry_budget_series", "WW", service("", "maxAttempts: 3"), steady},
      {"capacity", "missing_capacity_series", "II", service(""), steady},
      {"declared capacity", "missing_capacity_series", "II",
       one("queue", "arrivals: a, served: s, capacity: e"), steady},
      {"router served",
       "missing_served_series",
       "II",
       one("router", "arrivals: a, served: s"),
       {{"a", {5}}}},
      {"depth", "missing_queue_depth_series", "II", service("q", "queueDepth: q"), steady},
      {"processing time", "missing_processing_time_series", "II", service(""), steady},
      {"served count", "missing_served_count_series", "II", service(""), steady},
      {"dependency arrivals",
       "missing_dependency_arrivals",
       "II",
       one("dependency", "arrivals: a, served: s"),
       {{"s", {5}}}},
      {"dependency served",
       "missing_dependency_served",
       "II",
       one("dependency", "arrivals: a, served: s"),
       {{"a", {5}}}},
      {"nobody calls", "dependency_missing_effort_edges", "II",
       one("dependency", "arrivals: a, served: s"), steady},
      {"retry pressure", "dependency_retry_pressure_missing", "II", used_dependency,
       with(steady, {{"e", {0}}, {"da", {1}}, {"ds", {1}}})},
  };
}

std::vector<Case> all_cases() {
  std::vector<Case> all;
  for (const auto& cases :
       {data_cases(), flow_cases(), queue_cases(), edge_cases(), class_cases(), missing_cases()}) {
    all.insert(all.end(), cases.begin(), cases.end());
  }
  return all;
}

const Finding* find(const std::vector<Finding>& findings, const std::string& code,
                    const std::string& node_id) {
  for (const Finding& finding : findings) {
    if (finding.code == code && finding.node_id == node_id) return &finding;
  }
  return nullptr;
}

void expect_finding(const Case& row, const std::vector<Finding>& findings, char severity) {
  const std::string about = row.code + ", " + row.name;
  const Finding* finding = find(findings, row.code, row.node_id);
  if (severity == '-') {
    EXPECT_EQ(finding, nullptr) << about;
    return;
  }
  ASSERT_NE(finding, nullptr) << about;
  EXPECT_EQ(std::toupper(name_of(finding->severity)[0]), severity) << about;
  EXPECT_EQ(finding->bins, row.bins) << about << ": " << finding->message;
  if (row.value) {
    ASSERT_TRUE(row.value == kInf || finding->value) << about;
    if (finding->value) {
      EXPECT_NEAR(*finding->value, *row.value, 1e-9 * *row.value * *row.value) << about;
    }
  }
  EXPECT_EQ(finding->edge_ids, row.edge_ids) << about;
  const std::string subject = "'" + row.node_id + "' ";
  EXPECT_EQ(finding->message.substr(0, subject.size()), subject) << about;
}

TEST(CheckTable, EveryRowFindsWhatItIsFor) {
  for (const Case& row : all_cases()) {
    const Model model = model_of(row.parts, row.series.begin()->second.size());
    expect_finding(row, findings_of(model, row.series, RunMode::kSimulation), row.severities[0]);
    expect_finding(row, findings_of(model, row.series, RunMode::kTelemetry), row.severities[1]);
  }
}

TEST(CheckTable, TilesDoNotMatter) {
  for (const Case& row : all_cases()) {
    const Model model = model_of(row.parts, row.series.begin()->second.size());
    expect_finding(row, findings_of(model, row.series, RunMode::kSimulation, 1), row.severities[0]);
    expect_finding(row, findings_of(model, row.series, RunMode::kSimulation, 2), row.severities[0]);
  }
}

TEST(CheckTable, EveryRowHasACase) {
  std::map<std::string, std::set<std::string>> tested;
  for (const Case& row : all_cases()) tested[row.code].insert(row.severities);
  for (const checks::CheckRow& row : checks::check_table()) {
    const char letters[] = {
        static_cast<char>(std::toupper(name_of(row.simulation)[0])),
        row.telemetry ? static_cast<char>(std::toupper(name_of(*row.telemetry)[0])) : '-', 0};
    EXPECT_TRUE(tested[row.code].count(letters) > 0) << row.code << " " << letters;
  }
}

}  // namespace
}  // namespace flowtime
