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
  // Items per bin. `served` is S, what left in truth; `errors` are losses.
  kArrivals,
  kServed,
  kErrors,
  // Of a service. attempts: the series, else S + failures.
  kAttempts,
  kFailures,
  kExhaustedFailures,
  kRetryBudgetRemaining,
  kRetryEcho,
  // max(0, attempts - S) / attempts; a ratio.
  kRetryTax,
  kExternalDemand,
  // Items at the end of the bin.
  kQueue,
  // Milliseconds of work, and the items they were spent on.
  kProcessingTimeMsSum,
  kServedCount,
  kCapacity,
  // S / C', where C' = capacity x parallelism; may exceed 1.
  kUtilization,
  kParallelism,
  // S / arrivals, within 0 to 1; absent where nothing arrived.
  kThroughputRatio,
  // queueTimeMs / 60000. queueTimeMs is queue / S x bin width, serviceTimeMs is processingTimeMsSum
  // / servedCount, cycleTimeMs their sum, where an absent one counts as 0.
  kLatencyMinutes,
  kServiceTimeMs,
  kQueueTimeMs,
  kCycleTimeMs,
  // serviceTimeMs / cycleTimeMs; a ratio.
  kFlowEfficiency,
  // cycleTimeMs + mean flowLatencyMs of the nodes before, weighted by the flow over their edges.
  kFlowLatencyMs,
  // Age of the oldest item that waits at the end of the bin; then the mean delay of what came in
  // it.
  kBacklogAgeMinutes,
  kFifoDelayMinutes,
  // Of the judgement: `load` is a ratio and may exceed 1; `wait` is in minutes.
  kLoad,
  kUsefulShare,
  // queue / capacity x bin width in minutes: how long full capacity needs for what waits.
  kWorkMinutes,
  kWait,
};
inline constexpr std::size_t kNodeMetricCount = 29;

// What differs from metric to metric in an answer: a new metric is a row here and a formula in
// NodeReader.
// Pooling is by what a reader looks for: peaks of waits and loads, low points of shares and
// budgets, means of flows.
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
