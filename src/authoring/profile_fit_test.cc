#include "authoring/profile_fit.h"

#include <gtest/gtest.h>

#include "authoring/series_store.h"
#include "sys/memory_env.h"

namespace flowtime {
namespace {

class ProfileFit : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(ingest_series(env_, {.series_id = "s", .content = "0,2\n1,6\n2,4\n"}));
    ASSERT_TRUE(ingest_series(env_, {.series_id = "zero", .content = "0,0\n1,0\n"}));
    ASSERT_TRUE(ingest_series(env_, {.series_id = "minus", .content = "0,3\n1,-1\n"}));
  }
  // The answer, or the code of the first problem.
  std::string fit(const FitRequest& request) {
    const auto fitted = fit_profile(env_, request);
    return fitted ? to_json(*fitted) : fitted.problems().front().code;
  }
  MemoryEnv env_;
};

FitRequest of_series(const std::string& id, const std::string& mode = "") {
  FitRequest request;
  request.mode = mode;
  request.series_id = id;
  return request;
}
FitRequest of_samples(std::vector<double> samples) {
  FitRequest request;
  request.samples = std::move(samples);
  return request;
}
FitRequest of_summary(const FitSummary& summary, const std::string& mode = "") {
  FitRequest request;
  request.mode = mode;
  request.summary = summary;
  return request;
}

TEST_F(ProfileFit, ASeriesGivesWeightsOfMeanOne) {
  EXPECT_EQ(fit(of_series("s")),
            R"({"kind":"profile","method":"series-normalized",)"
            R"("profile":{"kind":"inline","name":null,"weights":[0.5,1.5,1]},)"
            R"("summary":{"source":"series","count":3,"min":2,"max":6,"avg":4}})");
}

TEST_F(ProfileFit, ASeriesGivesThePmfOfItsValues) {
  EXPECT_EQ(fit(of_series("s", "pmf")),
            R"({"kind":"pmf","method":"empirical-series","pmf":{"values":[2,4,6],)"
            R"("probabilities":[0.3333333333333333,0.3333333333333333,0.3333333333333333]},)"
            R"("summary":{"source":"series","count":3,"min":2,"max":6,"avg":4}})");
}

TEST_F(ProfileFit, SamplesCloserThanAMillionthAreOneValue) {
  EXPECT_EQ(fit(of_samples({5, 1, 5.0000001, 4.9999999})),
            R"({"kind":"pmf","method":"empirical-samples","pmf":{"values":[1,5],)"
            R"("probabilities":[0.25,0.75]},)"
            R"("summary":{"source":"samples","count":4,"min":1,"max":5.0000001,"avg":4}})");
}

TEST_F(ProfileFit, ASummaryGivesATriangle) {
  EXPECT_EQ(fit(of_summary({.min = 1, .max = 9, .avg = 4, .p50 = 3, .count = 70})),
            R"({"kind":"pmf","method":"synthetic-triangular","pmf":{"values":[1,3,9],)"
            R"("probabilities":[0.25,0.5,0.25]},)"
            R"("summary":{"source":"summary","count":70,"min":1,"max":9,"avg":4}})");
  const auto middle = [&](const FitSummary& summary) {
    return fit_profile(env_, of_summary(summary))->pmf->values.at(1);
  };
  EXPECT_EQ(middle({.min = 1, .max = 9, .avg = 4}), 4);
  EXPECT_EQ(middle({.min = 1, .max = 9}), 5);
  const auto point = fit_profile(env_, of_summary({.min = 2, .max = 2}));
  EXPECT_EQ(point->pmf->values, std::vector<double>{2});
  EXPECT_EQ(point->pmf->probabilities, std::vector<double>{1});
}

TEST_F(ProfileFit, ASummaryGivesAProfileWithOnePeak) {
  FitRequest request = of_summary({.peak_bin = 1}, "profile");
  request.bins = 3;  // 1, 1.5, 1 over their mean 7/6
  EXPECT_EQ(fit(request),
            R"({"kind":"profile","method":"summary-synthetic","profile":{"kind":"inline",)"
            R"("name":null,"weights":[0.8571428571428571,1.2857142857142856,0.8571428571428571]},)"
            R"("summary":{"source":"summary","count":0,"min":0,"max":0,"avg":0}})");
  request.summary->peak_bin.reset();
  EXPECT_EQ(fit_profile(env_, request)->profile->weights, (std::vector<double>{1, 1, 1}));
}

TEST_F(ProfileFit, ExpertsAreToldMore) {
  FitRequest request = of_samples({1, 3});
  request.detail = DetailLevel::kExpert;
  EXPECT_TRUE(fit(request).ends_with(R"(,"diagnostics":{"entries":2,"expected":2}})"));
}

TEST_F(ProfileFit, Refuses) {
  EXPECT_EQ(fit({}), "fit_source_missing");
  EXPECT_EQ(fit(of_series("s", "spline")), "fit_mode_unknown");
  EXPECT_EQ(fit(of_series("nobody")), "series_not_found");
  EXPECT_EQ(fit(of_series("../s")), "invalid_id");
  EXPECT_EQ(fit(of_series("zero")), "profile_mean");
  EXPECT_EQ(fit(of_series("minus")), "profile_weight_negative");
  EXPECT_EQ(fit(of_samples({})), "fit_samples_empty");
  FitRequest ordered = of_samples({1, 2});
  ordered.mode = "profile";
  EXPECT_EQ(fit(ordered), "fit_source_missing");
  EXPECT_EQ(fit(of_summary({.min = 1})), "fit_range_missing");
  EXPECT_EQ(fit(of_summary({.min = 1, .max = 2, .p50 = 3})), "fit_range");
  EXPECT_EQ(fit(of_summary({.min = 1}, "profile")), "fit_bins_missing");
  FitRequest outside = of_summary({.peak_bin = 3}, "profile");
  outside.bins = 3;
  EXPECT_EQ(fit(outside), "fit_peak_outside");
}

std::string preview(const PreviewRequest& request, bool expert = false) {
  const auto json = preview_json(request, expert);
  return json ? *json : json.problems().front().code;
}

TEST(ProfilePreview, ShowsTheFirstTen) {
  ProfileShape profile;
  for (int i = 0; i < 12; ++i) profile.weights.push_back(i < 6 ? 0.5 : 1.5);
  EXPECT_EQ(preview({.profile = profile, .pmf = {}}),
            R"({"summary":{"kind":"profile","count":12,"min":0.5,"max":1.5,"avg":1,)"
            R"("weights":[0.5,0.5,0.5,0.5,0.5,0.5,1.5,1.5,1.5,1.5]}})");
  EXPECT_EQ(preview({.profile = {}, .pmf = PmfShape{{1, 5}, {0.75, 0.25}}}, true),
            R"({"summary":{"kind":"pmf","count":2,"min":1,"max":5,"avg":2,"values":[1,5],)"
            R"("probabilities":[0.75,0.25]},"diagnostics":{"sum":1,"shown":2}})");
  EXPECT_EQ(preview({.profile = ProfileShape{.kind = "builtin", .name = "three-shift"}, .pmf = {}}),
            R"({"summary":{"kind":"profile","name":"three-shift","count":0,"weights":[]}})");
}

TEST(ProfilePreview, Refuses) {
  EXPECT_EQ(preview({}), "profile_or_pmf_missing");
  EXPECT_EQ(preview({.profile = ProfileShape{}, .pmf = {}}), "profile_weights_missing");
  EXPECT_EQ(preview({.profile = ProfileShape{.kind = "wavy"}, .pmf = {}}), "profile_kind_unknown");
  EXPECT_EQ(preview({.profile = ProfileShape{.kind = "builtin"}, .pmf = {}}),
            "profile_name_missing");
  EXPECT_EQ(preview({.profile = {}, .pmf = PmfShape{{1, 1}, {0.5, 0.5}}}), "pmf_value_twice");
  EXPECT_EQ(preview({.profile = {}, .pmf = PmfShape{{1}, {0.5, 0.5}}}), "pmf_lengths_differ");
}

}  // namespace
}  // namespace flowtime
