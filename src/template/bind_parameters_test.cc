#include "template/bind_parameters.h"

#include <gtest/gtest.h>

#include "template/template_test_support.h"

namespace flowtime {
namespace {

Template template_with(const std::string& parameters) {
  auto read = read_template(with(kSmallTemplate, "  - {name: gain", parameters + "  - {name: gain"),
                            "t.yaml");
  EXPECT_TRUE(read) << to_text(read.problems(), "t.yaml");
  return *std::move(read);
}

const std::string kAllTypes =
    "  - {name: n, type: integer, default: 5, min: 2, max: 9}\n"
    "  - {name: x, type: number, default: 1.5}\n"
    "  - {name: on, type: boolean, default: false}\n"
    "  - {name: s, type: string, default: abc}\n"
    "  - {name: pick, type: string, default: a, choices: [a, b]}\n"
    "  - {name: list, type: array, default: [1], min: 0, max: 10}\n"
    "  - {name: whole, type: array, arrayOf: int, default: [1]}\n";

yaml::Value written(const std::string& text) {
  auto document = yaml::parse("v: " + text + "\n", "v");
  EXPECT_TRUE(document) << text;
  return *document->root.find("v");
}

// The bound value as JSON, else the code of the refusal.
std::string outcome(const Template& from, const std::string& name, const std::string& text) {
  const std::vector<GivenParameter> values{given(name, written(text))};
  const auto bound = bind_parameters(from, values);
  return bound ? to_json(bound->find(name)->value) : bound.problems().front().code;
}

TEST(BindParameters, ConvertsWhenNothingIsLost) {
  const Template from = template_with(kAllTypes);
  struct Row {
    const char *name, *text, *outcome;
  };
  const Row rows[] = {
      {"n", "7", "7"},
      {"n", "\"7\"", "7"},
      {"n", "\" 7 \"", "7"},
      {"n", "7.0", "7"},
      {"n", "7e0", "7"},
      {"n", "7.5", "parameter_type"},
      {"n", "true", "parameter_type"},
      {"n", "seven", "parameter_type"},
      {"n", "[7]", "parameter_type"},
      {"n", "1", "parameter_range"},
      {"n", "10", "parameter_range"},
      {"n", "2", "2"},
      {"n", "9", "9"},
      {"n", "\"\"", "5"},
      {"n", "null", "5"},
      {"x", "0.25", "0.25"},
      {"x", "\"0.25\"", "0.25"},
      {"x", "3", "3"},
      {"x", "-0", "0"},
      {"x", ".nan", "parameter_type"},
      {"x", "1e999", "parameter_type"},
      {"x", "\"\"", "1.5"},
      {"on", "true", "true"},
      {"on", "\"true\"", "true"},
      {"on", "\"False\"", "false"},
      {"on", "1", "parameter_type"},
      {"on", "yes", "parameter_type"},
      {"s", "xyz", "\"xyz\""},
      {"s", "\"\"", "\"\""},
      {"s", "12", "\"12\""},
      {"s", "007", "\"007\""},
      {"s", "[1]", "parameter_type"},
      {"s", "{a: 1}", "parameter_type"},
      {"pick", "b", "\"b\""},
      {"pick", "c", "parameter_choice"},
      {"list", "[1, 2.5]", "[1,2.5]"},
      {"list", "\"[1, 2.5]\"", "[1,2.5]"},
      {"list", "\"1,2,3\"", "[1,2,3]"},
      {"list", "\"1\"", "[1]"},
      {"list", "[\"1\", 2]", "[1,2]"},
      {"list", "[1, null]", "parameter_type"},
      {"list", "[1, x]", "parameter_type"},
      {"list", "\"[1, 2\"", "parameter_type"},
      {"list", "\"1,2,\"", "parameter_type"},
      {"list", "[1, 11]", "parameter_range"},
      {"list", "[-1, 1]", "parameter_range"},
      {"list", "\"\"", "[1]"},
      {"whole", "[1, 2.0, 3.0000000001]", "[1,2,3]"},
      {"whole", "[1, 2.5]", "parameter_type"},
  };
  for (const Row& row : rows) {
    EXPECT_EQ(outcome(from, row.name, row.text), row.outcome) << row.name << " = " << row.text;
  }
}

TEST(BindParameters, KeepsDefinitionOrderAndTellsWhatWasGiven) {
  const Template from = template_with(kAllTypes);
  const std::vector<GivenParameter> values{given("x", written("2.50")), given("n", written("3")),
                                           given("on", written("null")),
                                           given("n", written("\"4\""))};
  const auto bound = bind_parameters(from, values);
  ASSERT_TRUE(bound) << to_text(bound.problems(), "");
  std::string all, explicitly;
  for (const BoundParameter& value : bound->values) {
    all += value.name + (value.is_given ? "!" : "") + "=" + to_json(value.value) + " ";
  }
  for (const GivenJson& value : bound->given) explicitly += value.name + "=" + value.json + " ";
  EXPECT_EQ(all, "bins=4 n!=4 x!=2.5 on=false s=\"abc\" pick=\"a\" list=[1] whole=[1] gain=0.5 ");
  EXPECT_EQ(explicitly, "x=2.5 n=\"4\" ");
}

TEST(BindParameters, AnUnknownNameIsRefusedOrTold) {
  const Template from = template_with("");
  const std::vector<GivenParameter> values{given("Bins", written("3")), given("zzz", written("1"))};
  const auto strict = bind_parameters(from, values);
  ASSERT_FALSE(strict);
  ASSERT_EQ(strict.problems().size(), 2u);
  EXPECT_EQ(strict.problems()[0].code, "unknown_parameter");
  EXPECT_EQ(strict.problems()[0].remedy, "Did you mean 'bins'?");
  EXPECT_EQ(strict.problems()[0].path, "/parameters/Bins");
  EXPECT_EQ(strict.problems()[1].remedy, "The template has: bins, gain.");
  const auto lenient = bind_parameters(from, values, {.strict_names = false});
  ASSERT_TRUE(lenient);
  ASSERT_EQ(lenient->findings.size(), 2u);
  EXPECT_EQ(lenient->findings[0].code, "unknown_parameter");
  EXPECT_EQ(lenient->findings[0].severity, Severity::kWarning);
  EXPECT_EQ(to_json(lenient->find("bins")->value), "4");
  EXPECT_EQ(lenient->given.size(), 2u);
}

TEST(BindParameters, WhatHasNoDefaultMustBeGiven) {
  const Template from = template_with(
      "  - {name: a, type: number}\n"
      "  - {name: b, type: number, default: 1, required: true}\n");
  const auto missing = bind_parameters(from, {});
  EXPECT_EQ(places(missing), "9:12 missing_parameter\n10:12 missing_parameter");
  const std::vector<GivenParameter> values{given("a", written("1")), given("b", written("2"))};
  EXPECT_TRUE(bind_parameters(from, values));
}

TEST(BindParameters, AllProblemsInOnePassWithTheirFile) {
  const Template from = template_with(kAllTypes);
  auto file = yaml::parse("n: many\nlist: [1, 12]\nx: ok\n", "values.yaml");
  ASSERT_TRUE(file);
  std::vector<GivenParameter> values;
  for (const yaml::Member& member : file->root.members) {
    values.push_back({.name = member.key, .value = member.value, .source = "values.yaml"});
  }
  const auto bound = bind_parameters(from, values);
  EXPECT_EQ(places(bound), "1:4 parameter_type\n2:7 parameter_range\n3:4 parameter_type");
  EXPECT_EQ(bound.problems()[1].message, "Element 1 of parameter 'list' is 12, above 10.");
  EXPECT_EQ(bound.problems()[1].remedy, "Give a value from 0 to 10.");
  EXPECT_EQ(bound.problems()[1].file, "values.yaml");
}

}  // namespace
}  // namespace flowtime
