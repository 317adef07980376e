#include "library/template_parameters.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

TEST(TemplateParameters, AnAssignmentIsJsonWhereItReadsAsSuch) {
  struct Row {
    const char *assignment, *json, *text;
  };
  const Row rows[] = {
      {"n=12", "12", "12"},
      {"n=-0.5", "-0.5", "-0.5"},
      {"n=007", "\"007\"", "007"},
      {"n=true", "true", "true"},
      {"n=null", "null", ""},
      {"n=\"12\"", "\"12\"", "12"},
      {"n=[1, 2]", "[1,2]", ""},
      {"n=1,2,3", "\"1,2,3\"", "1,2,3"},
      {"n=", "\"\"", ""},
      {"n=a=b", "\"a=b\"", "a=b"},
      {"n=a: b", "\"a: b\"", "a: b"},
      {"n={\"a\": 1}", "\"{\\\"a\\\": 1}\"", "{\"a\": 1}"},
      {"n=1.50", "1.5", "1.50"},
      {"n=[1", "\"[1\"", "[1"},
  };
  for (const Row& row : rows) {
    const auto given = parameter_from_assignment(row.assignment);
    ASSERT_TRUE(given) << row.assignment;
    EXPECT_EQ(given->name, "n");
    EXPECT_EQ(to_json(given->value), row.json) << row.assignment;
    EXPECT_EQ(given->value.scalar, row.text) << row.assignment;
    EXPECT_EQ(given->source, "--param " + std::string(row.assignment));
  }
  for (const char* wrong : {"", "n", "=3"}) {
    const auto given = parameter_from_assignment(wrong);
    ASSERT_FALSE(given) << wrong;
    EXPECT_EQ(given.problems().front().code, "invalid_parameter");
  }
}

TEST(TemplateParameters, AJsonObjectKeepsItsOrderAndItsDigits) {
  const auto given = parameters_from_json(
      R"({"b": 288.0, "a": 9007199254740993, "s": "\ud83d\ude00", "n": null, "l": [1, "2", true]})");
  ASSERT_TRUE(given);
  std::string text;
  for (const GivenParameter& each : *given) text += each.name + "=" + to_json(each.value) + " ";
  EXPECT_EQ(text, "b=288 a=9007199254740993 s=\"\xF0\x9F\x98\x80\" n=null l=[1,\"2\",true] ");
  EXPECT_TRUE(parameters_from_json(" ")->empty());
  EXPECT_TRUE(parameters_from_json("{}")->empty());
  const std::string deep(1000, '[');
  for (const std::string& wrong : {std::string("[1]"), std::string("{"), std::string("3"), deep}) {
    const auto refused = parameters_from_json(wrong);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.problems().front().code, "invalid_json");
  }
}

// The reader of JSON compares each member with all before it: 100,000 took 13 s of a core.
TEST(TemplateParameters, MoreThanCanBeGivenAreNotRead) {
  const auto members = [](std::size_t count) {
    std::string text = "{";
    for (std::size_t i = 0; i < count; ++i) {
      text += (i == 0 ? "\"p" : ",\"p") + std::to_string(i) + "\":\"a:{\"";
    }
    return text + "}";
  };
  EXPECT_EQ(parameters_from_json(members(1'000))->size(), 1'000U);
  for (const std::string& text : {members(1'001), "{\"p\":" + members(1'001) + "}"}) {
    const auto refused = parameters_from_json(text);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.problems().front().code, "too_many_parameters");
  }
}

TEST(TemplateParameters, AFileIsJsonOrYamlAndKeepsPlaces) {
  const auto yaml = parameters_from_file("a: 1\nb: [1, 2]\n", "v.yaml");
  ASSERT_TRUE(yaml);
  EXPECT_EQ((*yaml)[1].value.where, (SourcePos{2, 4}));
  EXPECT_EQ((*yaml)[1].source, "v.yaml");
  const auto json = parameters_from_file("{\"a\": \"x\",\n \"b\": 2}\n", "v.json");
  ASSERT_TRUE(json);
  EXPECT_EQ(to_json((*json)[0].value), "\"x\"");
  EXPECT_EQ((*json)[1].value.where, (SourcePos{2, 7}));
  const auto list = parameters_from_file("- 1\n", "v.yaml");
  ASSERT_FALSE(list);
  EXPECT_EQ(list.problems().front().code, "invalid_parameters");
  EXPECT_EQ(parameters_from_file("a: [", "v.yaml").problems().front().file, "v.yaml");
}

}  // namespace
}  // namespace flowtime
