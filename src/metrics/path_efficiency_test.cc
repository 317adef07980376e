#include "metrics/path_efficiency.h"

#include <gtest/gtest.h>

namespace flowtime {
namespace {

using Values = std::vector<double>;

TEST(PathEfficiency, FlowEfficiencyAlongAPath) {
  const Values service_a{100, 100}, cycle_a{400, kAbsent}, service_b{50, kAbsent},
      cycle_b{100, kAbsent};
  Values out(2);
  path_flow_efficiency({service_a, service_b}, {cycle_a, cycle_b}, out);
  EXPECT_EQ(out[0], 0.3);
  EXPECT_TRUE(is_absent(out[1]));
}

}  // namespace
}  // namespace flowtime
