#include "checks/check_table.h"

#include "checks/check_makers.h"

namespace flowtime::checks {
namespace {

constexpr Severity kError = Severity::kError;
constexpr Severity kWarning = Severity::kWarning;
constexpr Severity kInfo = Severity::kInfo;

// Code, severity of a simulation, severity of a telemetry run, fold. From data to structure: a
// finding that explains others comes before them, and clients show the first ones.
constexpr CheckRow kTable[] = {
    {"missing_node_data", kError, kWarning, missing_node_data},
    {"series_not_finite", kError, kWarning, series_not_finite},
    {"series_infinite", kError, kWarning, series_infinite},
    {"arrivals_negative", kError, kWarning, negative<Role::kArrivals>},
    {"served_negative", kError, kWarning, negative<Role::kServed>},
    {"errors_negative", kError, kWarning, negative<Role::kErrors>},
    {"attempts_negative", kError, kWarning, negative<Role::kAttempts>},
    {"failures_negative", kError, kWarning, negative<Role::kFailures>},
    {"exhausted_failures_negative", kError, kWarning, negative<Role::kExhaustedFailures>},
    {"retry_echo_negative", kError, kWarning, negative<Role::kRetryEcho>},
    {"queue_negative", kError, kWarning, negative<Role::kQueueDepth>},
    {"external_demand_negative", kError, kWarning, negative<Role::kExternalDemand>},
    {"processing_time_negative", kError, kWarning, negative<Role::kProcessingTimeMsSum>},
    {"served_count_negative", kError, kWarning, negative<Role::kServedCount>},
    {"retry_budget_negative", kWarning, kWarning, negative<Role::kRetryBudgetRemaining>},
    {"capacity_negative", kWarning, kWarning, negative<Role::kCapacity>},
    {"dispatch_capacity_negative", kWarning, kWarning, dispatch_capacity_negative},
    {"wip_limit_clamped", kWarning, kWarning, wip_limit_clamped},
    {"constraint_capacity_clamped", kWarning, kWarning, constraint_capacity_clamped},
    {"delay_lag_clamped", kWarning, kWarning, delay_lag_clamped},
    {"served_exceeds_arrivals", kWarning, kWarning, served_exceeds_arrivals},
    {"served_exceeds_available", kWarning, kWarning, served_exceeds_available},
    {"served_exceeds_capacity", kWarning, kWarning, served_exceeds_capacity},
    {"errors_exceed_arrivals", kWarning, kWarning, errors_exceed_arrivals},
    {"items_vanished", kWarning, std::nullopt, items_vanished},
    {"attempts_below_arrivals", kWarning, kWarning, attempts_below_arrivals},
    {"failures_exceed_attempts", kWarning, kWarning, failures_exceed_attempts},
    {"exhausted_exceeds_failures", kWarning, kWarning, exhausted_exceeds_failures},
    {"exhausted_exceeds_errors", kWarning, kWarning, exhausted_exceeds_errors},
    {"queue_depth_mismatch", kWarning, kWarning, queue_depth_mismatch},
    {"edge_flow_mismatch_outgoing", kWarning, kWarning, edge_flow_mismatch_outgoing},
    {"edge_flow_mismatch_incoming", kWarning, kWarning, edge_flow_mismatch_routed},
    {"edge_flow_mismatch_incoming", kInfo, kInfo, edge_flow_mismatch_authored},
    {"edge_class_mismatch", kWarning, kWarning, edge_class_mismatch},
    {"edge_class_mismatch", kInfo, kInfo, edge_class_mismatch_authored},
    {"edge_class_partial_coverage", kWarning, kWarning, edge_class_partial_coverage},
    {"edge_behavior_violation_lag", kWarning, kWarning, edge_behavior_violation_lag},
    {"class_series_missing_outflow", kWarning, kWarning, class_missing_outflow},
    {"class_series_missing_loss", kWarning, kWarning, class_missing_loss},
    {"class_series_missing_served", kWarning, kWarning, class_missing_served},
    {"class_series_missing_errors", kWarning, kWarning, class_missing_errors},
    {"class_series_partial_outflow", kWarning, kWarning, class_partial_outflow},
    {"class_series_partial_loss", kWarning, kWarning, class_partial_loss},
    {"class_series_partial_served", kWarning, kWarning, class_partial_served},
    {"class_series_partial_errors", kWarning, kWarning, class_partial_errors},
    {"router_missing_class_route", kWarning, kWarning, router_missing_class_route},
    {"router_class_leakage", kWarning, kWarning, router_class_leakage},
    {"dlq_non_terminal_inbound", kWarning, kWarning, dlq_non_terminal_inbound},
    {"dlq_non_terminal_outbound", kWarning, kWarning, dlq_non_terminal_outbound},
    {"dispatch_capacity_missing", kWarning, kWarning, dispatch_capacity_missing},
    {"dispatch_missing_served_series", kInfo, kInfo, dispatch_missing_served_series},
    {"dispatch_never_releases", kInfo, kInfo, dispatch_never_releases},
    {"queue_latency_unreported", kInfo, kInfo, queue_latency_unreported},
    {"queue_latency_gate_closed", kInfo, kInfo, queue_latency_gate_closed},
    {"constraint_missing_arrivals", kWarning, kWarning, constraint_missing_arrivals},
    {"constraint_missing_served", kWarning, kWarning, constraint_missing_served},
    {"missing_exhausted_failures_series", kWarning, kWarning, missing_exhausted_failures_series},
    {"missing_retry_budget_series", kWarning, kWarning, missing_retry_budget_series},
    {"missing_capacity_series", kInfo, kInfo, missing_capacity_series},
    {"capacity_all_zero", kInfo, kInfo, capacity_all_zero},
    {"missing_served_series", kInfo, kInfo, missing_served_series},
    {"missing_queue_depth_series", kInfo, kInfo, missing_queue_depth_series},
    {"missing_processing_time_series", kInfo, kInfo, missing_processing_time_series},
    {"missing_served_count_series", kInfo, kInfo, missing_served_count_series},
    {"missing_dependency_arrivals", kInfo, kInfo, missing_dependency_arrivals},
    {"missing_dependency_served", kInfo, kInfo, missing_dependency_served},
    {"dependency_missing_effort_edges", kInfo, kInfo, dependency_missing_effort_edges},
    {"dependency_retry_pressure_missing", kInfo, kInfo, dependency_retry_pressure_missing},
};

}  // namespace

std::span<const CheckRow> check_table() { return kTable; }

}  // namespace flowtime::checks
