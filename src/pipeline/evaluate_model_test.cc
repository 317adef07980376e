#include "pipeline/evaluate_model.h"

#include <gtest/gtest.h>

#include "pipeline/run_evaluation.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

std::string model(const std::string& nodes) {
  return "schemaVersion: 1\ngrid: {bins: 4, binSize: 1, binUnit: hours}\nnodes:\n" + nodes;
}

class EvaluateModel : public ::testing::Test {
 protected:
  static ModelSource source(const std::string& text) {
    ModelSource source;
    source.text = text;
    return source;
  }
  MemoryEnv env_;
  RunObserver observer_;
  StageClock clock_{env_, observer_};
};

TEST_F(EvaluateModel, GivesSeriesAndFindings) {
  EvaluateRequest request;
  request.source =
      source(model("  - {id: a, kind: const, values: [-1, 2, 3, 4]}\n"
                   "  - {id: b, kind: expr, expr: a * 2}\n"
                   "topology:\n  nodes:\n    - {id: N, kind: service, semantics: "
                   "{arrivals: a, served: b}}\n  edges: []\n"));
  const auto evaluated = evaluate_model(request, clock_);
  ASSERT_TRUE(evaluated) << to_text(evaluated.problems(), "");
  const SeriesCatalog& series = evaluated->source.compiled.plan.series;
  const auto b = evaluated->values[*series.find("b")];
  EXPECT_EQ(std::vector<double>(b.begin(), b.end()), (std::vector<double>{-2, 4, 6, 8}));
  EXPECT_GT(count_findings(evaluated->findings).error, 0);  // told, not refused
}

TEST_F(EvaluateModel, TiersIncludeOneAnother) {
  struct Row {
    std::string text;
    int valid_up_to;  // tiers 0..2 that accept it; -1: none
  };
  const Row rows[] = {
      {model("  - {id: a, kind: const, values: [1]}\n"), 2},
      {model("  - {id: a, kind: const}\n"), -1},
      {model("  - {id: a, kind: expr, expr: b + 1}\n  - {id: b, kind: expr, expr: a + 1}\n"), 0},
      {"", -1},
      {"nodes: [", -1},
  };
  for (const Row& row : rows) {
    for (int tier = 0; tier <= 2; ++tier) {
      StageClock clock(env_, observer_);
      const auto found = validate_model(
          {.source = source(row.text), .tier = static_cast<ValidationTier>(tier)}, clock);
      ASSERT_TRUE(found);
      EXPECT_EQ(found->is_valid(), tier <= row.valid_up_to) << row.text << " tier " << tier;
    }
  }
}

TEST_F(EvaluateModel, ValidationAsJson) {
  const auto found =
      validate_model({.source = source(model("  - {id: a, kind: konst, values: [1]}\n")),
                      .tier = ValidationTier::kSchema},
                     clock_);
  const std::string json = to_json(*found);
  for (const char* part : {"\"tier\": \"schema\"", "\"isValid\": false", "\"line\": 4",
                           "\"column\":", "\"warnings\": []"}) {
    EXPECT_NE(json.find(part), std::string::npos) << part << "\n" << json;
  }
}

TEST_F(EvaluateModel, TierNames) {
  EXPECT_EQ(parse_validation_tier("Schema"), ValidationTier::kSchema);
  EXPECT_EQ(parse_validation_tier("ANALYSE"), ValidationTier::kAnalyse);
  EXPECT_EQ(parse_validation_tier("all"), std::nullopt);
  EXPECT_STREQ(name_of(ValidationTier::kCompile), "compile");
}

TEST_F(EvaluateModel, PlansAreText) {
  const auto text = plan_model(source(model("  - {id: a, kind: const, values: [1]}\n"
                                            "  - {id: b, kind: expr, expr: a * 2}\n")),
                               clock_);
  ASSERT_TRUE(text);
  EXPECT_NE(text->find("b"), std::string::npos);
}

TEST(RunLimits, CellsAndMemory) {
  EXPECT_TRUE(check_cells(10, 100, {.cells_per_run = 1000}));
  EXPECT_FALSE(check_cells(11, 100, {.cells_per_run = 1000}));
  EXPECT_EQ(check_cells(400'000, kMaxBins, {}).problems().front().code, "too_many_cells");
  EXPECT_TRUE(check_memory(10, 100, 8000));
  EXPECT_EQ(check_memory(10, 100, 7999).problems().front().code, "not_enough_memory");
}

// A capacity of -3 makes what is served negative: one problem, at the capacity.
TEST_F(EvaluateModel, ARefusalNamesTheConstNodeItComesFrom) {
  const auto found = validate_model(
      {.source = source(
           model("  - {id: came, kind: const, values: [1]}\n"
                 "  - {id: most, kind: const, values: [5, -3, 5, 5]}\n"
                 "  - {id: done, kind: expr, expr: 'MIN(most, came)'}\n"
                 "topology:\n  nodes:\n    - {id: Desk, kind: service, semantics: "
                 "{arrivals: came, served: done, capacity: most}}\n"
                 "    - {id: Next, kind: service, semantics: {arrivals: done, served: done}}\n"))},
      clock_);
  ASSERT_TRUE(found);
  ASSERT_EQ(found->errors.size(), 1u) << to_text(found->errors, "");
  const Problem& problem = found->errors[0];
  EXPECT_EQ(problem.code, "capacity_negative");
  EXPECT_EQ(
      problem.message,
      "'most', the capacity of 'Desk', is -3 at bin 1; so the arrivals of 'Next', served of 'Desk' "
      "and served of 'Next' are negative.");
  EXPECT_EQ(problem.where.line, 5);
  EXPECT_EQ(problem.path, "/nodes/1/values");
  EXPECT_GT(count_findings(found->findings).error, 1);
}

// What is asked of a compiled model is an error of the model, beside those of other tiers.
TEST_F(EvaluateModel, ValidationAsksACompiledModel) {
  int asked = 0;
  ValidateRequest request{
      .source = source(model("  - {id: a, kind: const, values: [1], colour: red}\n"))};
  request.question = [&](const Model&, const SeriesCatalog& series) -> Result<Done> {
    ++asked;
    return Problem{.code = "asked", .message = series.all().front().id, .remedy = ""};
  };
  const auto found = validate_model(request, clock_);
  ASSERT_EQ(found->errors.size(), 2u) << to_text(found->errors, "");
  EXPECT_EQ(found->errors[0].code, "unknown_field");
  EXPECT_EQ(found->errors[1].code, "asked");
  request.tier = ValidationTier::kSchema;
  EXPECT_EQ(validate_model(request, clock_)->errors.size(), 1u);
  EXPECT_EQ(asked, 1);
}

// What is left out or read as the nearest name does not hide what compiling says.
TEST_F(EvaluateModel, ValidationGoesOnWhereAModelIsLeft) {
  const auto found =
      validate_model({.source = source(model("  - {id: a, kind: expr, expr: b + 1, colour: red}\n"
                                             "  - {id: b, kind: expr, expr: a + 1}\n"))},
                     clock_);
  ASSERT_EQ(found->errors.size(), 2u) << to_text(found->errors, "");
  EXPECT_EQ(found->errors[0].code, "unknown_field");
  EXPECT_EQ(found->errors[1].code, "cycle");
}

TEST(RunFindings, AsSentences) {
  Finding finding;
  finding.message = "served is negative";
  finding.node_id = "Till";
  EXPECT_EQ(sentence_of(finding), "Served is negative (at 'Till').");
  finding.bins = {3};
  finding.message = "Till has negative served";
  EXPECT_EQ(sentence_of(finding), "Till has negative served (bin 3).");
  finding.bins = {3, 4};
  finding.node_id.clear();
  EXPECT_EQ(sentence_of(finding), "Till has negative served (bins 3, 4).");
  finding.message = "Till has negative served in 2 bins, first at bin 3";
  EXPECT_EQ(sentence_of(finding), finding.message);
}

}  // namespace
}  // namespace flowtime
