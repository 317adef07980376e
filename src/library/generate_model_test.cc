#include "library/generate_model.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "library/template_library.h"
#include "library/template_parameters.h"
#include "model/read_model.h"
#include "run/run_identity.h"
#include "sys/memory_env.h"
#include "template/template_test_support.h"

namespace flowtime {
namespace {

class GenerateModel : public ::testing::Test {
 protected:
  Result<GeneratedModel> generate(const std::string& text,
                                  const std::vector<std::string>& assignments = {},
                                  std::optional<RunMode> mode = {}) {
    FT_TRY(Template read, read_template(text, "small.yaml"));
    GenerateRequest request;
    request.source = std::make_shared<const Template>(std::move(read));
    request.mode = mode;
    for (const std::string& assignment : assignments) {
      FT_TRY(GivenParameter given, parameter_from_assignment(assignment));
      request.parameters.push_back(std::move(given));
    }
    StageClock clock(env_, observer_);
    return generate_model(request, clock);
  }
  MemoryEnv env_;
  RunObserver observer_;
};

TEST_F(GenerateModel, GivesAModelThatReadsBack) {
  const auto generated = generate(kSmallTemplate, {"gain=0.25"});
  ASSERT_TRUE(generated) << to_text(generated.problems(), "");
  const auto document = yaml::parse(generated->model, "model.yaml");
  ASSERT_TRUE(document);
  const auto model = read_model(*document);
  ASSERT_TRUE(model) << to_text(model.problems(), "model.yaml");
  EXPECT_EQ(model->grid.bins, 4);
  // Whoever edits the model would go on claiming to be made of the template.
  EXPECT_FALSE(model->provenance);
  EXPECT_EQ(generated->model.find("window"), std::string::npos);
  EXPECT_EQ(generated->model.find("\nmetadata:"), std::string::npos);
}

TEST_F(GenerateModel, TheHashIsThatOfTheModelAlone) {
  const auto once = generate(kSmallTemplate), again = generate(kSmallTemplate);
  ASSERT_TRUE(once && again);
  EXPECT_EQ(once->model, again->model);
  const auto document = yaml::parse(once->model, "model.yaml");
  ASSERT_TRUE(document);
  EXPECT_EQ("sha256:" + once->model_id, model_hash(stored_model_text(*document)));
  const auto spelt = generate(with(kSmallTemplate, "outputs:", "# a comment\noutputs:"));
  EXPECT_EQ(spelt->model_hash, once->model_hash);
  const auto other = generate(kSmallTemplate, {"gain=0.75"});
  EXPECT_NE(other->model_hash, once->model_hash);
  EXPECT_NE(other->model_id, once->model_id);
}

TEST_F(GenerateModel, AnswersWithEveryFieldOfTheContract) {
  const auto generated =
      generate(with(kSmallTemplate, "values: [10]}", "values: [10], source: \"file:x.csv\"}"),
               {"gain=0.25", "Bins=3"}, RunMode::kTelemetry);
  ASSERT_TRUE(generated) << to_text(generated.problems(), "");
  const auto json = nlohmann::json::parse(to_json(*generated, 1'767'225'600'000));
  EXPECT_EQ(json["model"], generated->model);
  const auto& provenance = json["provenance"];
  EXPECT_EQ(provenance["generatedAt"], "2026-01-01T00:00:00.000Z");
  EXPECT_EQ(provenance["templateId"], "small");
  EXPECT_EQ(provenance["templateVersion"], "1.0.0");
  EXPECT_EQ(provenance["mode"], "telemetry");
  EXPECT_EQ(provenance["modelId"], generated->model_id);
  EXPECT_EQ(provenance["parameters"], nlohmann::json::parse(R"({"bins":4,"gain":0.25})"));
  EXPECT_TRUE(provenance["generator"].get<std::string>().starts_with("flowtime-sim/"));
  const auto& metadata = json["metadata"];
  EXPECT_EQ(metadata["templateTitle"], "A small one");
  EXPECT_EQ(metadata["schemaVersion"], 1);
  EXPECT_EQ(metadata["hasWindow"], true);
  EXPECT_EQ(metadata["hasTopology"], true);
  EXPECT_EQ(metadata["hasTelemetrySources"], true);
  EXPECT_EQ(metadata["modelHash"], generated->model_hash);
  EXPECT_EQ(json["warnings"][0]["code"], "unknown_parameter");
  EXPECT_EQ(json["warnings"][0]["nodeId"], "");
  EXPECT_TRUE(json["warnings"][0]["bins"].is_array());
  EXPECT_EQ(json["modelRef"]["kind"], 0);
  EXPECT_EQ(json["modelRef"]["id"], "model_" + generated->model_hash.substr(7));
  EXPECT_TRUE(json["modelRef"]["version"].is_null());
}

TEST_F(GenerateModel, FindingsAreWarnings) {
  const auto generated = generate(kSmallTemplate, {"gain=2"});
  ASSERT_TRUE(generated);
  ASSERT_FALSE(generated->warnings.empty());
  EXPECT_EQ(generated->warnings[0].code, "served_exceeds_arrivals");
  EXPECT_EQ(generated->warnings[0].node_id, "Desk");
}

TEST_F(GenerateModel, ProblemsHaveThePlaceInTheTemplate) {
  struct Row {
    std::string text;
    std::vector<std::string> values;
    std::string problem;
  };
  const Row rows[] = {
      {with(kSmallTemplate, "min: 1, max: 100", "min: 0, max: 100"),
       {"bins=0"},
       "small.yaml:10:14: 'grid.bins' is 0 (from parameter 'bins'). [out_of_range]\n"
       "  Write a whole number from 1 to 10000000.\n"},
      {with(kSmallTemplate, "demand * ${gain}", "${gain} * demnd"),
       {"gain=-1.5"},
       "small.yaml:13:47: The expression of node 'served' names 'demnd', which does not exist. "
       "[unknown_name]\n  Did you mean 'demand'?\n"},
      {with(kSmallTemplate, "demand * ${gain}", "demand * ${gain} +"),
       {},
       "small.yaml:13:55: The expression of node 'served' is not valid. "},
      {kSmallTemplate,
       {"bins=many"},
       "--param bins=many: Parameter 'bins' is 'many', not a whole number. [parameter_type]\n"
       "  Give a whole number.\n"},
      {with(with(kSmallTemplate, "  - {name: gain",
                 "  - {name: id, type: string, default: demand}\n  - {name: gain"),
            "arrivals: demand", "arrivals: \"${id}\""),
       {"id=nothing"},
       "small.yaml:21:29: 'arrivals' of topology node 'Desk' names 'nothing', which does not exist "
       "(from parameter 'id'). [unknown_name]\n"},
  };
  for (const Row& row : rows) {
    const auto generated = generate(row.text, row.values);
    ASSERT_FALSE(generated) << row.problem;
    EXPECT_TRUE(to_text(generated.problems(), "").starts_with(row.problem))
        << to_text(generated.problems(), "");
  }
}

TEST_F(GenerateModel, APinnedProvenanceIsKept) {
  const auto generated = generate(with(
      kSmallTemplate,
      "outputs:", "provenance: {generator: hand/1, generatedAt: 2026-05-01T00:00:00Z}\noutputs:"));
  ASSERT_TRUE(generated) << to_text(generated.problems(), "");
  EXPECT_EQ(generated->generator, "hand/1");
  const std::string json = to_json(*generated, 0);
  EXPECT_NE(json.find(R"("generatedAt":"2026-05-01T00:00:00Z")"), std::string::npos) << json;
}

TEST_F(GenerateModel, EveryTemplateOfTheCatalogueIsCleanWithItsDefaults) {
  TemplateLibrary library;
  const auto list = library.list();
  ASSERT_TRUE(list);
  for (const LibraryTemplate& entry : **list) {
    GenerateRequest request;
    request.source = entry.parsed;
    StageClock clock(env_, observer_);
    const auto generated = generate_model(request, clock);
    ASSERT_TRUE(generated) << to_text(generated.problems(), entry.file);
    for (const Finding& finding : generated->warnings) {
      EXPECT_EQ(finding.severity, Severity::kInfo) << entry.id << ": " << finding.message;
    }
  }
}

}  // namespace
}  // namespace flowtime
