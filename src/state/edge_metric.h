// The series that a state answer shows of an edge.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace flowtime {

// In the order in which they are shown.
// What each is: docs/semantics.md, "Edges". All are items per bin but kRetryRate, a ratio.
enum class EdgeMetric : std::uint8_t {
  kFlowVolume,
  kAttemptsVolume,
  kFailuresVolume,
  kRetryRate,
  kRetryVolume,
};
// Arrays by metric have this size; a metric's number is its place.
inline constexpr std::size_t kEdgeMetricCount = 5;
// For loops over all of them.
inline constexpr std::array<EdgeMetric, kEdgeMetricCount> kEdgeMetrics{
    EdgeMetric::kFlowVolume, EdgeMetric::kAttemptsVolume, EdgeMetric::kFailuresVolume,
    EdgeMetric::kRetryRate, EdgeMetric::kRetryVolume};
const char* name_of(EdgeMetric metric);                              // "flowVolume"
std::optional<EdgeMetric> parse_edge_metric(std::string_view name);  // in any case

}  // namespace flowtime
