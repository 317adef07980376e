// Each metric on single values, on series, and where it is undefined.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "metrics/capacity.h"
#include "metrics/colour.h"
#include "metrics/edges.h"
#include "metrics/latency.h"
#include "metrics/pooling.h"
#include "metrics/retry.h"
#include "series/absent.h"

namespace flowtime {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();
using Values = std::vector<double>;

// Equal bits of meaning: both absent, or the same number.
void expect_same(double actual, double expected, const std::string& what, double tolerance = 0) {
  if (is_absent(expected)) {
    EXPECT_TRUE(is_absent(actual)) << what << ": expected absent, got " << actual;
  } else if (tolerance == 0) {
    EXPECT_EQ(actual, expected) << what;
  } else {
    EXPECT_NEAR(actual, expected, tolerance) << what;
  }
}
void expect_same(const Values& actual, const Values& expected, const std::string& what) {
  ASSERT_EQ(actual.size(), expected.size()) << what;
  for (std::size_t t = 0; t < actual.size(); ++t) {
    expect_same(actual[t], expected[t], what + " bin " + std::to_string(t));
  }
}

struct Binary {
  double a, b, expected;
  double tolerance = 0;
};
template <class Metric, std::size_t n>
void check(const char* name, Metric metric, const Binary (&rows)[n]) {
  for (const Binary& row : rows) {
    const std::string what =
        std::string(name) + "(" + std::to_string(row.a) + ", " + std::to_string(row.b) + ")";
    expect_same(metric(row.a, row.b), row.expected, what, row.tolerance);
  }
}

TEST(Metrics, Utilization) {
  const Binary rows[] = {
      {90, 100, 0.9}, {90, kAbsent, kAbsent}, {10, 0, kAbsent}, {10, -5, kAbsent},
      {5, 10, 0.5},   {30, 40, 0.75},         {50, 40, 1.25},   {kAbsent, 5, kAbsent},
      {0, 5, 0},      {5, kInf, kAbsent},
  };
  check(
      "utilization", [](double s, double c) { return utilization(s, c); }, rows);
}

TEST(Metrics, EffectiveCapacity) {
  const Binary rows[] = {
      {10, 2, 20},  {10, 4, 40},    {10, kAbsent, 10},     {10, 0, 10},
      {10, -3, 10}, {10, kInf, 10}, {kAbsent, 2, kAbsent}, {0, 3, 0},
  };
  check(
      "effective_capacity", [](double c, double p) { return effective_capacity(c, p); }, rows);
  EXPECT_EQ(utilization(5, effective_capacity(10, 2)), 0.25);
  EXPECT_EQ(utilization(30, effective_capacity(10, 4)), 0.75);
}

TEST(Metrics, ThroughputRatio) {
  const Binary rows[] = {
      {120, 100, 1},         {1, 3, 1.0 / 3},       {5, 0, kAbsent}, {5, -0.0, kAbsent},
      {kAbsent, 1, kAbsent}, {1, kAbsent, kAbsent}, {-1, 10, 0},     {90, 100, 0.9},
  };
  check(
      "throughput_ratio", [](double s, double a) { return throughput_ratio(s, a); }, rows);
}

TEST(Metrics, QueueTime) {
  const Binary minute_bins[] = {
      {20, 10, 120000},      {2, 10, 12000},     {15, 3, 300000},   {50, 5, 600000},
      {8, 4, 120000},        {10, 0, kAbsent},   {10, -1, kAbsent}, {kAbsent, 5, kAbsent},
      {5, kAbsent, kAbsent}, {kInf, 5, kAbsent}, {0, 5, 0},
  };
  check(
      "queue_time_ms", [](double q, double s) { return queue_time_ms(q, s, 60000); }, minute_bins);
  expect_same(queue_time_ms(10, 5, 0), kAbsent, "bins of no width");
  EXPECT_EQ(queue_time_ms(12, 30, 3600000), 1440000);
}

TEST(Metrics, LatencyMinutes) {
  EXPECT_NEAR(latency_minutes(queue_time_ms(8, 140, 300000)), 0.2857142857142857, 5e-9);
  EXPECT_EQ(latency_minutes(queue_time_ms(12, 30, 3600000)), 24);
  expect_same(latency_minutes(queue_time_ms(8, 0, 300000)), kAbsent, "nothing served");
  expect_same(latency_minutes(queue_time_ms(10, -1, 3600000)), kAbsent, "negative served");
  expect_same(latency_minutes(queue_time_ms(10, 5, 0)), kAbsent, "bins of no width");
}

TEST(Metrics, ServiceTime) {
  const Binary rows[] = {
      {500, 10, 50},      {kAbsent, 10, kAbsent}, {500, 0, kAbsent}, {100, 10, 10},
      {5000, 10, 500},    {200, 4, 50},           {300, 6, 50},      {4500, 30, 150},
      {500, -1, kAbsent}, {-kInf, 10, kAbsent},
  };
  check(
      "service_time_ms", [](double p, double n) { return service_time_ms(p, n); }, rows);
}

TEST(Metrics, CycleTime) {
  const Binary rows[] = {
      {120000, 50, 120050},        {120000, kAbsent, 120000}, {kAbsent, 50, 50},
      {kAbsent, kAbsent, kAbsent}, {1440000, 150, 1440150},
  };
  check(
      "cycle_time_ms", [](double q, double s) { return cycle_time_ms(q, s); }, rows);
}

TEST(Metrics, FlowEfficiency) {
  const Binary rows[] = {
      {50, 200, 0.25},
      {100, 100, 1},
      {kAbsent, 120000, kAbsent},
      {50, kAbsent, kAbsent},
      {50, 0, kAbsent},
      {50, 120050, 0.00041649312786339027, 5e-11},
      {150, 1440150, 0.00010415581710238516},
  };
  check(
      "flow_efficiency", [](double s, double c) { return flow_efficiency(s, c); }, rows);
}

TEST(Metrics, AbsentAndInfiniteInputsGiveNoTimes) {
  for (const auto& [q, s, p, n] :
       {std::array{kAbsent, kAbsent, kAbsent, kAbsent}, std::array{kInf, 5.0, -kInf, 10.0}}) {
    const double waiting = queue_time_ms(q, s, 60000);
    const double working = service_time_ms(p, n);
    expect_same(waiting, kAbsent, "queue time");
    expect_same(working, kAbsent, "service time");
    expect_same(cycle_time_ms(waiting, working), kAbsent, "cycle time");
    expect_same(flow_efficiency(working, cycle_time_ms(waiting, working)), kAbsent, "efficiency");
  }
}

TEST(Metrics, SeriesOfTimes) {
  const Values depth{10, 0, 5, 20}, served{5, 0, 5, 10};
  const Values processing{500, kAbsent, 250, 1000}, count{10, kAbsent, 5, 10};
  Values waiting(4), working(4), cycle(4), efficiency(4), minutes(4);
  queue_time_ms(depth, served, 60000, waiting);
  service_time_ms(processing, count, working);
  cycle_time_ms(waiting, working, cycle);
  flow_efficiency(working, cycle, efficiency);
  latency_minutes(waiting, minutes);
  expect_same(waiting, {120000, kAbsent, 60000, 120000}, "queue time");
  expect_same(working, {50, kAbsent, 50, 100}, "service time");
  expect_same(cycle, {120050, kAbsent, 60050, 120100}, "cycle time");
  expect_same(efficiency, {50.0 / 120050, kAbsent, 50.0 / 60050, 100.0 / 120100}, "efficiency");
  expect_same(minutes, {2, kAbsent, 1, 2}, "latency");
}

TEST(Metrics, SeriesOfOneClass) {
  Values working(2);
  service_time_ms(Values{750, 1000}, Values{3, 4}, working);
  expect_same(working, {250, 250}, "service time of a class");
}

TEST(Metrics, AMissingSeriesIsAbsentInEveryBin) {
  Values out(2);
  effective_capacity(Values{10, 20}, {}, out);
  expect_same(out, {10, 20}, "no parallelism");
  effective_capacity({}, Values{2, 2}, out);
  expect_same(out, {kAbsent, kAbsent}, "no capacity");
  utilization(Values{5, 5}, {}, out);
  expect_same(out, {kAbsent, kAbsent}, "no capacity");
  cycle_time_ms(Values{7, kAbsent}, {}, out);
  expect_same(out, {7, kAbsent}, "no service time");
  throughput_ratio({}, Values{1, 1}, out);
  expect_same(out, {kAbsent, kAbsent}, "no served");
  EXPECT_THROW(utilization(Values{1, 2, 3}, Values{1, 2, 3}, out), CheckFailure);
}

// A service with a backlog; figures worked out from the definitions.
TEST(Metrics, IntakeOverSixHours) {
  const Values depth{20, 56, 51.2, 51.2, 51.2, 51.2}, served{90, 90, 90, 69.4, 7.2, 42.6};
  const Values capacity(6, 90);
  Values waiting(6), working(6, 1200), cycle(6), used(6), minutes(6), efficiency(6);
  queue_time_ms(depth, served, 3600000, waiting);
  latency_minutes(waiting, minutes);
  cycle_time_ms(waiting, working, cycle);
  utilization(served, capacity, used);
  flow_efficiency(working, cycle, efficiency);
  const Values expected_cycle{801200,   2241200,         2049200, 2657107.780979826,
                              25601200, 4327960.56338028};
  const Values expected_minutes{13.333333, 37.333333, 34.133333, 44.26513, 426.666667, 72.112676};
  const Values expected_used{1, 1, 1, 0.771111, 0.08, 0.473333};
  for (std::size_t t = 0; t < 6; ++t) {
    EXPECT_NEAR(cycle[t], expected_cycle[t], 1e-7) << t;
    EXPECT_NEAR(minutes[t], expected_minutes[t], 1e-6) << t;
    EXPECT_NEAR(used[t], expected_used[t], 1e-6) << t;
  }
  EXPECT_NEAR(efficiency[3], 0.0004516189, 1e-10);
}

TEST(Metrics, RetryTax) {
  const Binary rows[] = {
      {120, 100, 20.0 / 120}, {100, 100, 0},         {100, 120, 0},           {0, 0, kAbsent},
      {-1, 0, kAbsent},       {kAbsent, 1, kAbsent}, {100, kAbsent, kAbsent}, {102, 90, 12.0 / 102},
  };
  check(
      "retry_tax", [](double a, double s) { return retry_tax(a, s); }, rows);
  Values out(2);
  retry_tax(Values{100, 0}, Values{90, 0}, out);
  expect_same(out, {0.1, kAbsent}, "series");
}

TEST(Metrics, AttemptsFallBackToServedPlusFailures) {
  const Values served{10, kAbsent, 5}, errors{1, 2, kAbsent}, failures{3, 3, 3},
      attempts{9, kAbsent, 7};
  Values out(3);
  attempts_or_fallback(attempts, served, failures, out);
  expect_same(out, attempts, "measured attempts stay as they are");
  attempts_or_fallback({}, served, failures_or_errors(failures, errors), out);
  expect_same(out, {13, kAbsent, 8}, "failures");
  attempts_or_fallback({}, served, failures_or_errors({}, errors), out);
  expect_same(out, {11, kAbsent, kAbsent}, "errors stand in for failures");
}

TEST(Metrics, RetryEchoFollowsTheKernel) {
  const Values kernel{0, 0.6, 0.3, 0.1};
  Values out(5);
  retry_echo(Values{10, 20, 0, 0, 0}, kernel, out);
  expect_same(out, {0, 6, 15, 7, 2}, "echo");
  retry_echo(Values{kAbsent, 10, kAbsent, 0, kAbsent}, kernel, out);
  expect_same(out, {kAbsent, 0, 6, 3, 1}, "absent failures are skipped");
  retry_echo({}, kernel, out);
  expect_same(out, Values(5, kAbsent), "no failures");
}

TEST(Metrics, EdgeVolumes) {
  Edge edge;
  edge.weight = 3;
  EXPECT_EQ(edge_factor(edge), 3);
  edge.multiplier = 2;
  EXPECT_EQ(edge_factor(edge), 2);
  edge.multiplier = kInf;
  EXPECT_EQ(edge_factor(edge), 1);

  Values attempts(3), failures(3), rate(3), extra(3);
  lagged_volume(Values{10, 20, 30}, 1, 2, attempts);
  lagged_volume(Values{1, 4, 6}, 1, 2, failures);
  retry_rate(failures, attempts, rate);
  expect_same(attempts, {kAbsent, 20, 40}, "attempts");
  expect_same(failures, {kAbsent, 2, 8}, "failures");
  expect_same(rate, {kAbsent, 0.1, 0.2}, "rate");
  retry_rate({}, Values{10, 0, 5}, rate);
  expect_same(rate, {0, kAbsent, 0}, "no failures measured");
  effort_retry_volume(Values{12, 8, kAbsent}, Values{10, 10, 1}, extra);
  expect_same(extra, {2, 0, kAbsent}, "retry volume of an effort edge");
}

TEST(Metrics, ServiceColours) {
  const std::pair<double, const char*> rows[] = {
      {0.65, "green"}, {0.75, "yellow"}, {0.95, "red"},     {kAbsent, "gray"},
      {0.7, "yellow"}, {0.9, "red"},     {0.6999, "green"}, {0, "green"},
  };
  for (const auto& [used, colour] : rows)
    EXPECT_STREQ(name_of(service_colour(used)), colour) << used;
}

struct QueueColourRow {
  double latency, sla;
  const char* colour;
};
TEST(Metrics, QueueColours) {
  const QueueColourRow rows[] = {
      {7, 5, "yellow"},  {10, 5, "red"}, {5, 5, "green"},      {15, 10, "yellow"},
      {15.1, 10, "red"}, {1, 0, "gray"}, {kAbsent, 5, "gray"}, {1, kAbsent, "gray"},
  };
  for (const QueueColourRow& row : rows) {
    EXPECT_STREQ(name_of(queue_colour(row.latency, row.sla)), row.colour) << row.latency;
  }
}

struct NodeColourRow {
  NodeCategory category;
  bool queue_semantics;
  const char* colour;
};
TEST(Metrics, NodesAreColouredByTheRuleThatFits) {
  // Utilization 0.95 is red; latency 1 of an SLA of 5 is green.
  const NodeColourRow rows[] = {
      {NodeCategory::kService, false, "red"},    {NodeCategory::kService, true, "red"},
      {NodeCategory::kQueue, true, "green"},     {NodeCategory::kDlq, true, "dlq"},
      {NodeCategory::kRouter, false, "red"},     {NodeCategory::kRouter, true, "green"},
      {NodeCategory::kDependency, false, "red"}, {NodeCategory::kSink, false, "red"},
      {NodeCategory::kSink, true, "green"},      {NodeCategory::kConstant, false, "red"},
      {NodeCategory::kExpression, false, "red"},
  };
  for (const NodeColourRow& row : rows) {
    TopologyNode node;
    node.category = row.category;
    node.queue_semantics = row.queue_semantics;
    node.semantics.sla_minutes = 5;
    EXPECT_STREQ(name_of(node_colour(node, 0.95, 1)), row.colour) << static_cast<int>(row.category);
  }
}

TEST(Metrics, DispatchBins) {
  const auto open_bins = [](std::int64_t period, std::int64_t phase) {
    DispatchSchedule schedule;
    schedule.period_bins = period;
    schedule.phase_offset = phase;
    std::string text;
    for (std::int64_t bin = 0; bin < 8; ++bin) text += is_dispatch_bin(schedule, bin) ? '1' : '0';
    return text;
  };
  EXPECT_EQ(open_bins(3, 1), "01001001");
  EXPECT_EQ(open_bins(4, -1), "00010001");
  EXPECT_EQ(open_bins(1, 0), "11111111");
  EXPECT_EQ(open_bins(2, 5), "01010101");
}

TEST(Metrics, QueueLatencyStatus) {
  DispatchSchedule schedule;
  schedule.period_bins = 2;
  const auto status = [](const Rare<DispatchSchedule>& s, int bin, double q, double out) {
    return std::string(name_of(queue_latency_status(s, bin, q, out)));
  };
  EXPECT_EQ(status(schedule, 1, 5, 0), "paused_gate_closed");
  EXPECT_EQ(status(schedule, 0, 5, 0), "");
  EXPECT_EQ(status(schedule, 1, 0, 0), "");
  EXPECT_EQ(status(schedule, 1, 5, 2), "");
  EXPECT_EQ(status(schedule, 1, kAbsent, kAbsent), "");
  EXPECT_EQ(status(std::nullopt, 1, 5, 0), "");
}

// Several points are folded at a time; each is what it is by itself.
TEST(Metrics, PooledPointsAreWhatEachIsByItself) {
  Values series;
  for (int i = 0; i < 61; ++i) series.push_back(i % 11 == 4 ? -0.0 : 0.1 * ((i * 37) % 23) - 0.7);
  const Values known = series;
  series[2] = series[17] = kAbsent;
  series[30] = kInf;
  series[31] = -kInf;
  for (int i = 40; i < 45; ++i) series[static_cast<std::size_t>(i)] = kAbsent;
  for (const Values& values : {known, series, Values(61, 1e308)}) {
    for (const Pooling pooling : {Pooling::kMean, Pooling::kMax, Pooling::kMin}) {
      for (const std::size_t per : {1u, 3u, 5u, 7u, 61u, 100u}) {
        Values points;
        pool(values, per, pooling, points);
        ASSERT_EQ(points.size(), point_count(values.size(), per));
        for (std::size_t p = 0; p < points.size(); ++p) {
          const SeriesIn bins =
              SeriesIn(values).subspan(p * per, std::min(per, values.size() - p * per));
          Values alone;
          pool(bins, per, pooling, alone);
          const std::string what = std::string(name_of(pooling)) + " of " + std::to_string(per) +
                                   " bins, point " + std::to_string(p);
          expect_same(points[p], alone[0], what);
          EXPECT_EQ(std::signbit(points[p]), std::signbit(alone[0])) << what;
        }
      }
    }
  }
  Values points;
  pool(Values{3, kAbsent, 1, 8, kAbsent, kAbsent, -2}, 2, Pooling::kMax, points);
  EXPECT_EQ(points[0], 3);
  EXPECT_EQ(points[1], 8);
  EXPECT_TRUE(is_absent(points[2]));
  EXPECT_EQ(points[3], -2);
}

}  // namespace
}  // namespace flowtime
