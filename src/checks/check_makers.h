// What makes the fold of each row of the table; one file per subject.
#pragma once

#include <memory>

#include "checks/fold.h"
#include "checks/run_series.h"

namespace flowtime::checks {

using FoldPtr = std::unique_ptr<Fold>;

// data_checks.cc: values that contradict what they claim to be
FoldPtr missing_node_data(const RunSeries& run);
FoldPtr series_not_finite(const RunSeries& run);
FoldPtr series_infinite(const RunSeries& run);
FoldPtr role_negative(const RunSeries& run, Role role);
template <Role role>
FoldPtr negative(const RunSeries& run) {
  return role_negative(run, role);
}
FoldPtr dispatch_capacity_negative(const RunSeries& run);
FoldPtr wip_limit_clamped(const RunSeries& run);
FoldPtr constraint_capacity_clamped(const RunSeries& run);
FoldPtr delay_lag_clamped(const RunSeries& run);

// flow_checks.cc: flows of one node that contradict one another
FoldPtr served_exceeds_arrivals(const RunSeries& run);
FoldPtr served_exceeds_capacity(const RunSeries& run);
FoldPtr errors_exceed_arrivals(const RunSeries& run);
FoldPtr attempts_below_arrivals(const RunSeries& run);
FoldPtr items_vanished(const RunSeries& run);  // vanished_items.cc
FoldPtr failures_exceed_attempts(const RunSeries& run);
FoldPtr exhausted_exceeds_failures(const RunSeries& run);
FoldPtr exhausted_exceeds_errors(const RunSeries& run);
FoldPtr capacity_all_zero(const RunSeries& run);

// queue_checks.cc
FoldPtr served_exceeds_available(const RunSeries& run);
FoldPtr queue_depth_mismatch(const RunSeries& run);
FoldPtr queue_latency_unreported(const RunSeries& run);
FoldPtr queue_latency_gate_closed(const RunSeries& run);
FoldPtr dispatch_never_releases(const RunSeries& run);

// edge_checks.cc
FoldPtr edge_flow_mismatch_outgoing(const RunSeries& run);
FoldPtr edge_flow_mismatch_routed(const RunSeries& run);
FoldPtr edge_flow_mismatch_authored(const RunSeries& run);
FoldPtr edge_class_mismatch(const RunSeries& run);
FoldPtr edge_class_mismatch_authored(const RunSeries& run);
FoldPtr edge_class_partial_coverage(const RunSeries& run);

// class_checks.cc
FoldPtr class_missing_outflow(const RunSeries& run);
FoldPtr class_missing_loss(const RunSeries& run);
FoldPtr class_missing_served(const RunSeries& run);
FoldPtr class_missing_errors(const RunSeries& run);
FoldPtr class_partial_outflow(const RunSeries& run);
FoldPtr class_partial_loss(const RunSeries& run);
FoldPtr class_partial_served(const RunSeries& run);
FoldPtr class_partial_errors(const RunSeries& run);
FoldPtr router_missing_class_route(const RunSeries& run);
FoldPtr router_class_leakage(const RunSeries& run);

// structure_checks.cc: what the model itself lacks; the numbers do not matter
FoldPtr edge_behavior_violation_lag(const RunSeries& run);
FoldPtr dlq_non_terminal_inbound(const RunSeries& run);
FoldPtr dlq_non_terminal_outbound(const RunSeries& run);
FoldPtr dispatch_capacity_missing(const RunSeries& run);
FoldPtr dispatch_missing_served_series(const RunSeries& run);
FoldPtr constraint_missing_arrivals(const RunSeries& run);
FoldPtr constraint_missing_served(const RunSeries& run);
FoldPtr missing_exhausted_failures_series(const RunSeries& run);
FoldPtr missing_retry_budget_series(const RunSeries& run);
FoldPtr missing_capacity_series(const RunSeries& run);
FoldPtr missing_served_series(const RunSeries& run);
FoldPtr missing_queue_depth_series(const RunSeries& run);
FoldPtr missing_processing_time_series(const RunSeries& run);
FoldPtr missing_served_count_series(const RunSeries& run);
FoldPtr missing_dependency_arrivals(const RunSeries& run);
FoldPtr missing_dependency_served(const RunSeries& run);
FoldPtr dependency_missing_effort_edges(const RunSeries& run);
FoldPtr dependency_retry_pressure_missing(const RunSeries& run);

}  // namespace flowtime::checks
