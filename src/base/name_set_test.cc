#include "base/name_set.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

TEST(NameSet, KeepsEachNameOnceInTheOrderInWhichTheyCame) {
  NameSet names;
  EXPECT_FALSE(names.has("queue"));
  EXPECT_TRUE(names.add("queue").is_new);
  EXPECT_TRUE(names.add("Queue").is_new);  // case counts
  const NameSet::Added again = names.add("queue");
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(again.position, 0u);
  EXPECT_EQ(names.add("").position, 2u);
  EXPECT_TRUE(names.has("Queue"));
  EXPECT_TRUE(names.has(""));
  EXPECT_FALSE(names.has("QUEUE"));
  EXPECT_EQ(names.all(), (std::vector<std::string>{"queue", "Queue", ""}));
}

TEST(NameSet, ManyNames) {
  NameSet names;
  names.reserve(10);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(names.add("service" + std::to_string(i)).is_new);
  for (int i = 0; i < 1000; ++i) EXPECT_TRUE(names.has("service" + std::to_string(i)));
  EXPECT_FALSE(names.has("service1000"));
}

}  // namespace
}  // namespace flowtime
