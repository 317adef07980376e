// The series that a state answer shows of a node: their names, order, units and rules.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "state/pooling.h"

namespace flowtime {

// In the order in which they are shown.
// What each is: docs/semantics.md, "Metrics" and "Judgement". Numbers are places in the
// table and are not stored anywhere.
enum class NodeMetric : std::uint8_t {
  kArrivals,
  kServed,
  kErrors,
  kAttempts,
  kFailures,
  kExhaustedFailures,
  kRetryBudgetRemaining,
  kRetryEcho,
  kRetryTax,
  kExternalDemand,
  kQueue,
  kProcessingTimeMsSum,
  kServedCount,
  kCapacity,
  kUtilization,
  kParallelism,
  kThroughputRatio,
  kLatencyMinutes,
  kServiceTimeMs,
  kQueueTimeMs,
  kCycleTimeMs,
  kFlowEfficiency,
  kFlowLatencyMs,
  kBacklogAgeMinutes,
  kFifoDelayMinutes,
  kLoad,
  kUsefulShare,
  kWorkMinutes,
  kWait,
};
inline constexpr std::size_t kNodeMetricCount = 29;

// What differs from metric to metric in an answer: a new metric is a row here and a formula in
// NodeReader.
struct NodeMetricRow {
  std::string_view name{};         // "latencyMinutes"
  std::string_view unit{};         // "min"
  std::string_view aggregation{};  // hint of the contract: "sum", "avg", "unknown"; "" without one
  bool derived = false;            // computed when a run is read
  bool only_where_known = false;   // left out of a window in which no bin has a value
  bool by_class = false;
  bool on_request = false;           // only where it is asked for by name
  Pooling pooling = Pooling::kMean;  // of several bins into one point
};

// Valid for the life of the program.
const NodeMetricRow& about(NodeMetric metric);
std::string_view name_of(NodeMetric metric);
// Nothing for a name that is not a metric.
std::optional<NodeMetric> parse_node_metric(std::string_view name);  // in any case

// Every metric, in order.
const std::array<NodeMetric, kNodeMetricCount>& all_node_metrics();

}  // namespace flowtime
