// The series that a state answer shows of an edge.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace flowtime {

// In the order in which they are shown.
enum class EdgeMetric : std::uint8_t {
  kFlowVolume,
  kAttemptsVolume,
  kFailuresVolume,
  kRetryRate,
  kRetryVolume,
};
inline constexpr std::size_t kEdgeMetricCount = 5;
inline constexpr std::array<EdgeMetric, kEdgeMetricCount> kEdgeMetrics{
    EdgeMetric::kFlowVolume, EdgeMetric::kAttemptsVolume, EdgeMetric::kFailuresVolume,
    EdgeMetric::kRetryRate, EdgeMetric::kRetryVolume};
const char* name_of(EdgeMetric metric);                              // "flowVolume"
std::optional<EdgeMetric> parse_edge_metric(std::string_view name);  // in any case

}  // namespace flowtime
