// What scenarios take is known before they are evaluated, and fits.
#include "whatif/scenario_memory.h"

#include <gtest/gtest.h>

namespace flowtime::whatif {
namespace {

Plan plan_of_bins(std::int64_t bins) {
  Plan plan;
  plan.bins = bins;
  plan.buffer_count = 1;
  return plan;
}

TEST(ScenarioMemory, AsManyThreadsWorkAsFit) {
  const std::int64_t before = process_memory().taken();
  {
    const auto few = memory_of_singles(plan_of_bins(1'000'000), 110, 4);  // 880 MB each
    ASSERT_TRUE(few);
    EXPECT_EQ(few->threads, 2);
    EXPECT_GE(process_memory().taken() - before, 1'760'000'000);
  }
  EXPECT_EQ(process_memory().taken(), before);
  EXPECT_EQ(memory_of_singles(plan_of_bins(1000), 10, 4)->threads, 4);
  EXPECT_EQ(memory_of_singles(plan_of_bins(1000), 10, 0)->threads, 1);
}

TEST(ScenarioMemory, WhatDoesNotFitIsRefused) {
  const auto refused = memory_of_singles(plan_of_bins(10'000'000), 41, 2);  // 3.3 GB
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.problems()[0].code, "not_enough_memory");
  const auto lanes = memory_of_lanes(plan_of_bins(10'000'000), 1, 41, 2);
  ASSERT_FALSE(lanes);
  EXPECT_EQ(lanes.problems()[0].code, "not_enough_memory");
  EXPECT_TRUE(memory_of_lanes(plan_of_bins(10'000), 1, 41, 2));
}

TEST(ScenarioMemory, TheHistoryOfEachLaneCounts) {
  Plan plan = plan_of_bins(10'000'000);
  Column column;
  column.history = 20'000'000;  // 160 MB for each of 16 lanes
  plan.columns.push_back(column);
  EXPECT_FALSE(memory_of_lanes(plan, 1, 1, 1));
  EXPECT_TRUE(memory_of_singles(plan, 1, 1));
}

}  // namespace
}  // namespace flowtime::whatif
