#include "template/expand.h"

#include <gtest/gtest.h>

#include "template/template_test_support.h"

namespace flowtime {
namespace {

// Lines of the model that begin with `key` after blanks and dashes.
std::string line_of(const Expansion& expansion, const std::string& key) {
  const std::size_t at = expansion.model_text.find(key + ":");
  if (at == std::string::npos) return "no " + key;
  const std::size_t end = expansion.model_text.find('\n', at);
  return expansion.model_text.substr(at, end - at);
}

std::string line_of(const Result<Expansion>& expansion, const std::string& key) {
  return expansion ? line_of(*expansion, key) : to_text(expansion.problems(), "t.yaml");
}

TEST(Expand, GivesAModelInItsOrder) {
  const auto model = expanded(kSmallTemplate);
  ASSERT_TRUE(model) << to_text(model.problems(), "t.yaml");
  EXPECT_EQ(model->model_text, R"(schemaVersion: 1
grid:
  bins: 4
  binSize: 1
  binUnit: hours
  start: 2026-01-01T00:00:00Z
nodes:
  - id: demand
    kind: const
    values: [10]
  - id: served
    kind: expr
    expr: demand * 0.5
outputs:
  - series: served
  - series: demand
topology:
  nodes:
    - id: Desk
      kind: service
      semantics:
        arrivals: demand
        served: served
)");
}

// Found by fuzz_template: the hidden node of a sink was added to what is no list.
TEST(Expand, CarriesTheNounOfItems) {
  const auto model = expanded(with(kSmallTemplate, "window:", "itemNoun: guests\nwindow:"));
  EXPECT_EQ(line_of(model, "itemNoun"), "itemNoun: guests");
  EXPECT_EQ(line_of(expanded(kSmallTemplate), "itemNoun"), "no itemNoun");
}

// What a parameter gives a const node stays a number, so that --set can change it.
TEST(Expand, AConstNodeOfAParameterIsANumber) {
  const auto model = expanded(with(kSmallTemplate, "values: [10]", "values: [\"${gain}\"]"));
  EXPECT_EQ(line_of(model, "values"), "values: [0.5]");
}

TEST(Expand, NodesThatAreNoListStayWhatTheyAre) {
  std::string text = with(kSmallTemplate, ", served: served", ", errors: demand");
  text = with(text, "kind: service", "kind: sink");
  const std::size_t begin = text.find("nodes:\n");
  text.replace(begin, text.find("outputs:") - begin, "nodes: 'no list'\n");
  const auto model = expanded(text);
  ASSERT_TRUE(model) << to_text(model.problems(), "t.yaml");
  const yaml::Value* nodes = model->document.root.find("nodes");
  EXPECT_EQ(nodes->scalar, "no list");
  EXPECT_TRUE(nodes->items.empty());
}

TEST(Expand, TheSameInputsGiveTheSameBytes) {
  const auto once = expanded(kSmallTemplate), again = expanded(kSmallTemplate);
  ASSERT_TRUE(once && again);
  EXPECT_EQ(once->model_text, again->model_text);
}

TEST(Expand, FillsByType) {
  const std::string text = with(kSmallTemplate, "  - {name: gain",
                                "  - {name: id, type: string, default: demand}\n"
                                "  - {name: on, type: boolean, default: true}\n"
                                "  - {name: list, type: array, default: [1, 2.5, 3, 4]}\n"
                                "  - {name: gain");
  struct Row {
    std::string from, to, key, line;
  };
  const Row rows[] = {
      {"[10]", "\"${list}\"", "values", "values: [1, 2.5, 3, 4]"},
      {"[10]", "['${gain}', 2, 3, 4]", "values", "values: [0.5, 2, 3, 4]"},
      {"[10]", "[${gain}, 2, ${gain}, 4]", "values", "values: [0.5, 2, 0.5, 4]"},
      {"[10]", "${list}", "values", "values: [1, 2.5, 3, 4]"},
      {"demand * ${gain}", "${gain}", "expr", "expr: \"0.5\""},
      {"demand * ${gain}", "${id} * 2", "expr", "expr: demand * 2"},
      {"demand * ${gain}", "CONV(demand, ${list})", "expr", "expr: CONV(demand, [1, 2.5, 3, 4])"},
      {"demand * ${gain}", "demand * ${on}", "expr", "expr: demand * 1"},
      {"kind: service\n", "kind: service\n      group: ${id}\n", "group", "group: demand"},
      {"kind: service\n", "kind: service\n      group: g-${gain}-${on}\n", "group",
       "group: g-0.5-true"},
      {"kind: service\n", "kind: service\n      group: \"${bins}\"\n", "group", "group: 4"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(line_of(expanded(with(text, row.from, row.to)), row.key), row.line) << row.to;
  }
}

TEST(Expand, AValueIsNeverMoreThanAValue) {
  const std::string text = with(with(kSmallTemplate, "  - {name: gain",
                                     "  - {name: name, type: string, default: x}\n  - {name: gain"),
                                "kind: service\n", "kind: service\n      group: ${name}\n");
  const std::string attacks[] = {
      "a\nnodes: []",       "a: b",    "a # b", "\"",   "${gain}", "{a: 1}", "[1, 2]",  "- x",
      "a\n      id: Other", "!!int 3", "&a",    "null", "",        "true",   "\\\"\n\t"};
  for (const std::string& attack : attacks) {
    const auto model = expanded(text, {given("name", quoted_scalar(attack))});
    ASSERT_TRUE(model) << attack;
    const auto read_back = yaml::parse(model->model_text, "model");
    ASSERT_TRUE(read_back) << model->model_text;
    const yaml::Value& node = read_back->root.find("topology")->find("nodes")->items[0];
    ASSERT_EQ(node.members.size(), 4u) << attack;
    EXPECT_EQ(node.find("group")->scalar, attack);
    EXPECT_EQ(node.find("group")->kind, yaml::Kind::kScalar) << attack;
    EXPECT_EQ(read_back->root.find("nodes")->items.size(), 2u) << attack;
  }
}

TEST(Expand, AnExpressionTakesNumbersAndIds) {
  const std::string text = with(kSmallTemplate, "  - {name: gain",
                                "  - {name: s, type: string, default: demand}\n"
                                "  - {name: n, type: integer, default: 3}\n  - {name: gain");
  struct Row {
    std::string expr, value, outcome;
  };
  const Row rows[] = {
      {"${s} + 1", "other_2", "expr: other_2 + 1"},
      {"${s} + 1", "0.25", "expr: \"0.25 + 1\""},
      {"${s} + 1", "-2", "expr: \"-2 + 1\""},
      {"x_${s}", "a", "expr: x_a"},
      {"x_${s}_${n}", "7", "expr: x_7_3"},
      {"${s}${n}", "a", "expr: a3"},
      {"${s} + 1", "demand * 2", "parameter_not_an_id"},
      {"${s} + 1", "a, b", "parameter_not_an_id"},
      {"${s} + 1", "MAX(1", "parameter_not_an_id"},
      {"${s} + 1", "", "parameter_not_an_id"},
      {"${s} + 1", "a b", "parameter_not_an_id"},
      {"x_${s}", "-2", "parameter_not_an_id"},
      {"x_${s}", "0.5", "parameter_not_an_id"},
  };
  for (const Row& row : rows) {
    const auto model =
        expanded(with(text, "demand * ${gain}", row.expr), {given("s", quoted_scalar(row.value))});
    const std::string outcome = model ? line_of(*model, "expr") : model.problems().front().code;
    EXPECT_EQ(outcome, row.outcome) << row.expr << " with " << row.value;
  }
}

TEST(Expand, PlacesAreThoseOfTheTemplate) {
  const auto model = expanded(kSmallTemplate, {given("gain", plain_scalar("-1.25"))});
  ASSERT_TRUE(model);
  const yaml::Value& expr = *model->document.root.find("nodes")->items[1].find("expr");
  EXPECT_EQ(expr.scalar, "demand * -1.25");
  EXPECT_EQ(expr.where, (SourcePos{13, 36}));
  EXPECT_EQ(yaml::position_in(model->document, expr, 9), (SourcePos{13, 46}));   // the value
  EXPECT_EQ(yaml::position_in(model->document, expr, 14), (SourcePos{13, 53}));  // behind it
  ASSERT_EQ(model->filled.size(), 2u);
  EXPECT_EQ(model->filled[0].parameter, "bins");
  EXPECT_EQ(model->filled[1].where, (SourcePos{13, 46}));
  Problems problems{{.code = "x", .message = "wrong", .remedy = "", .where = {10, 14}},
                    {.code = "x", .message = "fine", .remedy = "", .where = {10, 1}}};
  problems = name_parameters(problems, *model);
  EXPECT_EQ(problems[0].message, "Wrong (from parameter 'bins').");
  EXPECT_EQ(problems[1].message, "Fine.");
}

TEST(Expand, AListForAConstNodeFitsTheGrid) {
  const std::string text =
      with(with(kSmallTemplate, "  - {name: gain",
                "  - {name: list, type: array, default: [1, 2, 3, 4]}\n  - {name: gain"),
           "[10]", "\"${list}\"");
  EXPECT_TRUE(expanded(text));
  EXPECT_TRUE(expanded(text, {given("list", quoted_scalar("5"))}));
  const auto wrong = expanded(text, {given("list", quoted_scalar("1,2,3"))});
  EXPECT_EQ(places(wrong), "13:39 wrong_length");
  EXPECT_EQ(wrong.problems()[0].message,
            "Parameter 'list' has 3 values, but node 'demand' needs one for each of the 4 bins.");
}

TEST(Expand, AProfileSpreadsTheExpectedValue) {
  const std::string text =
      with(kSmallTemplate, "{id: demand, kind: const, values: [10]}",
           "{id: demand, kind: pmf, pmf: {values: [8, 12], probabilities: [0.5, 0.5]}, "
           "profile: {kind: inline, weights: [1, 2, 3, 2]}}");
  const auto model = expanded(text);
  ASSERT_TRUE(model) << to_text(model.problems(), "t.yaml");
  EXPECT_EQ(line_of(*model, "values"), "values: [5, 10, 15, 10]");
  EXPECT_EQ(line_of(*model, "kind"), "kind: const");
  EXPECT_NE(model->model_text.find("pmf.expected: \"10\""), std::string::npos);
  EXPECT_NE(model->model_text.find("origin.kind: pmf"), std::string::npos);
  EXPECT_EQ(model->model_text.find("profile:"), std::string::npos);

  struct Row {
    std::string from, to, places;
  };
  const Row rows[] = {
      {"weights: [1, 2, 3, 2]", "weights: [1, 2, 3]", "12:89 wrong_length"},
      {"weights: [1, 2, 3, 2]", "weights: [1, 2, 3, -2]", "12:89 profile_weights"},
      {"weights: [1, 2, 3, 2]", "weights: [0, 0, 0, 0]", "12:89 profile_weights"},
      {"weights: [1, 2, 3, 2]", "wights: 3", "12:89 profile_weights"},
      {"kind: inline, ", "kind: builtin, name: hub-rush-our, ", "12:89 unknown_profile"},
      {"kind: inline, ", "kind: drawn, ", "12:89 unknown_profile"},
      {"[0.5, 0.5]", "[0.5, 0.6]", "12:34 pmf_sum"},
      {"[0.5, 0.5]", "[1.5, -0.5]", "12:34 pmf_probability_range"},
      {"[0.5, 0.5]", "[1]", "12:34 pmf_lengths_differ"},
      {"kind: pmf, pmf: {values: [8, 12], probabilities: [0.5, 0.5]}", "kind: const, values: [1]",
       "12:53 profile_without_pmf"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(places(expanded(with(text, row.from, row.to))), row.places) << row.to;
  }
  const auto plain = expanded(with(text, ", profile: {kind: inline, weights: [1, 2, 3, 2]}", ""));
  EXPECT_EQ(line_of(plain, "kind"), "kind: pmf");
}

TEST(Expand, LeavesOutWhatOnlyATemplateHas) {
  std::string text = with(kSmallTemplate, "values: [10]}",
                          "values: [10], source: \"file:x.csv\", group: g, telemetry: t}");
  text = with(text, "expr: \"demand * ${gain}\"}",
              "expr: \"demand * ${gain}\", dependencies: [demand]}");
  text = with(text, "{series: served}",
              "{series: served, id: o, description: d, filename: f, as: g.csv}");
  const auto model = expanded(text);
  ASSERT_TRUE(model) << to_text(model.problems(), "t.yaml");
  for (const char* gone :
       {"source", "group", "telemetry", "dependencies", "filename", "description"}) {
    EXPECT_EQ(line_of(*model, gone), std::string("no ") + gone);
  }
  EXPECT_EQ(line_of(*model, "as"), "as: g.csv");
  EXPECT_TRUE(model->has_telemetry_sources);
  EXPECT_EQ(places(expanded(with(text, "[demand]", "[demand, served]"))),
            "13:70 dependencies_differ");
}

TEST(Expand, EverySemanticFieldSurvives) {
  const std::string fields[] = {"exhaustedFailures: a",
                                "retryBudgetRemaining: b",
                                "maxAttempts: 3",
                                "exhaustedPolicy: drop",
                                "backoffStrategy: exponential",
                                "slaMin: 15",
                                "retryKernel: [0, 0.5]",
                                "attempts: c",
                                "failures: d",
                                "retryEcho: e",
                                "processingTimeMsSum: f",
                                "servedCount: g"};
  for (const std::string& field : fields) {
    const auto model =
        expanded(with(kSmallTemplate, "served: served}", "served: served, " + field + "}"));
    ASSERT_TRUE(model) << to_text(model.problems(), "t.yaml");
    EXPECT_NE(model->model_text.find(field), std::string::npos) << field;
  }
  const auto renamed =
      expanded(with(kSmallTemplate, "served: served}", "served: served, external_demand: a}"));
  EXPECT_EQ(line_of(renamed, "externalDemand"), "externalDemand: a");
}

TEST(Expand, RulesOfTopologies) {
  const std::string two =
      kSmallTemplate + "    - id: Till\n      kind: sink\n      semantics: {arrivals: served}\n";
  const std::string joined = two + "  edges:\n    - {from: Desk, to: Till}\n";
  struct Row {
    std::string text, places;
  };
  const Row rows[] = {
      {joined, "accepted"},
      {two, "17:3 missing_edges"},
      {with(joined, "{arrivals: served}", "{arrivals: served, capacity: demand}"),
       "23:47 role_not_allowed"},
      {with(joined, "{arrivals: served}", "{arrivals: served, served: demand}"),
       "23:45 sink_leaves_some"},
      {with(joined, "{arrivals: served}", "{arrivals: served, served: served}"), "accepted"},
      {with(joined, "kind: sink\n      semantics: {arrivals: served}",
            "kind: dependency\n      semantics: {arrivals: served, served: served, attempts: a}"),
       "23:63 role_not_allowed"},
      {with(joined, "served: served}", "served: served, parallelism: 2}"),
       "20:66 role_not_allowed"},
  };
  for (const Row& row : rows) EXPECT_EQ(places(expanded(row.text)), row.places) << row.text;
}

TEST(Expand, MakesUpWhatASinkLeavesUnsaid) {
  const std::string base = kSmallTemplate +
                           "    - id: TillDesk\n      kind: sink\n"
                           "      semantics: {arrivals: served}\n"
                           "  edges:\n    - {from: Desk, to: TillDesk}\n";
  const auto plain = expanded(base);
  ASSERT_TRUE(plain);
  const yaml::Value& node = plain->document.root.find("topology")->find("nodes")->items[1];
  EXPECT_EQ(node.find("semantics")->find("served")->scalar, "served");
  const auto lossy =
      expanded(with(base, "{arrivals: served}", "{arrivals: served, errors: demand}"));
  ASSERT_TRUE(lossy);
  EXPECT_NE(lossy->model_text.find("id: till_desk_served"), std::string::npos);
  EXPECT_NE(lossy->model_text.find("expr: MAX(0, served - demand)"), std::string::npos);
  EXPECT_NE(lossy->model_text.find("graph.hidden: \"true\""), std::string::npos);
}

TEST(Expand, AQueueWithoutServedServesItsCapacity) {
  const auto model = expanded(
      with(kSmallTemplate, "kind: service\n      semantics: {arrivals: demand, served: served}",
           "kind: queue\n      semantics: {arrivals: demand, capacity: served}"));
  ASSERT_TRUE(model) << to_text(model.problems(), "t.yaml");
  EXPECT_NE(model->model_text.find("        served: served"), std::string::npos);
}

TEST(Expand, TheWindowIsUtcAndStartsTheGrid) {
  struct Row {
    std::string from, to, places;
  };
  const Row rows[] = {
      {"00:00:00Z", "00:00:00+00:00", "accepted"},
      {"00:00:00Z", "00:00:00", "accepted"},
      {"00:00:00Z", "00:00:00+02:00", "6:17 window_not_utc"},
      {"timezone: UTC", "timezone: utc", "accepted"},
      {"timezone: UTC", "timezone: Europe/Oslo", "6:49 window_not_utc"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(places(expanded(with(kSmallTemplate, row.from, row.to))), row.places) << row.to;
  }
  const auto own = expanded(
      with(kSmallTemplate, "binUnit: hours}", "binUnit: hours, start: 2027-03-01T00:00:00Z}"));
  EXPECT_EQ(line_of(own, "start"), "start: 2027-03-01T00:00:00Z");
}

TEST(Expand, TheSeedMayBeTextOrAParameter) {
  const std::string text =
      with(kSmallTemplate, "outputs:", "rng: {kind: pcg32, seed: \"42\"}\noutputs:");
  const auto model = expanded(text);
  ASSERT_TRUE(model);
  EXPECT_EQ(model->seed, 42);
  EXPECT_EQ(line_of(*model, "seed"), "seed: 42");
  const auto filled = expanded(with(text, "\"42\"", "\"${bins}\""));
  ASSERT_TRUE(filled);
  EXPECT_EQ(filled->seed, 4);
  EXPECT_EQ(expanded(kSmallTemplate)->seed, std::nullopt);
}

TEST(Expand, WithoutClassesEveryArrivalIsOne) {
  const std::string text = with(kSmallTemplate, "outputs:",
                                "traffic: {arrivals: [{nodeId: demand, classId: \"*\", pattern: "
                                "{kind: constant, ratePerBin: 3}}]}\noutputs:");
  const auto model = expanded(text);
  ASSERT_TRUE(model);
  EXPECT_EQ(line_of(*model, "classId"), "no classId");
  EXPECT_EQ(line_of(*model, "ratePerBin"), "ratePerBin: 3");
}

TEST(Expand, WhatWouldGrowTooLargeIsRefused) {
  std::string text = with(kSmallTemplate, "  - {name: gain",
                          "  - {name: s, type: string, default: x}\n  - {name: gain");
  std::string groups;
  for (int i = 0; i < 70; ++i)
    groups += "    - {id: N" + std::to_string(i) + ", label: \"${s}\"}\n";
  text += groups;
  const auto model = expanded(text, {given("s", quoted_scalar(std::string(1u << 20, 'x')))});
  ASSERT_FALSE(model);
  EXPECT_EQ(model.problems().front().code, "template_too_large");
}

}  // namespace
}  // namespace flowtime
