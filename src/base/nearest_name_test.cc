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

}  // namespace
}  // namespace flowtime
