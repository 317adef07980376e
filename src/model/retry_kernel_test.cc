#include "model/retry_kernel.h"

#include <gtest/gtest.h>

#include "series/absent.h"

namespace flowtime {
namespace {

using Values = std::vector<double>;

TEST(RetryKernel, WithoutOneTheDefault) {
  const KernelPolicy policy = apply_kernel_policy({});
  EXPECT_EQ(policy.kernel, (Values{0.0, 0.6, 0.3, 0.1}));
  EXPECT_TRUE(policy.used_default);
  EXPECT_TRUE(policy.messages.empty());
}

TEST(RetryKernel, WhatIsWrittenAndPossibleStays) {
  const KernelPolicy policy = apply_kernel_policy({0, 0.5, 0.25});
  EXPECT_EQ(policy.kernel, (Values{0, 0.5, 0.25}));
  EXPECT_FALSE(policy.used_default);
  EXPECT_TRUE(policy.messages.empty());
}

struct KernelRow {
  Values written, kernel;
  std::vector<const char*> said;  // one part of each message, in order
};

TEST(RetryKernel, WhatIsImpossibleIsChangedAndTold) {
  const KernelRow rows[] = {
      {{0.8, 0.6, 0.4}, {0.4444444444444445, 0.3333333333333333, 0.22222222222222224}, {"scaled"}},
      {{0.5, kAbsent, -0.2}, {0.5, 0, 0}, {"2 negative or non-finite weights"}},
      {{-1}, {0}, {"1 negative or non-finite weight was"}},
      {Values(37, 0.05), Values(32, 0.03125), {"trimmed from 37 to 32", "scaled"}},
      {Values(33, 0.01), Values(32, 0.01), {"trimmed from 33 to 32"}},
      {{0.5, 0.5}, {0.5, 0.5}, {}},
      {{1e308, 1e308, 1e308}, {0, 0, 0}, {"infinity"}},
  };
  for (const KernelRow& row : rows) {
    const KernelPolicy policy = apply_kernel_policy(row.written);
    ASSERT_EQ(policy.kernel.size(), row.kernel.size());
    for (std::size_t i = 0; i < row.kernel.size(); ++i)
      EXPECT_NEAR(policy.kernel[i], row.kernel[i], 1e-12);
    ASSERT_EQ(policy.messages.size(), row.said.size());
    for (std::size_t i = 0; i < row.said.size(); ++i)
      EXPECT_NE(policy.messages[i].find(row.said[i]), std::string::npos) << policy.messages[i];
  }
}

}  // namespace
}  // namespace flowtime
