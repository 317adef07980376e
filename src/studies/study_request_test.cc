#include "studies/study_request.h"

#include <gtest/gtest.h>

#include "studies/read_study_request.h"
#include "studies/study_request_json.h"

namespace flowtime::studies {
namespace {

struct VaryRow {
  const char* text;
  const char* knob;
  std::vector<double> values;
  double lo, hi;
  std::int64_t points;
};

TEST(Vary, IsReadAsPeopleWriteIt) {
  const VaryRow rows[] = {
      {"a=60..96", "a", {}, 60, 96, 0},
      {"a=60..96/12", "a", {}, 60, 96, 12},
      {"a = -5 .. 5 / 3", "a", {}, -5, 5, 3},
      {"a=60,72,84", "a", {60, 72, 84}, 0, 0, 0},
      {"a=7", "a", {7}, 0, 0, 0},
      {"a*=0.8..1.2", "a*", {}, 0.8, 1.2, 0},
      {"a[14:00..15:00]*=0.5,2", "a[14:00..15:00]*", {0.5, 2}, 0, 0, 0},
      {"a", "a", {}, 0, 0, 0},
  };
  for (const VaryRow& row : rows) {
    const auto vary = parse_vary(row.text);
    ASSERT_TRUE(vary) << row.text << ": " << vary.problems()[0].message;
    EXPECT_EQ(vary->knob, row.knob) << row.text;
    EXPECT_EQ(vary->values, row.values) << row.text;
    EXPECT_EQ(vary->range.has_value(), row.hi != row.lo) << row.text;
    if (vary->range) {
      EXPECT_EQ(vary->range->lo, row.lo) << row.text;
      EXPECT_EQ(vary->range->hi, row.hi) << row.text;
    }
    EXPECT_EQ(vary->points, row.points) << row.text;
    const auto again = parse_vary(to_text(*vary));
    ASSERT_TRUE(again) << to_text(*vary);
    EXPECT_EQ(to_text(*again), to_text(*vary));
  }
  const auto drawn = parse_vary("a~triangular(1,2,4)");
  ASSERT_TRUE(drawn);
  EXPECT_EQ(to_text(*drawn), "a~triangular(1,2,4)");
}

TEST(Vary, WhatIsNoRangeIsRefused) {
  const std::pair<const char*, const char*> rows[] = {
      {"a=96..60", "vary_range"},
      {"a=60..60", "vary_range"},
      {"a=60..x", "vary_syntax"},
      {"a=60..96/0", "vary_syntax"},
      {"a=60..96/1.5", "vary_syntax"},
      {"a=", "vary_syntax"},
      {"=3", "vary_syntax"},
      {"a=1,,2", "vary_syntax"},
      {"a~normal(1)", "vary_syntax"},
      {"a~normal(1,-2)", "vary_range"},
      {"a~gauss(1,2)", "vary_syntax"},
      {"a~uniform(2,1)", "vary_range"},
      {"a~triangular(1,9,4)", "vary_range"},
      {"a~lognormal(-1,2)", "vary_range"},
      {"a~", "vary_syntax"},
  };
  for (const auto& [text, code] : rows) {
    const auto vary = parse_vary(text);
    ASSERT_FALSE(vary) << text;
    EXPECT_EQ(vary.problems()[0].code, code) << text;
  }
}

TEST(StudyBody, ConstraintsThatContradictEachOtherAreRefused) {
  const auto code = [](const char* constraints) {
    const auto read = read_study_request(
        std::string(R"({"yaml":"m","vary":["a=1..2"],"measures":["mean:a"],"constraints":)") +
            constraints + "}",
        StudyKind::kOptimize);
    return read ? std::string("none") : read.problems()[0].code;
  };
  EXPECT_EQ(code(R"(["max:q<=3","max:q>=5"])"), "out_of_range");
  EXPECT_EQ(code(R"(["max:q>=5","mean:q>=1","max:q<=3"])"), "out_of_range");
  EXPECT_EQ(code(R"(["max:q<=5","max:q>=5"])"), "none");
  EXPECT_EQ(code(R"(["max:q<=3","mean:q>=5"])"), "none");
}

// The bodies of the reference's clients.
TEST(StudyBody, ReadsWhatOldClientsSend) {
  const auto sweep = read_study_request(
      R"({"yaml":"m","paramId":"cap","values":[3,1,3],"captureSeriesIds":["Served"]})",
      StudyKind::kSweep);
  ASSERT_TRUE(sweep);
  EXPECT_EQ(sweep->subject.model->text, "m");
  EXPECT_EQ(sweep->vary[0].values, (std::vector<double>{3, 1, 3}));
  EXPECT_EQ(sweep->series, (std::vector<std::string>{"Served"}));
  EXPECT_FALSE(sweep->all_series);

  const auto everything = read_study_request(
      R"({"YAML":"m","ParamId":"cap","values":["4"],"captureSeriesIds":null})", StudyKind::kSweep);
  ASSERT_TRUE(everything);
  EXPECT_TRUE(everything->all_series);
  EXPECT_EQ(everything->vary[0].values, (std::vector<double>{4}));

  const auto goal = read_study_request(
      R"({"yaml":"m","paramId":"cap","metricSeriesId":"served","target":0.8,"searchLo":10,"searchHi":200})",
      StudyKind::kGoalSeek);
  ASSERT_TRUE(goal);
  EXPECT_EQ(figures::to_text(goal->measures[0]), "mean(served)");
  EXPECT_EQ(goal->vary[0].range->hi, 200);

  const auto best = read_study_request(
      R"({"yaml":"m","paramIds":["a","b"],"metricSeriesId":"x","objective":"Maximize",)"
      R"("searchRanges":{"a":{"lo":1,"hi":2},"b":{"hi":5}}})",
      StudyKind::kOptimize);
  ASSERT_TRUE(best);
  EXPECT_TRUE(best->maximize);
  EXPECT_EQ(best->vary[1].range->lo, 0);  // a missing bound is 0
  EXPECT_EQ(best->vary[1].range->hi, 5);
}

struct BodyRow {
  StudyKind kind;
  const char* body;
  const char* code;
  const char* path;
};

TEST(StudyBody, TellsWhatIsMissing) {
  const BodyRow rows[] = {
      {StudyKind::kSweep, "[]", "invalid_json", ""},
      {StudyKind::kSweep, R"({"paramId":"a","values":[1]})", "missing_field", "/yaml"},
      {StudyKind::kSweep, R"({"yaml":"m","runId":"r","paramId":"a","values":[1]})", "missing_field",
       "/yaml"},
      {StudyKind::kSweep, R"({"yaml":"m","values":[1]})", "missing_field", "/paramId"},
      {StudyKind::kSweep, R"({"yaml":"m","paramId":"a","values":[]})", "missing_field", "/values"},
      {StudyKind::kSweep, R"({"yaml":"m","paramId":"a","values":["x"]})", "wrong_type", "/values"},
      {StudyKind::kSensitivity,
       R"({"yaml":"m","paramIds":["a"],"metricSeriesId":"x","perturbation":1})", "out_of_range",
       "/perturbation"},
      {StudyKind::kSensitivity, R"({"yaml":"m","paramIds":["a"]})", "missing_field",
       "/metricSeriesId"},
      {StudyKind::kGoalSeek,
       R"({"yaml":"m","paramId":"a","metricSeriesId":"x","searchLo":5,"searchHi":5})",
       "out_of_range", "/searchRanges"},
      {StudyKind::kGoalSeek,
       R"({"yaml":"m","paramId":"a","metricSeriesId":"x","searchLo":1,"searchHi":5,"tolerance":0})",
       "out_of_range", "/tolerance"},
      {StudyKind::kGoalSeek,
       R"({"yaml":"m","paramId":"a","metricSeriesId":"x","searchLo":1,"searchHi":5,"maxIterations":0})",
       "out_of_range", "/maxIterations"},
      {StudyKind::kOptimize,
       R"({"yaml":"m","vary":["a=1..2"],"metricSeriesId":"x","objective":"best"})",
       "invalid_option", "/objective"},
      {StudyKind::kOptimize, R"({"yaml":"m","paramIds":["a"],"metricSeriesId":"x"})",
       "missing_field", "/searchRanges"},
      {StudyKind::kGoalSeek, R"({"yaml":"m","paramId":"a","metricSeriesId":"x","searchLo":1})",
       "missing_field", "/searchLo"},
      {StudyKind::kOptimize,
       R"({"yaml":"m","vary":["a=1..2"],"measures":["max:x"],"method":"boqyba"})", "unknown_method",
       "/method"},
      {StudyKind::kSweep, R"({"yaml":"m","vary":["a=1,2"],"measures":["max:x"],"method":"latin"})",
       "vary_list", "/vary"},
      {StudyKind::kSweep, R"({"yaml":"m","vary":["a=1..2"],"points":2000000})", "out_of_range",
       "/points"},
      {StudyKind::kSweep, R"({"yaml":"m","vary":["a=1..2"],"points":0})", "out_of_range",
       "/points"},
      {StudyKind::kSweep, R"({"yaml":"m","vary":["a=2..1"]})", "vary_range", "/vary"},
      {StudyKind::kSweep, R"({"yaml":"m","vary":["a=1..2"],"mesures":["max:x"]})", "unknown_member",
       "/mesures"},
      {StudyKind::kOptimize,
       R"({"yaml":"m","paramIds":["ab"],"metricSeriesId":"x","searchRanges":{"ab":{"lo":1,"hi":2},"ba":{"lo":1,"hi":2}}})",
       "unknown_member", "/searchRanges"},
      {StudyKind::kOptimize,
       R"({"yaml":"m","vary":["a=1..2"],"measures":["max:x"],"method":"pareto"})", "missing_field",
       "/measures"},
      {StudyKind::kOptimize,
       R"({"yaml":"m","vary":["a=1..2"],"measures":["max:x","max:y"],"objectives":["minimize"],"method":"pareto"})",
       "out_of_range", "/objectives"},
      {StudyKind::kOptimize,
       R"({"yaml":"m","vary":["a=1..2"],"measures":["max:x","max:y"],"constraints":["max(x)<=3"],"method":"pareto"})",
       "out_of_range", "/constraints"},
      {StudyKind::kSweep, R"({"yaml":"m","vary":["a=1..2"],"measures":["worst:x"]})",
       "figure_syntax", "/measures"},
  };
  for (const BodyRow& row : rows) {
    const auto request = read_study_request(row.body, row.kind);
    ASSERT_FALSE(request) << row.body;
    EXPECT_EQ(request.problems()[0].code, row.code) << row.body;
    EXPECT_EQ(request.problems()[0].path, row.path) << row.body;
  }
  const auto kind = read_study_request(R"({"kind":"sweeep"})", std::nullopt);
  ASSERT_FALSE(kind);
  EXPECT_EQ(kind.problems()[0].code, "unknown_kind");
}

TEST(StudyBody, NamesTheMemberThatWasMeant) {
  const auto request =
      read_study_request(R"({"yaml":"m","vary":["a=1..2"],"mesures":[]})", StudyKind::kSweep);
  ASSERT_FALSE(request);
  EXPECT_EQ(request.problems()[0].remedy, "Did you mean 'measures'?");
  EXPECT_TRUE(
      read_study_request(R"({"yaml":"m","vary":["a=1..2"],"mesures":null})", StudyKind::kSweep))
      << "null is as not given";
}

TEST(StudyBody, IsReadAsItWasWritten) {
  const auto request = read_study_request(
      R"({"kind":"optimize","templateId":"order-system","parameters":{"bins":96,"x":[1,2.5]},)"
      R"("vary":["a=1..2/7","b*=0.5,2"],"measures":["p95Wait:Payment"],)"
      R"("constraints":["max(q) in 9..12<=50"],"method":"crs","points":9,"seed":5,)"
      R"("tolerance":0.25,"maxIterations":12,"objective":"maximize","rngSeed":3,"sampling":"sample"})",
      std::nullopt);
  ASSERT_TRUE(request) << request.problems()[0].message;
  const std::string json = to_json(*request);
  const auto again = read_study_request(json, std::nullopt);
  ASSERT_TRUE(again) << json;
  EXPECT_EQ(to_json(*again), json);
  EXPECT_NE(json.find(R"("parameters":{"bins":96,"x":[1,2.5]})"), std::string::npos) << json;
  EXPECT_NE(json.find(R"("constraints":["max(q) in 9..12 <= 50"])"), std::string::npos) << json;
}

}  // namespace
}  // namespace flowtime::studies
