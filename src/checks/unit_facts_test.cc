// Figures that others published for these checks: a small model, its series, which findings they
// must and must not give. One such figure has no row: a series that no part of the model makes
// cannot join a run here (docs/semantics.md, post_eval_injection).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "checks/model_fixture.h"

namespace flowtime {
namespace {

using CodeList = std::vector<std::string>;

struct Fact {
  const char* name;
  ModelParts parts;
  Series series;
  CodeList expected;
  CodeList absent = {};
  int about_classes = -1;  // how many findings are about classes; -1: not said
};

const std::string kServiceToService = R"(  nodes:
    - {id: Source, kind: service, semantics: {arrivals: source_arrivals, served: source_served}}
    - {id: Target, kind: service, semantics: {arrivals: target_arrivals, served: target_served}}
  edges:
    - {id: Source->Target, from: Source, to: Target, measure: served)";
const std::string kFour = "source_arrivals source_served target_arrivals target_served";

Series four(Values source_served, Values target_arrivals) {
  return {{"source_arrivals", {10, 10}},
          {"source_served", std::move(source_served)},
          {"target_arrivals", std::move(target_arrivals)},
          {"target_served", {10, 10}}};
}
Series with(Series series, const std::string& id, Values values) {
  series[id] = std::move(values);
  return series;
}

// One item of each class arrives and is served in the one bin there is.
const std::string kAlphaAndBeta = R"(classes: [{id: Alpha}, {id: Beta}]
traffic:
  arrivals:
    - {nodeId: arrivals_alpha, classId: Alpha, pattern: {kind: constant, ratePerBin: 1}}
    - {nodeId: arrivals_beta, classId: Beta, pattern: {kind: constant, ratePerBin: 1}}
)";
const ModelParts kClassedEdge{
    "arrivals_alpha arrivals_beta target_arrivals target_served",
    "  - {id: arrivals_total, kind: expr, expr: arrivals_alpha + arrivals_beta}\n"
    "  - {id: served_total, kind: expr, expr: arrivals_total}\n",
    R"(  nodes:
    - {id: Source, kind: service, semantics: {arrivals: arrivals_total, served: served_total}}
    - {id: Target, kind: service, semantics: {arrivals: target_arrivals, served: target_served}}
  edges:
    - {id: Source->Target, from: Source, to: Target, measure: served}
)",
    kAlphaAndBeta};
// The totals, the parts of what the source served, and the given parts of the edge.
Series classed_edge(const Series& parts_of_edge) {
  Series series{{"arrivals_total", {2}},
                {"arrivals_total@Alpha", {1}},
                {"arrivals_total@Beta", {1}},
                {"served_total", {2}},
                {"served_total@Alpha", {1}},
                {"served_total@Beta", {1}},
                {"target_arrivals", {2}},
                {"target_served", {2}},
                {"edge_Source-_Target_flowVolume", {2}}};
  series.insert(parts_of_edge.begin(), parts_of_edge.end());
  return series;
}

std::vector<Fact> edge_facts() {
  const std::string flow = "edge_Source-_Target_flowVolume";
  const ModelParts plain{kFour, "", kServiceToService + "}\n", ""};
  return {
      {"an edge carries less than its source served",
       plain,
       with(four({10, 10}, {10, 10}), flow, {8, 10}),
       {"edge_flow_mismatch_outgoing"}},
      {"less arrives than the edge carries",
       plain,
       with(four({10, 10}, {8, 10}), flow, {10, 10}),
       {"edge_flow_mismatch_incoming"}},
      {"an edge takes time",
       {kFour, "", kServiceToService + ", lag: 2}\n", ""},
       four({10, 10}, {10, 10}),
       {"edge_behavior_violation_lag"}},
      {"one class has the flow of two",
       kClassedEdge,
       classed_edge({{flow + "@Alpha", {2}}}),
       {"edge_class_partial_coverage"}},
      {"one class is missing on the edge",
       kClassedEdge,
       classed_edge({{flow + "@Alpha", {1}}}),
       {"edge_class_partial_coverage"}},
      {"the edge tells both classes apart",
       kClassedEdge,
       classed_edge({{flow + "@Alpha", {1}}, {flow + "@Beta", {1}}}),
       {},
       {"edge_class_mismatch", "edge_class_partial_coverage"}},
  };
}

std::vector<Fact> class_facts() {
  const Series queue{{"queue_inflow", {3}},           {"queue_inflow@Downtown", {1}},
                     {"queue_inflow@Airport", {2}},   {"queue_outflow", {1}},
                     {"queue_outflow@Downtown", {1}}, {"queue_loss", {1}}};
  const std::string classes = "classes: [{id: Downtown}, {id: Airport}]\n";
  return {
      {"served and errors without classes",
       {"arrivals_alpha arrivals_beta served_total errors_total",
        "  - {id: arrivals_total, kind: expr, expr: arrivals_alpha + arrivals_beta}\n",
        "  nodes:\n    - {id: ServiceNode, kind: service, semantics: {arrivals: arrivals_total,"
        " served: served_total, errors: errors_total}}\n",
        kAlphaAndBeta},
       {{"arrivals_total", {2}},
        {"arrivals_total@Alpha", {1}},
        {"arrivals_total@Beta", {1}},
        {"served_total", {2}},
        {"errors_total", {0}}},
       {"class_series_missing_served"},
       {"class_series_missing_errors"}},
      {"a queue in nodes loses a class and tells none of its losses",
       {"queue_inflow queue_outflow queue_loss",
        "  - {id: Queue, kind: serviceWithBuffer, inflow: queue_inflow, outflow: queue_outflow,"
        " loss: queue_loss}\n",
        "", classes},
       queue,
       {"class_series_partial_outflow", "class_series_missing_loss"},
       {},
       2},
      {"a queue in the topology does so",
       {"queue_inflow queue_outflow queue_loss", "",
        "  nodes:\n    - {id: Queue, kind: serviceWithBuffer, semantics: {arrivals: queue_inflow,"
        " served: queue_outflow, errors: queue_loss}}\n",
        classes},
       queue,
       {"class_series_partial_served", "class_series_missing_errors"},
       {},
       2},
  };
}

std::vector<Fact> queue_facts() {
  return {
      {"two instances serve more than the capacity of one",
       {"arrivals served errors capacity", "",
        "  nodes:\n    - {id: BufferService, kind: serviceWithBuffer, semantics: {arrivals:"
        " arrivals, served: served, errors: errors, capacity: capacity, parallelism: 2}}\n",
        ""},
       {{"arrivals", {9, 9, 9}},
        {"served", {9, 9, 9}},
        {"errors", {0, 0, 0}},
        {"capacity", {5, 5, 5}}},
       {},
       {"served_exceeds_capacity"}},
      {"a service serves what its queue held before bin 0",
       {"arrivals served",
        "  - {id: queue_helper, kind: serviceWithBuffer, inflow: arrivals, outflow: served}\n",
        "  nodes:\n    - {id: ReferencedQueueService, kind: service,"
        " initialCondition: {queueDepth: 1}, semantics: {arrivals: arrivals, served: served,"
        " queueDepth: queue_helper}}\n",
        ""},
       {{"arrivals", {0, 0}}, {"served", {1, 0}}, {"queue_helper", {0, 0}}},
       {},
       {"served_exceeds_arrivals", "queue_depth_mismatch"}},
      {"a gate opens in every other bin",
       {"src_arrivals src_served buf_inflow buf_outflow",
        "  - {id: buf_queue, kind: serviceWithBuffer, inflow: buf_inflow, outflow: buf_outflow,"
        " dispatchSchedule: {kind: time-based, periodBins: 2, phaseOffset: 0}}\n",
        "  nodes:\n"
        "    - {id: Source, kind: service, semantics: {arrivals: src_arrivals,"
        " served: src_served}}\n"
        "    - {id: Buffer, kind: serviceWithBuffer, dispatchSchedule: {kind: time-based,"
        " periodBins: 2, phaseOffset: 0}, semantics: {arrivals: buf_inflow, served: buf_outflow,"
        " queueDepth: buf_queue}}\n"
        "  edges:\n    - {id: e, from: Source, to: Buffer, measure: served}\n",
        ""},
       {{"src_arrivals", {3, 3, 3, 3, 3, 3}},
        {"src_served", {3, 3, 3, 3, 3, 3}},
        {"buf_inflow", {3, 3, 3, 3, 3, 3}},
        {"buf_outflow", {5, 5, 5, 5, 5, 5}},
        {"buf_queue", {0, 3, 1, 4, 2, 5}}},
       {},
       {"queue_depth_mismatch"}},
  };
}

std::vector<Fact> missing_facts() {
  return {
      {"a dependency of which only errors are known",
       {"dep_arrivals dep_served dep_errors", "",
        "  nodes:\n    - {id: DependencyDb, kind: dependency, semantics: {arrivals: dep_arrivals,"
        " served: dep_served, errors: dep_errors}}\n",
        ""},
       {{"dep_errors", {0}}},
       {"missing_dependency_arrivals", "missing_dependency_served"}},
      {"a constraint of which nothing is known",
       {"db_arrivals db_served", "",
        "  nodes:\n    - {id: OrderService, kind: service, constraints: [db_main], semantics:"
        " {arrivals: db_arrivals, served: db_served}}\n"
        "  constraints:\n    - {id: db_main, semantics: {arrivals: db_arrivals,"
        " served: db_served}}\n",
        ""},
       {{"unused", {0}}},
       {"constraint_missing_arrivals", "constraint_missing_served"}},
  };
}

std::vector<Fact> all_facts() {
  std::vector<Fact> all;
  for (const auto& part : {edge_facts(), class_facts(), queue_facts(), missing_facts()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

TEST(UnitFacts, EveryPublishedFigureOfTheChecksHolds) {
  const std::vector<Fact> facts = all_facts();
  ASSERT_EQ(facts.size(), 14u);
  for (const Fact& fact : facts) {
    SCOPED_TRACE(fact.name);
    const Model model = model_of(fact.parts, fact.series.begin()->second.size());
    std::set<std::string> codes;
    const std::vector<Finding> findings = findings_of(model, fact.series);
    int about_classes = 0;
    for (const Finding& finding : findings) {
      codes.insert(finding.code);
      about_classes += finding.code.starts_with("class_");
    }
    for (const std::string& code : fact.expected) EXPECT_THAT(codes, testing::Contains(code));
    for (const std::string& code : fact.absent) {
      EXPECT_THAT(codes, testing::Not(testing::Contains(code)));
    }
    if (fact.about_classes >= 0) {
      EXPECT_EQ(about_classes, fact.about_classes);
    }
  }
}

}  // namespace
}  // namespace flowtime
