#include "http/body_shape.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace flowtime::api {
namespace {

constexpr const char* kSchema = R"({"type":"object","properties":{
"templateId":{"type":"string"},"parameters":{"type":"object"},
"options":{"type":"object","properties":{"dryRun":{"type":"boolean"},"runId":{}}},
"notes":{"type":"object","properties":{"a":{}},"additionalProperties":true}}})";

std::string unknown(const char* body) {
  std::string text;
  const BodyShape shape = BodyShape::of_schema(kSchema);
  for (const Problem& problem : shape.unknown_members(nlohmann::json::parse(body))) {
    text += problem.path + ": " + problem.message + " " + problem.remedy + "\n";
  }
  return text;
}

TEST(BodyShape, NamesWhatItDoesNotKnowAndWhatIsNearest) {
  EXPECT_EQ(unknown(R"({"templateId":"x","params":{},"options":{"dryrn":true,"zzz":1}})"),
            "/options/dryrn: 'options' has no member 'dryrn'. Did you mean 'dryRun'?\n"
            "/options/zzz: 'options' has no member 'zzz'. It has dryRun, runId.\n"
            "/params: The body has no member 'params'. Did you mean 'parameters'?\n");
}

TEST(BodyShape, CaseNullAndOpenObjectsPass) {
  EXPECT_EQ(unknown(R"({"TEMPLATEID":"x","later":null,"parameters":{"any":{"thing":1}},
                        "notes":{"b":2},"options":7})"),
            "");
}

TEST(BodyShape, NamesAtMostTwenty) {
  nlohmann::json body;
  for (int i = 0; i < 1000; ++i) body["member" + std::to_string(i)] = i;
  EXPECT_EQ(BodyShape::of_schema(kSchema).unknown_members(body).size(), kMaxUnknownMembers);
}

}  // namespace
}  // namespace flowtime::api
