#include "metrics/spans.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace flowtime {
namespace {

using Values = std::vector<double>;
using Spans = std::vector<BinSpan>;

TEST(Spans, StarvedAndBlocked) {
  const Values depth{0, 0, 5, 5, 0, 2}, served{4, 10, 10, 3, 10, 0}, capacity(6, 10.0);
  EXPECT_EQ(starved_spans(depth, served, capacity), (Spans{{0, 0}}));
  EXPECT_EQ(blocked_spans(depth, served, capacity), (Spans{{3, 3}, {5, 5}}));
  EXPECT_EQ(starved_spans({}, served, capacity), (Spans{{0, 0}, {3, 3}, {5, 5}}));
  EXPECT_TRUE(starved_spans(depth, served, {}).empty());
}

// Three stations in series, capacities 12, 8 and 10, demand 11: the second saturates, from the
// first bin on; what it lets through is 8, so the third never does.
TEST(Spans, TandemBottleneck) {
  const std::size_t bins = 20;
  Values load[3], depth[3];
  double waiting[3] = {0, 0, 0};
  const double capacity[3] = {12, 8, 10};
  for (std::size_t t = 0; t < bins; ++t) {
    double flow = 11;
    for (int i = 0; i < 3; ++i) {
      const double served = std::min(capacity[i], flow + waiting[i]);
      waiting[i] += flow - served;
      load[i].push_back(served / capacity[i]);
      depth[i].push_back(waiting[i]);
      flow = served;
    }
  }
  const std::vector<StationLoad> stations{
      {load[0], depth[0]}, {load[1], depth[1]}, {load[2], depth[2]}};
  EXPECT_EQ(bottlenecks(stations, bins, 0.95), std::vector<std::int64_t>(bins, 1));
  EXPECT_EQ(depth[1].back(), 3.0 * bins);  // the queue grows by 11 - 8 a bin
  EXPECT_EQ(load[2].back(), 0.8);
}

TEST(Spans, BottleneckOfEqualsIsWhereMoreWaits) {
  const Values full{1, 1, 0.5}, few{0, 3, 0}, many{5, 3, 0};
  EXPECT_EQ(bottlenecks({{full, few}, {full, many}}, 3, 0.95),
            (std::vector<std::int64_t>{1, 0, kNoBottleneck}));
}

TEST(Spans, FlowEfficiencyAlongAPath) {
  const Values service_a{100, 100}, cycle_a{400, kAbsent}, service_b{50, kAbsent},
      cycle_b{100, kAbsent};
  Values out(2);
  path_flow_efficiency({service_a, service_b}, {cycle_a, cycle_b}, out);
  EXPECT_EQ(out[0], 0.3);
  EXPECT_TRUE(is_absent(out[1]));
}

}  // namespace
}  // namespace flowtime
