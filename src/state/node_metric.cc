#include "state/node_metric.h"

#include "base/ascii.h"

namespace flowtime {
namespace {

constexpr const char* kItems = "entities/bin";
using enum Pooling;

// By NodeMetric.
// Pooling is by what a reader looks for in a metric: peaks of waits and loads, low points of shares
// and budgets, means of flows.
constexpr std::array<NodeMetricRow, kNodeMetricCount> kRows{{
    {.name = "arrivals", .unit = kItems, .by_class = true},
    {.name = "served", .unit = kItems, .by_class = true},
    {.name = "errors", .unit = kItems, .by_class = true},
    {.name = "attempts", .unit = kItems},
    {.name = "failures", .unit = kItems},
    {.name = "exhaustedFailures", .unit = kItems},
    {.name = "retryBudgetRemaining", .unit = kItems, .pooling = kMin},
    {.name = "retryEcho", .unit = kItems},
    {.name = "retryTax", .unit = "ratio", .derived = true, .pooling = kMax},
    {.name = "externalDemand", .unit = kItems},
    {.name = "queue", .unit = "entities", .by_class = true, .pooling = kMax},
    {.name = "processingTimeMsSum", .unit = "ms", .by_class = true},
    {.name = "servedCount", .unit = "entities", .by_class = true},
    {.name = "capacity", .unit = kItems, .by_class = true},
    {.name = "utilization",
     .unit = "ratio",
     .aggregation = "unknown",
     .derived = true,
     .pooling = kMax},
    {.name = "parallelism", .unit = "count"},
    {.name = "throughputRatio",
     .unit = "ratio",
     .aggregation = "unknown",
     .derived = true,
     .pooling = kMin},
    {.name = "latencyMinutes",
     .unit = "min",
     .aggregation = "avg",
     .derived = true,
     .only_where_known = true,
     .pooling = kMax},
    {.name = "serviceTimeMs",
     .unit = "ms",
     .aggregation = "avg",
     .derived = true,
     .only_where_known = true,
     .by_class = true,
     .pooling = kMax},
    {.name = "queueTimeMs",
     .unit = "ms",
     .aggregation = "avg",
     .derived = true,
     .only_where_known = true,
     .by_class = true,
     .pooling = kMax},
    {.name = "cycleTimeMs",
     .unit = "ms",
     .aggregation = "avg",
     .derived = true,
     .only_where_known = true,
     .by_class = true,
     .pooling = kMax},
    {.name = "flowEfficiency",
     .unit = "ratio",
     .aggregation = "avg",
     .derived = true,
     .only_where_known = true,
     .by_class = true,
     .pooling = kMin},
    {.name = "flowLatencyMs",
     .unit = "ms",
     .aggregation = "avg",
     .derived = true,
     .only_where_known = true,
     .pooling = kMax},
    {.name = "backlogAgeMinutes",
     .unit = "min",
     .aggregation = "unknown",
     .derived = true,
     .on_request = true,
     .pooling = kMax},
    {.name = "fifoDelayMinutes",
     .unit = "min",
     .aggregation = "avg",
     .derived = true,
     .on_request = true,
     .pooling = kMax},
    {.name = "load", .unit = "ratio", .aggregation = "avg", .derived = true, .pooling = kMax},
    {.name = "usefulShare",
     .unit = "ratio",
     .aggregation = "avg",
     .derived = true,
     .pooling = kMin},
    {.name = "workMinutes", .unit = "min", .aggregation = "avg", .derived = true, .pooling = kMax},
    {.name = "wait", .unit = "min", .aggregation = "max", .derived = true, .pooling = kMax},
}};

}  // namespace

const NodeMetricRow& about(NodeMetric metric) { return kRows[static_cast<std::size_t>(metric)]; }
std::string_view name_of(NodeMetric metric) { return about(metric).name; }

std::optional<NodeMetric> parse_node_metric(std::string_view name) {
  for (const NodeMetric metric : all_node_metrics()) {
    if (same_ignoring_case(name, name_of(metric))) return metric;
  }
  return std::nullopt;
}

const std::array<NodeMetric, kNodeMetricCount>& all_node_metrics() {
  static const auto metrics = [] {
    std::array<NodeMetric, kNodeMetricCount> all{};
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<NodeMetric>(i);
    return all;
  }();
  return metrics;
}

}  // namespace flowtime
