#include "studies/compare_studies.h"

#include <gtest/gtest.h>

#include "studies/found_numbers.h"
#include "sys/memory_env.h"

namespace flowtime::studies {
namespace {

// out is the smaller of what comes (10, 20, 30, 40) and cap: by hand, sum(out) is 20 at cap 5, 64
// at 18 and 100 from 40 on.
constexpr const char* kModel =
    "schemaVersion: 1\n"
    "grid: {bins: 4, binSize: 1, binUnit: hours}\n"
    "nodes:\n"
    "- {id: in, kind: const, values: [10, 20, 30, 40]}\n"
    "- {id: cap, kind: const, values: [18]}\n"
    "- {id: out, kind: expr, expr: \"MIN(in, cap)\"}\n";

class ComparedStudies : public ::testing::Test {
 protected:
  RunHost host() { return {.env = env_, .log = log_, .observer = nobody_}; }
  static StudyRequest request(StudyKind kind, std::vector<const char*> vary,
                              std::vector<const char*> measures) {
    StudyRequest made;
    made.kind = kind;
    made.subject.model = ModelSource{.text = kModel};
    for (const char* text : vary) made.vary.push_back(*parse_vary(text));
    for (const char* text : measures) made.measures.push_back(*figures::parse_figure(text));
    return made;
  }
  static void edit(StudyRequest& request, const std::string& what, const std::string& with) {
    std::string& text = request.subject.model->text;
    text.replace(text.find(what), what.size(), with);
  }
  std::string stored(const StudyRequest& wanted) {
    const auto record = store_.begin(host(), wanted);
    EXPECT_TRUE(record) << record.problems()[0].message;
    const auto done = store_.carry_out(host(), record->id);
    EXPECT_TRUE(done) << done.problems()[0].message;
    return done->id;
  }
  StudyComparison compared(const std::string& before, const std::string& after) {
    auto made = compare_studies(store_, before, after);
    EXPECT_TRUE(made) << made.problems()[0].message;
    return std::move(made).value();
  }
  StudyComparison compared(const StudyRequest& before, const StudyRequest& after) {
    return compared(stored(before), stored(after));
  }

  MemoryEnv env_;
  MemoryLogSink log_;
  RunObserver nobody_;
  StudyStore store_{env_};
};

TEST_F(ComparedStudies, PointsWithTheSameInputsAreSetSideBySide) {
  const StudyRequest before = request(StudyKind::kSweep, {"cap=5,18,60"}, {"sum:out", "max:out"});
  StudyRequest after = request(StudyKind::kSweep, {"cap=18,60,80"}, {"max:out", "sum:out"});
  edit(after, "30, 40]", "30, 50]");
  const StudyComparison made = compared(before, after);
  EXPECT_EQ(made.same_points, 2);
  ASSERT_EQ(made.points.size(), 1u) << "at 18 nothing changes: the fourth hour was full already";
  EXPECT_EQ(made.points[0].inputs, whatif::Point{60});
  EXPECT_EQ(made.points[0].before_point, 2);
  EXPECT_EQ(made.points[0].after_point, 1);
  EXPECT_EQ(made.only_before, std::vector<whatif::Point>{{5}});
  EXPECT_EQ(made.only_after, std::vector<whatif::Point>{{80}});
}

TEST_F(ComparedStudies, TheLargestChangeComesFirst) {
  const StudyRequest before = request(StudyKind::kSweep, {"cap=5,18,40"}, {"sum:out"});
  StudyRequest after = before;
  edit(after, "[10, 20, 30, 40]", "[4, 8, 12, 16]");  // 4+5+5+5, 4+8+12+16, 40
  const StudyComparison made = compared(before, after);
  ASSERT_EQ(made.points.size(), 3u);
  EXPECT_EQ(made.points[0].inputs, whatif::Point{40});
  EXPECT_EQ(made.points[0].figures[0].before.value, 100);
  EXPECT_EQ(made.points[0].figures[0].after.value, 40);
  EXPECT_EQ(made.points[0].size, 0.6);  // of 100, the largest sum
  EXPECT_EQ(made.points[2].inputs, whatif::Point{5});
  EXPECT_EQ(made.figures[0].differing, 3);
  EXPECT_EQ(made.figures[0].largest_at, 0u);
  EXPECT_DOUBLE_EQ(made.figures[0].mean_change, (-1.0 - 24 - 60) / 3);
  EXPECT_EQ(
      made.sentence,
      "Of 3 points with the same inputs 3 differ, most of all: sum(out) at cap = 40 is 40, 100 "
      "before.");
}

// A list meets the range that has the same numbers, whatever the last bit.
TEST_F(ComparedStudies, InputsAreEqualToTwelveDigits) {
  const StudyComparison made =
      compared(request(StudyKind::kSweep, {"cap=0.1..0.7/7"}, {"sum:out"}),
               request(StudyKind::kSweep, {"cap=0.1,0.2,0.3,0.4,0.5,0.6,0.7"}, {"sum:out"}));
  EXPECT_EQ(made.same_points, 7);
  EXPECT_TRUE(made.only_before.empty());
}

TEST_F(ComparedStudies, OrderOfParametersDoesNotMatter) {
  const StudyComparison made =
      compared(request(StudyKind::kSweep, {"cap=5,18", "in*=1,2"}, {"sum:out"}),
               request(StudyKind::kSweep, {"in*=1,2", "cap=5,18"}, {"sum:out"}));
  EXPECT_EQ(made.same_points, 4);
  EXPECT_TRUE(made.identical());
  EXPECT_EQ(made.sentence, "The figures of all 4 points with the same inputs are equal.");
}

TEST_F(ComparedStudies, OtherParametersAreSaid) {
  const StudyComparison made =
      compared(request(StudyKind::kSweep, {"cap=5,18", "in*=1,2"}, {"sum:out"}),
               request(StudyKind::kSweep, {"cap=5,18"}, {"sum:out"}));
  EXPECT_EQ(made.same_points, 0);
  EXPECT_EQ(made.parameters_only_before, std::vector<std::string>{"in*"});
  EXPECT_EQ(made.sentence, "No point has the same inputs: only the first study varies in*.");
  EXPECT_EQ(made.only_before.size(), 4u);
}

TEST_F(ComparedStudies, WhatSearchesFoundIsCompared) {
  StudyRequest before = request(StudyKind::kGoalSeek, {"cap=0..40"}, {"sum:out"});
  before.target = 40;
  before.tolerance = 1e-9;
  StudyRequest after = before;
  edit(after, "[10, 20, 30, 40]", "[4, 20, 30, 40]");
  const StudyComparison made = compared(before, after);  // 4 cap = 40; 4 + 3 cap = 40
  ASSERT_FALSE(made.found.empty());
  EXPECT_EQ(made.found[0].what, "value");
  EXPECT_EQ(made.found[0].of, "cap");
  EXPECT_NEAR(made.found[0].before, 10, 1e-6);
  EXPECT_NEAR(made.found[0].after, 12, 1e-6);
  EXPECT_TRUE(made.sentence.starts_with("Of 2 numbers found")) << made.sentence;
}

// Draws without parameters are compared one by one, their bands bin by bin.
TEST_F(ComparedStudies, BandsOfEnsembles) {
  StudyRequest before = request(StudyKind::kEnsemble, {"cap~uniform(30,50)"}, {"sum:out"});
  before.series = {"out"};
  before.points = 20;
  before.constraints = {*parse_constraint("sum(out)<=95")};
  StudyRequest after = before;
  edit(after, "40]", "10]");
  const StudyComparison made = compared(before, after);
  EXPECT_EQ(made.same_points, 20);
  ASSERT_EQ(made.bands.size(), 5u);
  for (const BandMove& band : made.bands) EXPECT_EQ(band.bin, 3) << band.band;
  EXPECT_EQ(made.bands[0].after, 10);
  const auto chance = std::find_if(made.found.begin(), made.found.end(), [](const FoundMove& move) {
    return move.what == "probability";
  });
  ASSERT_NE(chance, made.found.end());
  EXPECT_EQ(chance->after, 1);
}

TEST_F(ComparedStudies, AStudyOfARemovedModelOrThatWasStoppedIsCompared) {
  const StudyRequest sweep = request(StudyKind::kSweep, {"cap=5,18"}, {"sum:out"});
  const std::string whole = stored(sweep);
  const auto begun = store_.begin(host(), sweep);
  ASSERT_TRUE(begun);
  const StudyComparison made = compared(whole, begun->id);
  EXPECT_EQ(made.same_points, 0);
  EXPECT_EQ(made.sentence, "One of the studies has no evaluated points.");
  ASSERT_EQ(made.remarks.size(), 1u);
  EXPECT_EQ(made.remarks[0], begun->id + " is interrupted: 0 of 2 points are compared.");
  EXPECT_EQ(compare_studies(store_, whole, "study_none").problems()[0].code, "study_not_found");
}

TEST_F(ComparedStudies, ListsOfTheAnswerAreLimitedAndCountsAreNot) {
  const StudyRequest before = request(StudyKind::kSweep, {"cap=5..30/26"}, {"sum:out"});
  StudyRequest after = before;
  edit(after, "[10,", "[3,");
  const std::string json = to_json(compared(before, after), 2);
  EXPECT_NE(json.find("\"differingPoints\":26"), std::string::npos) << json;
  std::size_t points = 0;
  for (std::size_t at = json.find("beforePoint"); at != std::string::npos; ++points) {
    at = json.find("beforePoint", at + 1);
  }
  EXPECT_EQ(points, 2u);
}

// Each kind is read by a row of a table: the forms are those of study_json.cc.
TEST(FoundNumbers, AreReadOfEveryKind) {
  const auto numbers = [](StudyKind kind, const char* answer) {
    std::string text;
    for (const FoundNumber& number : found_numbers(kind, answer).numbers) {
      text += number.what + " of " + number.of + " " + std::to_string(number.value) + "; ";
    }
    return text;
  };
  EXPECT_EQ(numbers(StudyKind::kSensitivity, R"({"points":[{"gradient":2,"paramId":"a"}]})"),
            "gradient of a 2.000000; ");
  EXPECT_EQ(numbers(StudyKind::kMorris,
                    R"({"parameters":[{"paramId":"a","mu":-1,"muStar":1,"sigma":0}]})"),
            "mean size of a 1.000000; mean of a -1.000000; deviation of a 0.000000; ");
  EXPECT_EQ(numbers(StudyKind::kSobol, R"({"parameters":[{"paramId":"a","first":1,"total":2}]})"),
            "alone of a 1.000000; in all of a 2.000000; ");
  EXPECT_EQ(numbers(StudyKind::kSuggest, R"({"entries":[{"parameter":"a","from":1,"to":2}]})"),
            "suggestion of a 2.000000; ");
  EXPECT_EQ(numbers(StudyKind::kOptimize,
                    R"~({"measure":"mean(a)","method":"crs","paramValues":{"a":3},"achieved":3,)~"
                    R"~("constraints":[{"figure":"max(b)","value":4}]})~"),
            "value of a 3.000000; value of max(b) 4.000000; value of mean(a) 3.000000; ");
  EXPECT_EQ(numbers(StudyKind::kOptimize, R"({"method":"pareto","front":[]})"), "");
  EXPECT_EQ(numbers(StudyKind::kSweep, R"({"points":[{"paramValue":1}]})"), "");
  EXPECT_FALSE(found_numbers(StudyKind::kGoalSeek, R"({"converged":false})").converged);
}

}  // namespace
}  // namespace flowtime::studies
