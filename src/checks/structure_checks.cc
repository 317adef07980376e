// What the model itself lacks; the numbers do not matter.
#include <algorithm>
#include <utility>

#include "checks/check_makers.h"
#include "checks/notice_fold.h"
#include "model/node_category.h"

namespace flowtime::checks {
namespace {

FoldPtr notices_fold(std::vector<Notice> notices, const char* before, const char* after = "") {
  if (notices.empty()) return nullptr;
  return std::make_unique<NoticeFold>(std::move(notices), before, after);
}

// A notice for every node of which `concerns(index)` holds.
template <class Concerns>
FoldPtr notice_nodes(const RunSeries& run, Concerns concerns, const char* says) {
  std::vector<Notice> notices;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    if (concerns(i)) notices.push_back({&run.nodes()[i].id});
  }
  return notices_fold(std::move(notices), says);
}

// Of these categories the figures are expected even where the author declares nothing.
bool works(const TopologyNode& node) { return traits_of(node.category).works; }

// The role is declared, or expected of a service or router, and has no series.
FoldPtr missing_of_workers(const RunSeries& run, Role role, const char* says) {
  const auto concerns = [&](std::size_t i) {
    const TopologyNode& node = run.nodes()[i];
    return !exists(run.of(i)[role]) && (works(node) || node.semantics[role]);
  };
  return notice_nodes(run, concerns, says);
}

FoldPtr missing_of_dependency(const RunSeries& run, Role role, const char* says) {
  const auto concerns = [&](std::size_t i) {
    return run.nodes()[i].category == NodeCategory::kDependency && !exists(run.of(i)[role]);
  };
  return notice_nodes(run, concerns, says);
}

FoldPtr missing_of_limited_attempts(const RunSeries& run, Role role, const char* says) {
  const auto concerns = [&](std::size_t i) {
    return run.nodes()[i].semantics.max_attempts && !exists(run.of(i)[role]);
  };
  return notice_nodes(run, concerns, says);
}

bool is_effort(const Edge& edge) {
  return edge.type == EdgeType::kEffort || edge.type == EdgeType::kDependency;
}

bool has_effort_edge(const RunSeries& run, std::size_t node) {
  const auto edges = run.incoming(node);
  return std::any_of(edges.begin(), edges.end(),
                     [&](std::uint32_t e) { return is_effort(run.edges()[e]); });
}

bool has_upstream_attempts(const RunSeries& run, std::size_t node) {
  const auto edges = run.incoming(node);
  return std::any_of(edges.begin(), edges.end(), [&](std::uint32_t e) {
    const Edge& edge = run.edges()[e];
    return is_effort(edge) && exists(run.of(edge.from.value)[Role::kAttempts]);
  });
}

// Edges of a dead-letter queue that carry ordinary flow.
FoldPtr dlq_edges(const RunSeries& run, bool incoming, const char* says) {
  std::vector<Notice> notices;
  for (std::size_t i = 0; i < run.nodes().size(); ++i) {
    if (run.nodes()[i].category != NodeCategory::kDlq) continue;
    Notice notice{&run.nodes()[i].id};
    for (const std::uint32_t e : incoming ? run.incoming(i) : run.outgoing(i)) {
      const Edge& edge = run.edges()[e];
      if (edge.type != EdgeType::kTerminal) notice.edge_ids.push_back(edge.id);
    }
    if (!notice.edge_ids.empty()) notices.push_back(std::move(notice));
  }
  return notices_fold(std::move(notices), says);
}

// Members of a constraint one of whose series is unknown, one notice per node and constraint.
template <class Missing>
FoldPtr constraint_members(const RunSeries& run, Missing missing, const char* after) {
  std::unordered_map<std::string, const Constraint*> known;
  for (const Constraint& constraint : run.model().topology.constraints) {
    if (missing(constraint)) known.emplace(constraint.id, &constraint);
  }
  std::vector<Notice> notices;
  for (const TopologyNode& node : run.nodes()) {
    for (const std::string& id : node.constraints) {
      const auto found = known.find(id);
      if (found != known.end()) notices.push_back({&node.id, found->second->id.c_str()});
    }
  }
  return notices_fold(std::move(notices), "shares constraint '", after);
}

}  // namespace

FoldPtr edge_behavior_violation_lag(const RunSeries& run) {
  std::vector<Notice> notices;
  for (const Edge& edge : run.edges()) {
    if (edge.lag > 0)
      notices.push_back({&run.nodes()[edge.from.value].id, edge.id.c_str(), {edge.id}});
  }
  return notices_fold(std::move(notices), "has an edge with a lag: '",
                      "'; model transit as a node of its own");
}

FoldPtr dlq_non_terminal_inbound(const RunSeries& run) {
  return dlq_edges(run, true, "is a dead-letter queue fed by edges that are not terminal");
}
FoldPtr dlq_non_terminal_outbound(const RunSeries& run) {
  return dlq_edges(run, false, "is a dead-letter queue that feeds edges that are not terminal");
}

FoldPtr dispatch_capacity_missing(const RunSeries& run) {
  std::vector<Notice> notices;
  const auto judge = [&](const std::string& id, const Rare<DispatchSchedule>& schedule) {
    if (!schedule || !schedule->capacity_series) return;
    if (!exists(run.find(schedule->capacity_series))) notices.push_back({&id});
  };
  for (const TopologyNode& node : run.nodes()) judge(node.id, node.dispatch_schedule);
  for (const Node& node : run.model().nodes) judge(node.id, node.dispatch_schedule);
  return notices_fold(std::move(notices), "has a dispatch capacity that was not evaluated");
}

FoldPtr dispatch_missing_served_series(const RunSeries& run) {
  const auto concerns = [&](std::size_t i) {
    return run.nodes()[i].dispatch_schedule && !exists(run.of(i)[Role::kServed]);
  };
  return notice_nodes(run, concerns, "has a dispatch schedule but no served to release");
}

FoldPtr constraint_missing_arrivals(const RunSeries& run) {
  const auto missing = [&](const Constraint& c) { return !exists(run.find(c.arrivals)); };
  return constraint_members(run, missing, "', whose arrivals were not evaluated");
}
FoldPtr constraint_missing_served(const RunSeries& run) {
  const auto missing = [&](const Constraint& c) { return !exists(run.find(c.served)); };
  return constraint_members(run, missing, "', whose capacity was not evaluated");
}

FoldPtr missing_exhausted_failures_series(const RunSeries& run) {
  return missing_of_limited_attempts(run, Role::kExhaustedFailures,
                                     "limits attempts but has no exhaustedFailures");
}
FoldPtr missing_retry_budget_series(const RunSeries& run) {
  return missing_of_limited_attempts(run, Role::kRetryBudgetRemaining,
                                     "limits attempts but has no retryBudgetRemaining");
}

FoldPtr missing_capacity_series(const RunSeries& run) {
  return missing_of_workers(run, Role::kCapacity, "has no capacity, so no utilization");
}
FoldPtr missing_processing_time_series(const RunSeries& run) {
  return missing_of_workers(run, Role::kProcessingTimeMsSum,
                            "has no processingTimeMsSum, so no service time");
}
FoldPtr missing_served_count_series(const RunSeries& run) {
  return missing_of_workers(run, Role::kServedCount, "has no servedCount, so no service time");
}

FoldPtr missing_served_series(const RunSeries& run) {
  const auto concerns = [&](std::size_t i) {
    const TopologyNode& node = run.nodes()[i];
    // One gap, one finding: service semantics have missing_node_data, dependencies a row of their
    // own.
    const bool other_row = node.service_semantics || node.category == NodeCategory::kDependency;
    const bool expected = works(node) || node.semantics[Role::kServed];
    return !other_row && expected && !exists(run.of(i)[Role::kServed]);
  };
  return notice_nodes(run, concerns, "has no served");
}

FoldPtr missing_queue_depth_series(const RunSeries& run) {
  const auto concerns = [&](std::size_t i) {
    const TopologyNode& node = run.nodes()[i];
    return !node.queue_semantics && node.semantics[Role::kQueueDepth] &&
           !exists(run.of(i)[Role::kQueueDepth]);
  };
  return notice_nodes(run, concerns, "names a queueDepth that was not evaluated");
}

FoldPtr missing_dependency_arrivals(const RunSeries& run) {
  return missing_of_dependency(run, Role::kArrivals, "is a dependency without arrivals");
}
FoldPtr missing_dependency_served(const RunSeries& run) {
  return missing_of_dependency(run, Role::kServed, "is a dependency without served");
}

FoldPtr dependency_missing_effort_edges(const RunSeries& run) {
  const auto concerns = [&](std::size_t i) {
    return run.nodes()[i].category == NodeCategory::kDependency && !has_effort_edge(run, i);
  };
  return notice_nodes(run, concerns, "is a dependency that no effort edge leads to");
}

FoldPtr dependency_retry_pressure_missing(const RunSeries& run) {
  const auto concerns = [&](std::size_t i) {
    return run.nodes()[i].category == NodeCategory::kDependency &&
           exists(run.of(i)[Role::kErrors]) && has_effort_edge(run, i) &&
           !has_upstream_attempts(run, i);
  };
  return notice_nodes(run, concerns, "has errors, but no node upstream counts attempts against it");
}

}  // namespace flowtime::checks
