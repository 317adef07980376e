#include "base/rare.h"

#include <gtest/gtest.h>

#include <string>

#include "base/result.h"

namespace flowtime {
namespace {

TEST(Rare, IsAnOptionalOfTheSizeOfAPointer) {
  Rare<std::string> nothing, something = std::string("queue");
  EXPECT_EQ(sizeof nothing, sizeof(void*));
  EXPECT_FALSE(nothing);
  EXPECT_EQ(nothing.value_or("none"), "none");
  ASSERT_TRUE(something.has_value());
  EXPECT_EQ(*something, "queue");
  EXPECT_EQ(something->size(), 5u);
}

TEST(Rare, CopiesTheValue) {
  Rare<std::string> first = std::string("a"), second = first;
  *second += "b";
  EXPECT_EQ(*first, "a");
  first = second;
  *second += "c";
  EXPECT_EQ(*first, "ab");
  first = first;
  EXPECT_EQ(*first, "ab");
  second = std::nullopt;
  EXPECT_FALSE(second);
  first = second;
  EXPECT_FALSE(first);
}

// A copy of it is a mistake that no compiler tells.
struct Counted {
  int copies = 0;
  Counted() = default;
  Counted(const Counted& other) : copies(other.copies + 1) {}
  Counted(Counted&&) noexcept = default;
};

TEST(Result, GivesUpItsValueWithoutACopy) {
  Result<Counted> result = Counted();
  const Counted taken = *std::move(result);
  EXPECT_EQ(taken.copies, 0);
}

}  // namespace
}  // namespace flowtime
