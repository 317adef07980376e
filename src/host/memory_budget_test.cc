#include "host/memory_budget.h"

#include <gtest/gtest.h>

#include <limits>

namespace flowtime {
namespace {

constexpr std::uint64_t kPlenty = std::numeric_limits<std::int64_t>::max();

TEST(MemoryBudget, IsTakenTogetherAndGivenBack) {
  MemoryBudget budget(100);
  {
    const auto first = budget.take(60, kPlenty);
    ASSERT_TRUE(first);
    const auto second = budget.take(41, kPlenty);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.problems().front().code, "not_enough_memory");
    EXPECT_EQ(budget.taken(), 60);
    EXPECT_TRUE(budget.take(40, kPlenty));
  }
  EXPECT_EQ(budget.taken(), 0);
}

TEST(MemoryBudget, NoRequestTakesMoreThanItsLimitOrWhatIsFree) {
  MemoryBudget budget(kMaxMemoryForAll);
  EXPECT_TRUE(budget.take(kMaxMemoryPerRequest, kPlenty));
  EXPECT_FALSE(budget.take(kMaxMemoryPerRequest + 1, kPlenty));
  EXPECT_FALSE(budget.take(1001, 1000));
  EXPECT_EQ(budget.taken(), 0);
}

}  // namespace
}  // namespace flowtime
