// What must not set off a check, and cases recorded elsewhere.
#include <gtest/gtest.h>

#include <set>

#include "checks/model_fixture.h"

namespace flowtime {
namespace {

using Codes = std::set<std::string>;

struct Scene {
  std::string name;
  ModelParts parts;
  Series series;
  Codes present;  // must be found
  Codes absent;   // must not
};

void expect_codes(const Scene& row) {
  const Model model = model_of(row.parts, row.series.begin()->second.size());
  for (const RunMode mode : {RunMode::kSimulation, RunMode::kTelemetry}) {
    Codes found;
    for (const Finding& finding : findings_of(model, row.series, mode)) found.insert(finding.code);
    for (const std::string& code : row.present)
      EXPECT_EQ(found.count(code), 1u) << row.name << " " << code;
    for (const std::string& code : row.absent)
      EXPECT_EQ(found.count(code), 0u) << row.name << " " << code;
  }
}

std::string one_node(const std::string& kind, const std::string& roles,
                     const std::string& more = "") {
  return "  nodes:\n    - {id: N, kind: " + kind + ", semantics: {" + roles + "}" + more + "}\n";
}
const std::string kFlows = "arrivals: a, served: s";

TEST(FalseAlarms, Flows) {
  const Scene rows[] = {
      {"a draining queue serves more than arrives",
       {"a s", "", one_node("queue", kFlows), ""},
       {{"a", {10, 0}}, {"s", {0, 10}}, {"n_queue", {10, 0}}, {"n_served_effective", {0, 10}}},
       {},
       {"served_exceeds_arrivals", "queue_depth_mismatch", "served_exceeds_available"}},
      {"losses come out of the backlog",
       {"a s e", "", one_node("queue", kFlows + ", errors: e"), ""},
       {{"a", {10, 0}},
        {"s", {0, 0}},
        {"e", {0, 5}},
        {"n_queue", {10, 5}},
        {"n_served_effective", {0, 0}}},
       {},
       {"errors_exceed_arrivals", "queue_depth_mismatch"}},
      {"a dependency answers more than it is asked",
       {"a s", "", one_node("dependency", kFlows), ""},
       {{"a", {1}}, {"s", {2}}},
       {},
       {"served_exceeds_arrivals"}},
      {"parallelism",
       {"a s c", "", one_node("service", kFlows + ", capacity: c, parallelism: 2"), ""},
       {{"a", {9}}, {"s", {9}}, {"c", {5}}},
       {},
       {"served_exceeds_capacity", "capacity_all_zero"}},
      {"parallelism by the bin",
       {"a s c p", "", one_node("service", kFlows + ", capacity: c, parallelism: p"), ""},
       {{"a", {9, 9}}, {"s", {9, 5}}, {"c", {5, 5}}, {"p", {2, kAbsent}}},
       {},
       {"served_exceeds_capacity"}},
      {"a starved queue within its capacity",
       {"a s c", "", one_node("serviceWithBuffer", kFlows + ", capacity: c"), ""},
       {{"a", {5}}, {"s", {99}}, {"c", {6}}, {"n_queue", {0}}, {"n_served_effective", {5}}},
       {},
       {"served_exceeds_capacity", "served_exceeds_available"}},
      {"the last digit of a large number",
       {"a s", "", one_node("service", kFlows), ""},
       {{"a", {1e12}}, {"s", {1e12 + 1e-3}}},
       {},
       {"served_exceeds_arrivals"}},
      {"a rounding error below 0",
       {"a s", "", one_node("service", kFlows), ""},
       {{"a", {1}}, {"s", {-5e-7}}},
       {},
       {"served_negative"}},
      {"absent values are compared with nothing",
       {"a s c", "", one_node("service", kFlows + ", capacity: c"), ""},
       {{"a", {kAbsent, 5}}, {"s", {5, kAbsent}}, {"c", {kAbsent, 1}}},
       {"series_not_finite"},
       {"served_exceeds_arrivals", "served_exceeds_capacity", "series_infinite",
        "arrivals_negative"}},
      {"failures stand before errors",
       {"a s h f e", "",
        one_node("service", kFlows + ", exhaustedFailures: h, failures: f, errors: e"), ""},
       {{"a", {5}}, {"s", {5}}, {"h", {3}}, {"f", {4}}, {"e", {1}}},
       {},
       {"exhausted_exceeds_errors", "exhausted_exceeds_failures"}},
      {"a sink needs neither served nor a depth",
       {"a", "", one_node("sink", "arrivals: a"), ""},
       {{"a", {5}}},
       {},
       {"missing_node_data", "missing_served_series", "missing_capacity_series"}},
  };
  for (const Scene& row : rows) expect_codes(row);
}

// 10 arrive, 3 leave, in bins of one depth after another.
TEST(FalseAlarms, QueueBalance) {
  const std::string gate =
      ", dispatchSchedule: {kind: time-based, periodBins: 2, capacitySeries: c}";
  const Scene rows[] = {
      {"plain",
       {"a s", "", one_node("queue", kFlows), ""},
       {{"a", {10, 10}}, {"s", {3, 3}}, {"n_queue", {7, 14}}, {"n_served_effective", {3, 3}}},
       {},
       {"queue_depth_mismatch"}},
      {"a limit loses the rest",
       {"a s", "", one_node("queue", kFlows, ", wipLimit: 12"), ""},
       {{"a", {10, 10}},
        {"s", {3, 3}},
        {"n_queue", {7, 12}},
        {"n_served_effective", {3, 3}},
        {"n_overflow", {0, 2}}},
       {},
       {"queue_depth_mismatch"}},
      {"overflow that vanished",
       {"a s", "", one_node("queue", kFlows, ", wipLimit: 12"), ""},
       {{"a", {10, 10}},
        {"s", {3, 3}},
        {"n_queue", {7, 12}},
        {"n_served_effective", {3, 3}},
        {"n_overflow", {0, 0}}},
       {"queue_depth_mismatch"},
       {}},
      {"overflow of another queue comes in",
       {"a s", "", one_node("queue", kFlows), ""},
       {{"a", {10}},
        {"s", {3}},
        {"n_inflow", {15}},
        {"n_queue", {12}},
        {"n_served_effective", {3}}},
       {},
       {"queue_depth_mismatch"}},
      {"an authored series that is only called so",
       {"a s n_inflow n_overflow", "", one_node("queue", kFlows), ""},
       {{"a", {10}},
        {"s", {3}},
        {"n_inflow", {99}},
        {"n_overflow", {99}},
        {"n_queue", {7}},
        {"n_served_effective", {3}}},
       {},
       {"queue_depth_mismatch"}},
      {"absent flows moved nothing",
       {"a s", "", one_node("queue", kFlows), ""},
       {{"a", {kAbsent, 10}},
        {"s", {4, kAbsent}},
        {"n_queue", {0, 10}},
        {"n_served_effective", {0, 0}}},
       {},
       {"queue_depth_mismatch"}},
      {"nodes[] governs the flows",
       {"a s b", "  - {id: Q, kind: serviceWithBuffer, inflow: b, outflow: s, loss: a}\n",
        one_node("queue", kFlows + ", queueDepth: Q"), ""},
       {{"a", {1}}, {"b", {10}}, {"s", {3}}, {"Q", {6}}, {"n_served_effective", {3}}},
       {},
       {"queue_depth_mismatch"}},
      {"served over the initial depth",
       {"a s", "  - {id: Q, kind: serviceWithBuffer, inflow: a, outflow: s}\n",
        one_node("service", kFlows + ", queueDepth: Q", ", initialCondition: {queueDepth: 1}"), ""},
       {{"a", {0, 0}}, {"s", {1, 0}}, {"Q", {0, 0}}, {"n_served_effective", {1, 0}}},
       {},
       {"served_exceeds_arrivals", "queue_depth_mismatch"}},
      {"an authored depth behind a gate",
       {"a s q c", "", one_node("queue", kFlows + ", queueDepth: q", gate), ""},
       {{"a", {3, 3, 3}}, {"s", {5, 5, 5}}, {"c", {9, 9, 2}}, {"q", {0, 3, 4}}},
       {},
       {"queue_depth_mismatch"}},
      {"an authored depth with a limit",
       {"a s q", "", one_node("queue", kFlows + ", queueDepth: q", ", wipLimit: 8"), ""},
       {{"a", {10, 10}}, {"s", {3, 3}}, {"q", {7, 8}}},
       {},
       {"queue_depth_mismatch"}},
      {"an authored depth with holes",
       {"a s q", "", one_node("queue", kFlows + ", queueDepth: q"), ""},
       {{"a", {10, kAbsent, 10, 10}}, {"s", {3, 3, 3, 3}}, {"q", {7, 99, 106, kAbsent}}},
       {},
       {"queue_depth_mismatch"}},
      {"a dead-letter queue, a buffered service and a fed sink have no latency to report",
       {"a s", "",
        "  nodes:\n    - {id: D, kind: dlq, semantics: {" + kFlows +
            "}}\n"
            "    - {id: B, kind: serviceWithBuffer, semantics: {" +
            kFlows + "}}\n",
        ""},
       {{"a", {5}},
        {"s", {0}},
        {"d_queue", {5}},
        {"d_served_effective", {0}},
        {"b_queue", {5}},
        {"b_served_effective", {0}}},
       {},
       {"queue_latency_unreported", "queue_depth_mismatch"}},
      {"an open gate is not a closed one",
       {"a s", "",
        one_node("queue", kFlows, ", dispatchSchedule: {kind: time-based, periodBins: 1}"), ""},
       {{"a", {5}}, {"s", {0}}, {"n_queue", {5}}, {"n_served_effective", {0}}},
       {"queue_latency_unreported", "dispatch_never_releases"},
       {"queue_latency_gate_closed"}},
      {"only terminal edges",
       {"a s", "",
        one_node("queue", kFlows) + "    - {id: T, kind: sink, semantics: {arrivals: a}}\n  "
                                    "edges:\n    - {from: N, to: T, type: terminal}\n",
        ""},
       {{"a", {5}}, {"s", {0}}, {"n_queue", {5}}, {"n_served_effective", {0}}},
       {},
       {"queue_latency_unreported"}},
  };
  for (const Scene& row : rows) expect_codes(row);
}

TEST(FalseAlarms, PromisesThatNobodyReads) {
  const Series starved{{"a", {10}}, {"s", {30}}, {"n_queue", {0}}, {"n_served_effective", {10}}};
  const Scene rows[] = {
      {"nobody",
       {"a s", "", one_node("queue", kFlows), ""},
       starved,
       {},
       {"served_exceeds_available"}},
      {"the node itself in another role",
       {"a s", "", one_node("queue", kFlows + ", servedCount: s"), ""},
       starved,
       {},
       {"served_exceeds_available"}},
      {"another node",
       {"a s b", "",
        one_node("queue", kFlows) +
            "    - {id: M, kind: service, semantics: {arrivals: s, served: b}}\n",
        ""},
       {{"a", {10}}, {"b", {5}}, {"s", {30}}, {"n_queue", {0}}, {"n_served_effective", {10}}},
       {"served_exceeds_available"},
       {}},
      {"a router",
       {"a s", "  - {id: R, kind: router, inputs: {queue: s}, routes: [{target: t, weight: 1}]}\n",
        one_node("queue", kFlows), ""},
       {{"a", {10}},
        {"s", {30}},
        {"n_queue", {0}},
        {"n_served_effective", {10}},
        {"R", {30}},
        {"t", {30}}},
       {"served_exceeds_available"},
       {}},
      {"enough was there",
       {"a s", "  - {id: p, kind: expr, expr: s}\n", one_node("queue", kFlows), ""},
       {{"a", {10}}, {"s", {10}}, {"p", {10}}, {"n_queue", {0}}, {"n_served_effective", {10}}},
       {},
       {"served_exceeds_available"}},
  };
  for (const Scene& row : rows) expect_codes(row);
}

TEST(FalseAlarms, ThePromiseNamesItsReaders) {
  const Series starved{{"a", {10}}, {"s", {30}},      {"p", {30}},
                       {"r", {30}}, {"n_queue", {0}}, {"n_served_effective", {10}}};
  const ModelParts parts{"a s",
                         "  - {id: p, kind: expr, expr: s + s}\n  - {id: r, kind: expr, expr: s}\n",
                         one_node("queue", kFlows), ""};
  for (const Finding& finding : findings_of(model_of(parts, 1), starved)) {
    if (finding.code != "served_exceeds_available") continue;
    EXPECT_EQ(finding.message, "'N' served less than 'p' and 1 other read at bin 0.");
    return;
  }
  FAIL() << "no finding";
}

// Source to Target over one edge.
ModelParts pair_of_nodes(const std::string& edges, const std::string& rest = "") {
  return {"source_arrivals source_served target_arrivals target_served", "",
          "  nodes:\n"
          "    - {id: Source, kind: service, semantics: {arrivals: source_arrivals, served: "
          "source_served}}\n"
          "    - {id: Target, kind: service, semantics: {arrivals: target_arrivals, served: "
          "target_served}}\n"
          "  edges:\n" +
              edges,
          rest};
}
Series pair_series(double target_arrivals = 10) {
  return {{"source_arrivals", {10, 10}},
          {"source_served", {10, 10}},
          {"target_arrivals", {target_arrivals, 10}},
          {"target_served", {10, 10}}};
}

const std::string kEdge = "    - {from: Source, to: Target, measure: served}\n";
const std::string kFlow = "edge_Source-_Target_flowVolume";

TEST(FalseAlarms, Edges) {
  const Scene rows[] = {
      {"recorded: outgoing",
       pair_of_nodes(kEdge),
       with(pair_series(), {{kFlow, {8, 10}}}),
       {"edge_flow_mismatch_outgoing"},
       {}},
      {"recorded: incoming",
       pair_of_nodes(kEdge),
       with(pair_series(8), {{kFlow, {10, 10}}}),
       {"edge_flow_mismatch_incoming"},
       {"edge_flow_mismatch_outgoing"}},
      {"recorded: lag",
       pair_of_nodes("    - {from: Source, to: Target, measure: served, lag: 2}\n"),
       pair_series(),
       {"edge_behavior_violation_lag"},
       {"edge_flow_mismatch_incoming"}},
      {"effort beside throughput is no second flow",
       pair_of_nodes("    - {id: t, from: Source, to: Target}\n    - {id: e, from: Source, to: "
                     "Target, type: effort}\n"),
       with(pair_series(), {{"edge_t_flowVolume", {10, 10}}, {"edge_e_flowVolume", {10, 10}}}),
       {},
       {"edge_flow_mismatch_outgoing", "edge_flow_mismatch_incoming"}},
      {"an edge without a flow leaves the sum open",
       pair_of_nodes(
           "    - {id: t, from: Source, to: Target}\n    - {id: u, from: Source, to: Target}\n"),
       with(pair_series(), {{"edge_t_flowVolume", {4, 4}}}),
       {},
       {"edge_flow_mismatch_outgoing"}},
      {"arrivals come later by the lag",
       pair_of_nodes("    - {id: t, from: Source, to: Target, lag: 1}\n"),
       with({{"source_arrivals", {5, 7}},
             {"source_served", {5, 7}},
             {"target_arrivals", {0, 5}},
             {"target_served", {0, 5}}},
            {{"edge_t_flowVolume", {5, 7}}}),
       {},
       {"edge_flow_mismatch_incoming", "edge_flow_mismatch_outgoing"}},
      {"a lag beyond the grid",
       pair_of_nodes("    - {id: t, from: Source, to: Target, lag: 9}\n"),
       with({{"source_arrivals", {5, 7}},
             {"source_served", {5, 7}},
             {"target_arrivals", {0, 0}},
             {"target_served", {0, 0}}},
            {{"edge_t_flowVolume", {5, 7}}}),
       {},
       {"edge_flow_mismatch_incoming"}},
      {"an absent flow is compared with nothing",
       pair_of_nodes("    - {id: t, from: Source, to: Target}\n"),
       with(pair_series(), {{"edge_t_flowVolume", {kAbsent, 10}}}),
       {},
       {"edge_flow_mismatch_outgoing"}},
  };
  for (const Scene& row : rows) expect_codes(row);
}

TEST(FalseAlarms, EdgeClasses) {
  const Series classed{{"source_arrivals", {2}},      {"source_served", {2}},
                       {"target_arrivals", {2}},      {"target_served", {2}},
                       {"source_arrivals@Gold", {1}}, {"source_arrivals@Std", {1}},
                       {"source_served@Gold", {1}},   {"source_served@Std", {1}}};
  const Codes both{"edge_class_mismatch", "edge_class_partial_coverage"};
  const Scene rows[] = {
      {"recorded: flow of one class, too much",
       pair_of_nodes(kEdge, kTwoClasses),
       with(classed, {{kFlow + "@Gold", {2}}}),
       {"edge_class_partial_coverage"},
       {}},
      {"recorded: flow of one class",
       pair_of_nodes(kEdge, kTwoClasses),
       with(classed, {{kFlow + "@Gold", {1}}}),
       {"edge_class_partial_coverage"},
       {}},
      {"recorded: both classes",
       pair_of_nodes(kEdge, kTwoClasses),
       with(classed, {{kFlow + "@Gold", {1}}, {kFlow + "@Std", {1}}}),
       {},
       both},
      {"no edge tells classes apart",
       pair_of_nodes(kEdge, kTwoClasses),
       with(classed, {{kFlow, {2}}}),
       {},
       both},
  };
  for (const Scene& row : rows) expect_codes(row);
}

TEST(FalseAlarms, ClassesAndStructure) {
  const ModelParts buffer{"queue_inflow queue_outflow queue_loss",
                          "  - {id: Queue, kind: serviceWithBuffer, inflow: queue_inflow, outflow: "
                          "queue_outflow, loss: queue_loss}\n",
                          "", kTwoClasses};
  const ModelParts topology{
      "queue_inflow queue_outflow queue_loss", "",
      one_node("serviceWithBuffer",
               "arrivals: queue_inflow, served: queue_outflow, errors: queue_loss"),
      kTwoClasses};
  const Series parts{{"queue_inflow", {3}},  {"queue_inflow@Gold", {1}},  {"queue_inflow@Std", {2}},
                     {"queue_outflow", {1}}, {"queue_outflow@Gold", {1}}, {"queue_loss", {1}}};
  const ModelParts plain{"a s e", "", one_node("service", kFlows + ", errors: e"), kTwoClasses};
  const ModelParts dependency{
      "dep_arrivals dep_served dep_errors", "",
      one_node("dependency", "arrivals: dep_arrivals, served: dep_served, errors: dep_errors"), ""};
  const ModelParts shared{
      "db_arrivals db_served", "",
      one_node("service", "arrivals: db_arrivals, served: db_served", ", constraints: [db_main]") +
          "  constraints:\n    - {id: db_main, semantics: {arrivals: db_arrivals, served: "
          "db_served}}\n",
      ""};
  const auto router = [](const std::string& routes) {
    return ModelParts{"src",
                      "  - {id: R, kind: router, inputs: {queue: src}, routes: [" + routes + "]}\n",
                      "", kTwoClasses};
  };
  const Scene rows[] = {
      {"recorded: a queue of nodes[]",
       buffer,
       parts,
       {"class_series_partial_outflow", "class_series_missing_loss"},
       {"class_series_missing_outflow", "class_series_partial_loss"}},
      {"recorded: a queue of the topology",
       topology,
       parts,
       {"class_series_partial_served", "class_series_missing_errors"},
       {"class_series_missing_served", "class_series_partial_errors"}},
      {"recorded: errors of 0 need no classes",
       plain,
       {{"a", {2}}, {"a@Gold", {1}}, {"a@Std", {1}}, {"s", {2}}, {"e", {0}}},
       {"class_series_missing_served"},
       {"class_series_missing_errors"}},
      {"recorded: a dependency without series",
       dependency,
       {{"dep_errors", {0}}},
       {"missing_dependency_arrivals", "missing_dependency_served"},
       {"missing_node_data", "missing_served_series"}},
      {"recorded: a constraint without series",
       shared,
       {{"unused", {0}}},
       {"constraint_missing_arrivals", "constraint_missing_served"},
       {}},
      {"the rest has a route",
       router("{target: t, classes: [Gold]}, {target: u, weight: 1}"),
       {{"src", {5}},
        {"src@Gold", {2}},
        {"src@Std", {2}},
        {"src@DEFAULT", {1}},
        {"R", {5}},
        {"t", {2}},
        {"t@Gold", {2}},
        {"u", {3}},
        {"u@Std", {2}},
        {"u@DEFAULT", {1}}},
       {},
       {"router_missing_class_route", "router_class_leakage"}},
      {"a class of nothing needs no route",
       router("{target: t, classes: [Gold]}"),
       {{"src", {2}},
        {"src@Gold", {2}},
        {"src@Std", {0}},
        {"src@DEFAULT", {0}},
        {"R", {2}},
        {"t", {2}},
        {"t@Gold", {2}}},
       {},
       {"router_missing_class_route", "router_class_leakage"}},
  };
  for (const Scene& row : rows) expect_codes(row);
}

// A depth that a gate of two bins explains: recorded from a former false alarm.
TEST(FalseAlarms, RecordedDispatch) {
  const ModelParts parts{
      "src_arrivals src_served buf_inflow buf_outflow buf_queue", "",
      "  nodes:\n    - {id: Source, kind: service, semantics: {arrivals: src_arrivals, served: "
      "src_served}}\n"
      "    - {id: Buffer, kind: serviceWithBuffer, dispatchSchedule: {kind: time-based, "
      "periodBins: 2, phaseOffset: 0}, "
      "semantics: {arrivals: buf_inflow, served: buf_outflow, queueDepth: buf_queue}}\n"
      "  edges:\n    - {from: Source, to: Buffer, measure: served}\n",
      ""};
  expect_codes({"dispatch",
                parts,
                {{"src_arrivals", Values(6, 3.0)},
                 {"src_served", Values(6, 3.0)},
                 {"buf_inflow", Values(6, 3.0)},
                 {"buf_outflow", Values(6, 5.0)},
                 {"buf_queue", {0, 3, 1, 4, 2, 5}}},
                {},
                {"queue_depth_mismatch", "served_exceeds_arrivals"}});
}

TEST(FalseAlarms, ASoundRunSaysNothing) {
  const ModelParts parts{
      "a s c p n", "",
      one_node("service", kFlows + ", capacity: c, processingTimeMsSum: p, servedCount: n"), ""};
  EXPECT_TRUE(
      findings_of(model_of(parts, 2),
                  {{"a", {5, 6}}, {"s", {5, 6}}, {"c", {9, 9}}, {"p", {50, 60}}, {"n", {5, 6}}})
          .empty());
  EXPECT_TRUE(findings_of(model_of(ModelParts{"x", "", "", ""}, 1), {{"x", {1}}}).empty());
}

}  // namespace
}  // namespace flowtime
