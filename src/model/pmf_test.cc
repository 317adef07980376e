#include "model/pmf.h"

#include <gtest/gtest.h>

#include <limits>

#include "series/absent.h"

namespace flowtime {
namespace {

using Values = std::vector<double>;

struct PmfRow {
  Values values, probabilities;
  double mean, variance, cv;
};

TEST(Pmf, Moments) {
  const PmfRow rows[] = {
      {{5}, {1}, 5, 0, 0},
      {{0}, {1}, 0, 0, 0},
      {{42}, {1}, 42, 0, 0},
      {{10, 20, 30}, {0.2, 0.3, 0.5}, 23, 61, 0.33957607},
      {{0, 10, 50, 100, 200}, {0.1, 0.4, 0.3, 0.15, 0.05}, 44, 2354, 1.10268268},
      {{0, 50, 100, 150, 200}, {0.05, 0.25, 0.4, 0.25, 0.05}, 100, 2250, 0.47434165},
      {{1, 2, 3, 5, 8}, {0.1, 0.2, 0.3, 0.3, 0.1}, 3.7, 3.81, 0.52754652},
      {{-1, 1}, {0.5, 0.5}, 0, 1, 0},
  };
  for (const PmfRow& row : rows) {
    const auto moments = pmf_moments(row.values, row.probabilities);
    ASSERT_TRUE(moments);
    EXPECT_NEAR(moments->mean, row.mean, 1e-12);
    EXPECT_NEAR(moments->variance, row.variance, 1e-9);
    EXPECT_NEAR(moments->cv, row.cv, 1e-7);
  }
}

TEST(Pmf, ProbabilitiesAreDividedByTheirSum) {
  const auto moments = pmf_moments(Values{1, 2, 3}, Values{2, 4, 6});
  ASSERT_TRUE(moments);
  EXPECT_NEAR(moments->mean, 2.333333333333333, 1e-15);
  const Values normalised{0.16666666666666666, 0.3333333333333333, 0.5};
  EXPECT_EQ(moments->probabilities, normalised);
  // A sum that is nearly 1 counts as 1.
  const Values nearly{0.3333333, 0.3333333, 0.3333333};
  EXPECT_EQ(pmf_moments(Values{1, 2, 3}, nearly)->probabilities, nearly);
  const Values further{0.33333, 0.33333, 0.33333};
  EXPECT_NE(pmf_moments(Values{1, 2, 3}, further)->probabilities, further);
}

TEST(Pmf, Refusals) {
  const struct {
    Values values, probabilities;
    const char *code, *said;
  } rows[] = {
      {{}, {}, "pmf_empty", "no values"},
      {{1, 2}, {1}, "pmf_lengths_differ", "2 values and 1 probabilities"},
      {{1, 2}, {0, 0}, "pmf_sum", "sum to zero"},
      {{1, 2, 3}, {0, 0, 0}, "pmf_sum", "sum to zero"},
      {{1, 2}, {-0.5, 1.5}, "pmf_probability", "negative"},
      {{1}, {kAbsent}, "pmf_probability", "not finite"},
      {{1}, {std::numeric_limits<double>::infinity()}, "pmf_probability", "not finite"},
  };
  for (const auto& row : rows) {
    const auto refused = pmf_moments(row.values, row.probabilities);
    ASSERT_FALSE(refused) << row.code;
    EXPECT_EQ(refused.problems()[0].code, row.code);
    EXPECT_NE(refused.problems()[0].message.find(row.said), std::string::npos)
        << refused.problems()[0].message;
  }
}

}  // namespace
}  // namespace flowtime
