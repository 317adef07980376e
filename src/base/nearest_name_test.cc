#include "base/nearest_name.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

TEST(NearestName, TellsTheOneThatWasMeant) {
  EXPECT_EQ(nearest_name("intake_capcity", {"intake", "intake_capacity", "capacity"}),
            "intake_capacity");
  EXPECT_EQ(nearest_name("gold", {"Silver", "Gold"}), "Gold");
  EXPECT_EQ(nearest_name("zzz", {"alpha", "beta"}), "");
  EXPECT_EQ(nearest_name("a", {}), "");
}

TEST(NearestName, SameButForCase) {
  EXPECT_EQ(same_but_for_case("gold", {"Silver", "Gold", "GOLD"}), "Gold");
  EXPECT_EQ(same_but_for_case("golt", {"Gold"}), "");
  EXPECT_EQ(same_but_for_case("", {}), "");
}

}  // namespace
}  // namespace flowtime
