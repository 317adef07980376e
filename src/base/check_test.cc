#include "base/check.h"

#include <gtest/gtest.h>

#include <string>

namespace flowtime {
namespace {

TEST(Check, AHeldAssumptionCostsNothing) { EXPECT_NO_THROW(FT_CHECK(1 + 1 == 2)); }

TEST(Check, AFailureNamesTheExpressionAndThePlaceWithinTheProject) {
  const int line = __LINE__ + 2;
  try {
    FT_CHECK(1 + 1 == 3);
    FAIL() << "no exception";
  } catch (const CheckFailure& failure) {
    EXPECT_EQ(std::string(failure.what()),
              "check failed: 1 + 1 == 3 at src/base/check_test.cc:" + std::to_string(line));
  }
}

}  // namespace
}  // namespace flowtime
