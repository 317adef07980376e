// What makes the fold of each row of the table; one file per subject.
// Each function looks up once which series of the run its rows concern and returns a fold over
// them, or null when there are none: a model pays only for checks that can find something. The
// condition of each is in the table of docs/semantics.md, "Checks"; the fold refers to
// `run.model()` and to its ids, which outlive it. RunSeries itself is needed only during the call.
//
// A new check is a function here, a row in check_table.cc and a row in the document;
// docs/extending.md has the steps.
#pragma once

#include <memory>

#include "checks/fold.h"
#include "checks/run_series.h"

namespace flowtime::checks {

using FoldPtr = std::unique_ptr<Fold>;

// data_checks.cc: values that contradict what they claim to be
// Rows that watch single values bin by bin, but for the first one.
// A role without which a node of its category says nothing was not evaluated. No bins.
FoldPtr missing_node_data(const RunSeries& run);
// Absent or infinite values in a role that is data; a hole there is a fault.
FoldPtr series_not_finite(const RunSeries& run);
// Infinite values in all other series, whose absent values are fair.
FoldPtr series_infinite(const RunSeries& run);
// x < -tau for one role of all nodes.
FoldPtr role_negative(const RunSeries& run, Role role);
// One instance per role, so that the table can name it.
template <Role role>
FoldPtr negative(const RunSeries& run) {
  return role_negative(run, role);
}
FoldPtr dispatch_capacity_negative(const RunSeries& run);
// The same of a limit on what may wait.
FoldPtr wip_limit_clamped(const RunSeries& run);
// Evaluation used 0 in these bins; the finding says that it did.
// The same of a shared capacity.
FoldPtr constraint_capacity_clamped(const RunSeries& run);
// The flag that the compiler publishes beside a node whose DELAY may be clamped.
FoldPtr delay_lag_clamped(const RunSeries& run);

// flow_checks.cc: flows of one node that contradict one another
// Rows that compare two roles of a node in the same bin. They pass over bins in which one is
// absent: a difference with NaN is not above any tolerance.
// Nodes without a queue that receive items: they cannot serve what never came.
FoldPtr served_exceeds_arrivals(const RunSeries& run);
// Effective served against capacity x parallelism, of nodes that work.
FoldPtr served_exceeds_capacity(const RunSeries& run);
FoldPtr errors_exceed_arrivals(const RunSeries& run);
// The figure is the smallest attempts / arrivals; of its neighbours the largest a / b.
FoldPtr attempts_below_arrivals(const RunSeries& run);
// Sums the loss over all bins, unlike its neighbours.
FoldPtr items_vanished(const RunSeries& run);  // vanished_items.cc
FoldPtr failures_exceed_attempts(const RunSeries& run);
FoldPtr exhausted_exceeds_failures(const RunSeries& run);
// Only in nodes without failures: the row above judges the others.
FoldPtr exhausted_exceeds_errors(const RunSeries& run);
// One finding per run and node, without bins.
FoldPtr capacity_all_zero(const RunSeries& run);

// queue_checks.cc
// served_promise.cc: only where another series reads the promise.
FoldPtr served_exceeds_available(const RunSeries& run);
// queue_balance.cc: docs/semantics.md, "The balance of a queue".
FoldPtr queue_depth_mismatch(const RunSeries& run);
// The two split the bins in which items wait and nothing leaves: open ones and closed ones.
FoldPtr queue_latency_unreported(const RunSeries& run);
FoldPtr queue_latency_gate_closed(const RunSeries& run);
// Sums over all bins; one finding per node.
FoldPtr dispatch_never_releases(const RunSeries& run);

// edge_checks.cc
// The sums of docs/semantics.md, "Edges", judged at both ends. "Routed" arrivals are those that a
// router makes; "authored" ones an author wrote, who may mean something else than the weights say:
// these rows are notes and not warnings.
FoldPtr edge_flow_mismatch_outgoing(const RunSeries& run);
FoldPtr edge_flow_mismatch_routed(const RunSeries& run);
FoldPtr edge_flow_mismatch_authored(const RunSeries& run);
FoldPtr edge_class_mismatch(const RunSeries& run);
FoldPtr edge_class_mismatch_authored(const RunSeries& run);
// Known from the series that exist, so without bins.
FoldPtr edge_class_partial_coverage(const RunSeries& run);

// class_checks.cc
// Two gaps each: "missing" where no class is handed on, "partial" where some are. Null without
// classes in the model.
FoldPtr class_missing_outflow(const RunSeries& run);
FoldPtr class_missing_loss(const RunSeries& run);
FoldPtr class_missing_served(const RunSeries& run);
FoldPtr class_missing_errors(const RunSeries& run);
FoldPtr class_partial_outflow(const RunSeries& run);
FoldPtr class_partial_loss(const RunSeries& run);
FoldPtr class_partial_served(const RunSeries& run);
FoldPtr class_partial_errors(const RunSeries& run);
// Items of such a class vanish at the router.
FoldPtr router_missing_class_route(const RunSeries& run);
// Class by class, where no other router feeds the same targets.
FoldPtr router_class_leakage(const RunSeries& run);

// structure_checks.cc: what the model itself lacks; the numbers do not matter
// Found before the first tile, in models whose structure says that a figure will be absent.
// One notice per edge; the others below give one per node.
FoldPtr edge_behavior_violation_lag(const RunSeries& run);
FoldPtr dlq_non_terminal_inbound(const RunSeries& run);
FoldPtr dlq_non_terminal_outbound(const RunSeries& run);
FoldPtr dispatch_capacity_missing(const RunSeries& run);
FoldPtr dispatch_missing_served_series(const RunSeries& run);
FoldPtr constraint_missing_arrivals(const RunSeries& run);
FoldPtr constraint_missing_served(const RunSeries& run);
// Of nodes with maxAttempts.
FoldPtr missing_exhausted_failures_series(const RunSeries& run);
FoldPtr missing_retry_budget_series(const RunSeries& run);
// Of services and routers, and where the role is declared.
FoldPtr missing_capacity_series(const RunSeries& run);
FoldPtr missing_served_series(const RunSeries& run);
FoldPtr missing_queue_depth_series(const RunSeries& run);
FoldPtr missing_processing_time_series(const RunSeries& run);
FoldPtr missing_served_count_series(const RunSeries& run);
// Of dependencies.
FoldPtr missing_dependency_arrivals(const RunSeries& run);
FoldPtr missing_dependency_served(const RunSeries& run);
FoldPtr dependency_missing_effort_edges(const RunSeries& run);
FoldPtr dependency_retry_pressure_missing(const RunSeries& run);

}  // namespace flowtime::checks
