// What must come out of a run, and values given beside a template.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lifecycle/lifecycle_test_support.h"
#include "lifecycle/verify_stored_run.h"
#include "problems/catalogue.h"
#include "run/bundle_paths.h"

namespace flowtime {
namespace {

using ::testing::HasSubstr;

class ExpectedRun : public Lifecycle {
 protected:
  static CreateRunRequest expecting(const std::vector<std::string>& texts,
                                    const std::string& id = "") {
    CreateRunRequest request = from_template();
    request.expectations = texts;
    request.run_id = id;
    return request;
  }
  static CreateRunRequest with_settings(const std::vector<std::string>& texts,
                                        const std::string& id = "") {
    CreateRunRequest request = from_template();
    for (const std::string& text : texts) request.source.settings.push_back({.text = text});
    request.run_id = id;
    return request;
  }
};

TEST_F(ExpectedRun, OutcomesAreStoredAndFound) {
  const RunOutcome outcome = create(expecting({"max(served) <= 5", "max(served) < 5"}, "one"));
  ASSERT_TRUE(outcome.succeeded()) << to_text(outcome.problems, "");
  const RunInfo info = *read_run_info(env_, "one");
  ASSERT_EQ(info.expectations.size(), 2u);
  EXPECT_TRUE(info.expectations[0].holds);
  EXPECT_FALSE(info.expectations[1].holds);
  EXPECT_EQ(info.expectations[1].value, 5);
  EXPECT_EQ(info.expectations[1].why, "it is 5");
  EXPECT_EQ(info.expectations[1].bins, (std::vector<std::int64_t>{0, 1, 2, 3}));
  ASSERT_EQ(info.finding_counts.warning, 1);
  EXPECT_EQ(info.findings.back().code, "expectation_failed");
  EXPECT_EQ(std::string(info.findings.back().message), "'max(served) < 5' does not hold: it is 5.");
  EXPECT_EQ(info.findings.back().node_id, "served");
  EXPECT_THAT(to_json(*outcome.run, JsonWriter::Layout::kCompact),
              HasSubstr(R"("expectations":[{"text":"max(served) <= 5","holds":true,)"));
}

TEST_F(ExpectedRun, IsRefusedOnlyWhereItIsAsked) {
  CreateRunRequest request = expecting({"max(served) < 5"}, "strict");
  request.fail_on = FailOn::kExpectation;
  const RunOutcome refused = create(request);
  EXPECT_EQ(problems::status_of(refused.problems), 422);
  ASSERT_FALSE(refused.problems.empty());
  EXPECT_EQ(refused.problems[0].code, "expectation_failed");
  EXPECT_FALSE(has_files_below("runs/strict"));
  request.fail_on = FailOn::kError;
  ASSERT_TRUE(create(request).succeeded());
  request.fail_on = FailOn::kExpectation;  // nor is it made good by having been stored
  EXPECT_EQ(create(request).problems.front().code, "expectation_failed");
}

TEST_F(ExpectedRun, BadOnesAreRefusedBeforeAnythingIsEvaluated) {
  const RunOutcome refused = create(expecting({"max(srved) < 5"}));
  ASSERT_FALSE(refused.succeeded());
  EXPECT_EQ(refused.problems[0].code, "unknown_series");
  EXPECT_EQ(refused.problems[0].path, "/options/expect/0");
  EXPECT_EQ(refused.failed_stage, Stage::kCompile);
}

TEST_F(ExpectedRun, IsPartOfTheContent) {
  ASSERT_TRUE(create(expecting({}, "none")).succeeded());
  ASSERT_TRUE(create(expecting({"max(served) < 9"}, "some")).succeeded());
  EXPECT_NE(read_run_info(env_, "none")->content_hash, read_run_info(env_, "some")->content_hash);
}

// A number for all bins is the parameter, however it is written.
TEST_F(ExpectedRun, ASettingOfAllBinsIsTheParameter) {
  ASSERT_TRUE(create(with_settings({"demand=7"}, "set")).succeeded());
  CreateRunRequest given = from_template("demand=7");
  given.run_id = "given";
  ASSERT_TRUE(create(given).succeeded());
  const RunInfo set = *read_run_info(env_, "set"), same = *read_run_info(env_, "given");
  EXPECT_EQ(set.content_hash, same.content_hash);
  EXPECT_EQ(set.input_hash, same.input_hash);
  EXPECT_EQ(set.settings, std::vector<std::string>{"demand=7"});
  EXPECT_TRUE(same.settings.empty());
}

TEST_F(ExpectedRun, SettingsOfSomeBinsAreInTheModelAndTheRecord) {
  const RunOutcome outcome =
      create(with_settings({"demand[1..2]*=2", "capacity[3]=1", "node:served=1"}, "many"));
  EXPECT_EQ(outcome.problems.front().code, "setting_not_const");
  const RunOutcome made = create(with_settings({"demand[1..2]*=2", "capacity[3]=1"}, "some"));
  ASSERT_TRUE(made.succeeded()) << to_text(made.problems, "");
  const std::string model = env_.read_file("runs/some/model/model.yaml").value();
  EXPECT_THAT(model, HasSubstr("values: [5, 10, 10, 5]"));
  EXPECT_THAT(model, HasSubstr("values: [10, 10, 10, 1]"));
  const RunInfo info = *read_run_info(env_, "some");
  EXPECT_EQ(info.settings, (std::vector<std::string>{"demand[1..2]*=2", "capacity[3]=1"}));
  EXPECT_EQ(info.parameters[1].json, "[5,10,10,5]");
  const auto verified = verify_stored_run(host(), "some");
  ASSERT_TRUE(verified);
  EXPECT_TRUE(verified->holds());
}

// The same inputs have the same id; a setting of a node is one of the inputs.
TEST_F(ExpectedRun, SettingsDecideDeterministicIds) {
  const auto id_of = [&](const std::vector<std::string>& settings) {
    return create(with_settings(settings)).run_id;
  };
  const std::string none = id_of({}), parameter = id_of({"demand[0]=1"});
  const std::string node = id_of({"capacity[3]=1"});
  EXPECT_NE(none, parameter);
  EXPECT_NE(none, node);
  EXPECT_NE(parameter, node);
  EXPECT_EQ(node, id_of({"capacity[3]=1"}));
}

}  // namespace
}  // namespace flowtime
