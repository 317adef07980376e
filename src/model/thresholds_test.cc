#include "model/thresholds.h"

#include <gtest/gtest.h>

#include "text/json_reader.h"

namespace flowtime {
namespace {

Result<ThresholdOverrides> given(const std::vector<std::string>& texts) {
  ThresholdOverrides thresholds;
  for (const std::string& text : texts) FT_RETURN_IF_PROBLEM(add_threshold(thresholds, text));
  return thresholds;
}

Result<ThresholdOverrides> read(const std::string& json) {
  JsonReader reader(json);
  return read_thresholds(reader, "/options/thresholds");
}

TEST(Thresholds, WordsAndJsonSayTheSame) {
  const auto words = given({"overlay=off", "failing.critical=0.5", "failing.warning=.2"});
  ASSERT_TRUE(words);
  const std::string json = R"({"failing":{"warning":0.2,"critical":0.5},"overlay":"off"})";
  EXPECT_EQ(to_json(*words), json);
  EXPECT_EQ(*read(json), *words);
  EXPECT_TRUE(read(R"({"overlay":null})")->empty());
  EXPECT_EQ(*read(R"({"overlay":false,"failing":{"critical":0.5,"warning":0.2}})"), *words);
}

TEST(Thresholds, WhatCannotBeSetIsRefused) {
  struct Row {
    std::vector<std::string> texts;
    std::string json, code, remedy;
  };
  const std::string forms = "Write \"off\", or numbers from 0 for warning and critical.";
  const std::vector<Row> rows{
      {{"failling=off"}, R"({"failling":"off"})", "unknown_threshold", "Did you mean 'failing'?"},
      {{"x=off"},
       R"({"x":"off"})",
       "unknown_threshold",
       "The thresholds are wait, willBeLate, full, dropped, usefulShare, failing, refused, "
       "unaccounted, departure, completion, adherence, stuck, overlay."},
      {{"wait=2"}, R"({"wait":2})", "invalid_threshold", forms},
      {{"wait"}, R"({"wait":{}})", "invalid_threshold", forms},
      {{"wait=on"}, R"({"wait":true})", "invalid_threshold", forms},
      {{"wait.warn=2"}, R"({"wait":{"warn":2}})", "invalid_threshold", forms},
      {{"wait.warning=-1"}, R"({"wait":{"warning":-1}})", "invalid_threshold", forms},
      {{"wait.warning=soon"}, R"({"wait":{"warning":"soon"}})", "invalid_threshold", forms},
      {{"wait=off", "wait.warning=1"},
       R"({"wait":{"warning":1,"off":1}})",
       "invalid_threshold",
       forms},
  };
  for (const Row& row : rows) {
    for (const auto& refused : {given(row.texts), read(row.json)}) {
      ASSERT_FALSE(refused) << row.json;
      EXPECT_EQ(refused.problems().front().code, row.code) << row.json;
      EXPECT_EQ(refused.problems().front().remedy, row.remedy) << row.json;
    }
  }
  EXPECT_EQ(read(R"({"wait":2})").problems().front().path, "/options/thresholds/wait");
}

}  // namespace
}  // namespace flowtime
